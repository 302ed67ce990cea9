import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import type { EtcdVersion } from '../support/etcd.ts';
import { apply, type Ended, plan, resultOf, untilSaid } from './etcd/fixing.ts';
import type { Machine, Ran } from './etcd/machine.ts';
import type { MachineCluster } from './etcd/on-machines.ts';
import { type Stranger, startOpenCluster } from './etcd/open-cluster.ts';
import { startWriters, type Writers } from './etcd/writers.ts';

const MINUTES = 60_000;
const RULES = ['etcd-client-cert-auth', 'etcd-peer-client-cert-auth'];
const DATA_MODE = 'files-etcd-datadir-mode';

let directory: string;
let cluster: MachineCluster;
let writers: Writers;

async function start(version: EtcdVersion, stranger: Stranger | null = null): Promise<void> {
  directory = mkdtempSync(join(tmpdir(), 'kubetrue-members-'));
  cluster = await startOpenCluster(version, directory, stranger);
  writers = startWriters(cluster.urls, cluster.pki);
}

async function end(): Promise<void> {
  await cluster?.stop();
  rmSync(directory, { recursive: true, force: true });
}

/** How the change of etcd ended. */
function lastOf(ran: Pick<Ran, 'stdout' | 'stderr'>): Ended | undefined {
  return resultOf(ran).changes.at(-1);
}

async function failed(machine: Machine): Promise<string[]> {
  const words = [
    'scan',
    '--format',
    'json',
    '--no-cluster',
    ...[...RULES, DATA_MODE].flatMap((one) => ['--rule', one]),
  ];
  const { stdout } = await machine.kubetrue(words).ended;
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; status: string }[] };
  return findings.filter(({ status }) => status !== 'pass').map(({ rule, status }) => `${rule} ${status}`);
}

function rulesOf({ changes }: Plan): string[] {
  return changes.flatMap(({ rules }) => rules.map(({ rule }) => rule));
}

async function repaired(machine: Machine): Promise<void> {
  expect(rulesOf(await plan(machine, RULES))).toEqual([DATA_MODE, ...RULES]);
  const ran = await apply(machine, RULES, '--watch', '2').ended;
  expect(resultOf(ran).changes.map(({ state, why }) => why ?? state)).toEqual(['committed', 'committed']);
  expect(await failed(machine)).toEqual([]);
}

describe('three members of etcd that are written to', () => {
  beforeAll(() => start('3.6.5'));
  afterAll(end);

  it('are repaired one after the other, and no acknowledged write is lost', {
    timeout: 5 * MINUTES,
  }, async () => {
    for (const machine of cluster.machines) await repaired(machine);

    expect(writers.longestPause()).toBeLessThan(10_000);
    expect(writers.acknowledged()).toBeGreaterThan(500);
    expect(await writers.lost()).toEqual([]);
  });

  it('keep comments, and no snapshot of what they hold', () => {
    const [first, second, third] = cluster.machines;

    expect(readFileSync(first.etc('/etc/etcd.env'), 'utf8')).toMatch(
      /^# kept\n[\s\S]*ETCD_PEER_TRUSTED_CA_FILE=/,
    );
    expect(readFileSync(join(second.directory, 'etcd.conf.yaml'), 'utf8')).toMatch(
      /^# kept\n[\s\S]*client-transport-security: # of clients\n[\s\S]*client-cert-auth: true/,
    );
    expect(readFileSync(third.etc('/etc/default/etcd'), 'utf8')).toContain('ETCD_CLIENT_CERT_AUTH=true\n');
    const left = readdirSync(directory, { recursive: true }).map(String);
    expect(left.filter((name) => name.endsWith('journal.jsonl'))).toHaveLength(3);
    expect(left.filter((name) => name.endsWith('.etcd-snapshot'))).toEqual([]);
  });
});

describe('members that are killed while they are repaired', () => {
  let first: Machine;
  let second: Machine;
  let third: Machine;

  beforeAll(async () => {
    await start('3.5.21');
    [first, second, third] = cluster.machines;
    await repaired(first);
    await plan(third, RULES);
  });
  afterAll(end);

  it('are taken back when etcd is killed', { timeout: 2 * MINUTES }, async () => {
    await plan(second, RULES);
    const watched = apply(second, RULES, '--watch', '60');
    await untilSaid(watched, 'watching');

    second.run(['pkill', '-KILL', '-x', 'etcd']);

    const { code, ...ran } = await watched.ended;
    expect([code, lastOf(ran)]).toMatchObject([
      1,
      { state: 'rolled-back', why: expect.stringMatching(/ended while it was watched/), ill: null },
    ]);
    expect(await failed(second)).toEqual(RULES.map((rule) => `${rule} fail`));
  });

  it('are ended by the next apply when all is killed, and nobody else is touched before', {
    timeout: 3 * MINUTES,
  }, async () => {
    const untouched = readFileSync(third.etc('/etc/default/etcd'), 'utf8');
    await plan(second, RULES);
    const watched = apply(second, RULES, '--watch', '60');
    await untilSaid(watched, 'watching');

    second.run(['sh', '-c', 'kill -KILL -1']);
    await watched.ended;
    const refused = await apply(third, RULES).ended;

    expect(second.pids()).toEqual([]);
    expect([refused.code, lastOf(refused)]).toMatchObject([
      1,
      {
        state: 'refused',
        why: expect.stringMatching(/not sound: the member m2 is not healthy: .*ECONNREFUSED/),
      },
    ]);
    expect(readFileSync(third.etc('/etc/default/etcd'), 'utf8')).toBe(untouched);
    const ended = await apply(second, RULES, '--watch', '2').ended;
    expect(lastOf(ended)).toMatchObject({ state: 'committed' });
    expect(await failed(second)).toEqual([]);
  });

  it('do not go down, not even to be taken back, while another one is down', {
    timeout: 3 * MINUTES,
  }, async () => {
    await plan(third, RULES);
    const watched = apply(third, RULES, '--watch', '60', '--deadline', '10');
    await untilSaid(watched, 'watching');
    const [pid] = third.pids();

    second.run(['pkill', '-KILL', '-x', 'etcd']);

    const { code, ...ran } = await watched.ended;
    expect([code, lastOf(ran)]).toMatchObject([
      3,
      { state: 'open', why: expect.stringMatching(/would leave 1 of 3 members, which is no majority/) },
    ]);
    expect(third.pids()).toEqual([pid]);
    second.run([second.restart]);
    const back = await apply(third, RULES).ended;
    expect(lastOf(back)).toMatchObject({ state: 'rolled-back', ill: null });
    expect(third.pids()).not.toEqual([pid]);
  });

  it('lose no acknowledged write', async () => {
    expect(writers.acknowledged()).toBeGreaterThan(500);
    expect(await writers.lost()).toEqual([]);
  });
});

describe('a member whose peer certificate is from elsewhere', () => {
  afterEach(end);

  async function tried(stranger: Stranger): Promise<Ended | undefined> {
    await start('3.5.21', stranger);
    const [first] = cluster.machines;
    const before = readFileSync(first.etc('/etc/etcd.env'), 'utf8');
    await plan(first, RULES);

    const ended = lastOf(await apply(first, RULES, '--deadline', '10').ended);

    expect(readFileSync(first.etc('/etc/etcd.env'), 'utf8')).toBe(before);
    expect(await writers.lost()).toEqual([]);
    return ended;
  }

  it('is named, and nothing is restarted', { timeout: 2 * MINUTES }, async () => {
    expect(await tried('serves it')).toMatchObject({
      state: 'refused',
      why: expect.stringMatching(
        /members would be refused.*: m3 \(https:[^)]*\) has a peer certificate of CN=etcd client CA$/,
      ),
    });
  });

  it('is not locked out where that shows only when it calls', { timeout: 3 * MINUTES }, async () => {
    expect(await tried('calls with it')).toMatchObject({
      state: 'rolled-back',
      why: expect.stringMatching(/not within 10 s: .*(no working connection with|readyz)/),
      ill: null,
    });
  });
});
