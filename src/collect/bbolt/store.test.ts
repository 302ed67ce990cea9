import { closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ETCD_VERSIONS, plainCluster } from '../../../test/support/collect/cluster.ts';
import { plantTree } from '../../../test/support/collect/tree.ts';
import type { Member } from '../../../test/support/etcd.ts';
import { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import { fileOrigin } from '../facts.ts';
import { readDataDirectory } from '../files/etcd-data.ts';
import { readBuckets } from './store.ts';

const WAIT = { timeout: 20_000 };

function dataOf(member: Member) {
  const opened = RootedFs.open(member.directory, 'CAP_DAC_READ_SEARCH');
  if (opened.state !== 'read') throw new Error('no data directory');
  onTestFinished(() => opened.value.close());
  return readDataDirectory(opened.value, '/data', fileOrigin('/data'));
}

async function put(port: number, key: string, value: string): Promise<void> {
  const body = JSON.stringify({ key: btoa(key), value: btoa(value) });
  await fetch(`http://127.0.0.1:${port}/v3/kv/put`, { method: 'POST', body });
}

describe.each(ETCD_VERSIONS)('the store of a running etcd %s', (version) => {
  it.each([1, 3] as const)('names its %d members', { timeout: 60_000 }, async (size) => {
    const members = await plainCluster(version, size);
    const expected = members.map((member, index) => ({
      id: expect.stringMatching(/^[0-9a-f]+$/),
      name: `m${index + 1}`,
      peerURLs: [`http://127.0.0.1:${member.peerPort}`],
      learner: false,
    }));

    // Names are written when members publish themselves, and the store is committed ten times a second.
    const names = expected.map(({ name }) => name);
    await expect.poll(() => members.map(namesOf), WAIT).toEqual(members.map(() => names));

    const readings = members.map(dataOf);
    expect(readings).toEqual(
      members.map(() =>
        expect.objectContaining({
          value: expect.objectContaining({
            kind: 'etcd-data',
            writeAheadLog: true,
            members: expect.objectContaining({ value: expect.arrayContaining(expected) }),
          }),
        }),
      ),
    );
  });
});

function namesOf(member: Member): string[] {
  const reading = dataOf(member);
  const content = reading.state === 'read' ? reading.value : null;
  if (content?.kind !== 'etcd-data' || content.members.state !== 'present') return [];
  return content.members.value.map(({ name }) => name).sort();
}

describe('a store in use', () => {
  it('is read consistently while keys are written to it', { timeout: 60_000 }, async () => {
    const [member] = await plainCluster('3.6.5', 1);
    if (member === undefined) throw new Error('no member');
    const value = 'x'.repeat(2_000);
    let outcomes = 0;

    for (let round = 0; round < 60; round += 1) {
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => put(member.clientPort, `k${round}-${index}`, value)),
      );
      if (namesOf(member).join() === 'm1') outcomes += 1;
    }

    expect(outcomes).toBe(60);
  });
});

describe('a file that is no store', () => {
  async function storeBytes(): Promise<Buffer> {
    const [member] = await plainCluster('3.6.5', 1);
    if (member === undefined) throw new Error('no member');
    await expect.poll(() => namesOf(member), WAIT).toEqual(['m1']);
    return readFileSync(join(member.directory, 'data/member/snap/db'));
  }

  function read(bytes: Buffer) {
    const path = join(plantTree({}), 'db');
    writeFileSync(path, bytes);
    const descriptor = openSync(path, 'r');
    onTestFinished(() => closeSync(descriptor));
    return readBuckets(descriptor, statSync(path).size, ['members']);
  }

  it('is read from either meta page, and refused where it is damaged', { timeout: 60_000 }, async () => {
    const whole = await storeBytes();
    const withoutFirst = Buffer.from(whole).fill(0, 0, 80);
    const withoutBoth = Buffer.from(withoutFirst).fill(0, 4096, 4096 + 80);
    const withoutPages = Buffer.from(whole).fill(0xff, 8192);

    const outcomes = [
      whole,
      withoutFirst,
      withoutBoth,
      withoutPages,
      whole.subarray(0, 8192),
      whole.subarray(0, 50),
    ].map(read);

    expect(outcomes.map(({ state }) => state)).toEqual([
      'read',
      'read',
      'unreadable',
      'unreadable',
      'unreadable',
      'unreadable',
    ]);
  });

  it('does no endless work on random damage', { timeout: 60_000 }, async () => {
    const whole = await storeBytes();
    let seed = 1;
    const random = (limit: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed % limit;
    };

    const states = Array.from({ length: 300 }, () => {
      const damaged = Buffer.from(whole.subarray(0, 128 * 1024));
      for (let count = 0; count < 200; count += 1) damaged[8192 + random(120_000)] = random(256);
      return read(damaged).state;
    });

    expect(states).not.toContain('missing');
  });
});
