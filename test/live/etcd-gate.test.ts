import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issue, save } from '../../src/cli/demo/pki.ts';
import { type Access, accessTo, toOwn } from '../../src/remediate/etcd/access.ts';
import { whyNotReady } from '../../src/remediate/etcd/gateway.ts';
import { handOver } from '../../src/remediate/etcd/hand-over.ts';
import { whyUnsound } from '../../src/remediate/etcd/judge.ts';
import { lookAt } from '../../src/remediate/etcd/look.ts';
import { saveSnapshot } from '../../src/remediate/etcd/snapshot.ts';
import type { Survey } from '../../src/remediate/etcd/survey.ts';
import { until } from '../nodes/until.ts';
import { type Cluster, type EtcdVersion, findEtcd, startCluster, toArgv, without } from '../support/etcd.ts';
import { factsOf } from './support/judge.ts';

/** What a member's peers look like in a cluster whose last member calls with a certificate of another authority. */
async function withStranger(version: EtcdVersion): Promise<Cluster> {
  const { path } = await findEtcd(version);
  return startCluster({
    binary: path,
    size: 3,
    launch: async ({ plan, pki, secure }) => {
      const bare =
        plan.name === 'm1' ? secure : without(secure, 'peer-client-cert-auth', 'peer-trusted-ca-file');
      // Without an authority of their own members know each other by the system's roots.
      const env = { SSL_CERT_FILE: pki.peer.authority };
      if (plan.name !== 'm3') return { argv: toArgv(bare), env };
      const pair = await issue(pki.clientAuthority, { commonName: 'm3', names: ['127.0.0.1'] });
      const { certificate, key } = await save(plan.directory, 'other', pair);
      return {
        argv: toArgv({ ...bare, 'peer-client-cert-file': certificate, 'peer-client-key-file': key }),
        env,
      };
    },
  });
}

it.each<EtcdVersion>(['3.5.21', '3.6.5', '3.7.1'])(
  'a member of etcd %s that another refuses is seen to be apart from it, though all are well',
  { timeout: 60_000 },
  async (version) => {
    const cluster = await withStranger(version);
    try {
      const [, second] = cluster.members;
      const { processes } = await factsOf([second?.process.pid ?? 0]);
      const access = processes[0] === undefined ? 'no facts' : accessTo(processes[0], 'kubetrue/0');
      if (typeof access === 'string') throw new Error(access);

      // Connections of the others are made within a moment.
      const reason = await until('only the refused one is apart', 30_000, async () => {
        const seen = await lookAt(access);
        const found = typeof seen === 'string' ? null : whyUnsound(seen);
        return found?.includes('no working connection') === true ? found : null;
      });

      expect(reason).toBe('the member m3 has no working connection with m1');
    } finally {
      await cluster.stop();
    }
  },
);

const VERSIONS: readonly EtcdVersion[] = ['3.4.13', '3.5.21', '3.6.5', '3.7.1'];

describe.each(VERSIONS)(
  'the members of etcd %s, asked from one of them before it is restarted',
  (version) => {
    let cluster: Cluster;
    let accesses: Access[];

    beforeAll(async () => {
      const { path } = await findEtcd(version);
      cluster = await startCluster({ binary: path, size: 3 });
      const pids = cluster.members.map(({ process }) => process.pid);
      const { processes } = await factsOf(pids);
      accesses = pids.map((pid) => {
        const facts = processes.find((one) => one.pid === pid);
        const access = facts === undefined ? 'no facts' : accessTo(facts, 'kubetrue/0');
        if (typeof access === 'string') throw new Error(access);
        return access;
      });
    });

    afterAll(() => cluster?.stop());

    async function survey(from: number): Promise<Survey> {
      const seen = await lookAt(access(from));
      if (typeof seen === 'string') throw new Error(seen);
      return seen;
    }

    function access(index: number): Access {
      const found = accesses[index];
      if (found === undefined) throw new Error(`no member ${index}`);
      return found;
    }

    it('are seen whole and sound, by each of them', async () => {
      for (const index of accesses.keys()) {
        const seen = await survey(index);

        expect(seen.members.map(({ name }) => name).sort()).toEqual(['m1', 'm2', 'm3']);
        expect(seen.members.find(({ id }) => id === seen.self)?.name).toBe(`m${index + 1}`);
        expect(seen.members.map(({ links }) => links?.length)).toEqual([2, 2, 2]);
        expect(seen.members.map(({ status }) => status?.version)).toEqual([version, version, version]);
        expect(whyUnsound(seen)).toBeNull();
        expect(await whyNotReady((path) => toOwn(access(index), path))).toBeNull();
      }
    });

    it('hand the leadership on when the one that is asked leads, and only then', async () => {
      const before = await survey(0);
      const leader = before.members.findIndex(({ id, status }) => id === status?.leader);
      const own = accesses.findIndex((_, index) => before.members[leader]?.name === `m${index + 1}`);

      const successor = await handOver(access(own), await survey(own));

      expect(successor).not.toBeNull();
      const after = await survey(own);
      expect(whyUnsound(after)).toBeNull();
      expect(after.members.find(({ id, status }) => id === status?.leader)?.name).toBe(successor);
      expect(await handOver(access(own), after)).toBeNull();
    });

    it('give a snapshot with its sum, for root alone, and none where there is no room', async () => {
      const directory = mkdtempSync(join(tmpdir(), 'kubetrue-snapshot-'));
      const path = join(directory, 'one.etcd-snapshot');
      try {
        const saved = await saveSnapshot(access(0), path, 1);

        const content = readFileSync(path);
        expect(statSync(path).mode & 0o777).toBe(0o600);
        expect(content).toHaveLength(saved.bytes + 32);
        expect(createHash('sha256').update(content.subarray(0, -32)).digest()).toEqual(content.subarray(-32));
        expect(saved.sha256).toBe(content.subarray(-32).toString('hex'));
        await expect(saveSnapshot(access(0), join(directory, 'two'), 2 ** 60)).rejects.toThrow('bytes free');
        expect(() => statSync(join(directory, 'two'))).toThrow('ENOENT');
      } finally {
        rmSync(directory, { recursive: true });
      }
    });

    it('are not sound once one of them is killed', async () => {
      await cluster.members[2]?.process.stop(0);

      // If it led, the others are not ready either until they have elected another.
      const seen = await survey(0);
      expect(seen.members.find(({ name }) => name === 'm3')).toMatchObject({
        status: null,
        ill: expect.stringMatching(/ECONNREFUSED/),
      });
      expect(whyUnsound(seen)).toMatch(/is not healthy/);
    });
  },
);
