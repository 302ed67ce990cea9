import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Change, FileState, Plan } from '../../src/model/plan.ts';
import { applyOperations } from '../../src/remediate/editors/index.ts';
import { planHash, sha256 } from '../../src/remediate/plan-hash.ts';
import type { Node } from './node.ts';
import { type ControlPlanes, downAll, upControlPlanes } from './rolling/control-planes.ts';
import { fix } from './rolling/fixing.ts';
import { configMaps, manifest, regenerated, wordsIn } from './rolling/kubeadm.ts';
import { leaderLast, membersHealthy } from './rolling/members.ts';
import { startWriting, type Written } from './rolling/writing.ts';
import { byRule, scan } from './scan.ts';
import { until } from './until.ts';

const MINUTES = 60_000;
const PLAN = '/var/lib/plan.json';
const RESTART = '/usr/local/bin/restart-kubelet';
const API_SERVER = ['kube-apiserver-profiling', 'kube-apiserver-service-account-lookup'];
const KUBELET = ['kubelet-pod-pids-limit'];
const ETCD = 'etcd-peer-client-cert-auth';
/** Weaker than kubeadm's defaults, from the first moment, and with kubeadm itself as the source of it. */
const WEAK = {
  apiServer: { extraArgs: [{ name: 'service-account-lookup', value: 'false' }] },
  etcd: { local: { extraArgs: [{ name: 'peer-client-cert-auth', value: 'false' }] } },
};
/** Watches keep an API server until the end of its grace: with this a restart takes 12 seconds instead of 36. */
const PATCHES = { 'kube-apiserver.yaml': 'spec:\n  terminationGracePeriodSeconds: 3\n' };

let nodes: ControlPlanes;
let endWriting: () => Promise<Written>;

beforeAll(async () => {
  nodes = await upControlPlanes({ configuration: WEAK, patches: PATCHES });
  for (const node of nodes)
    writeFileSync(node.outside(RESTART), '#!/bin/sh\npkill -x kubelet\n', { mode: 0o755 });
  endWriting = await startWriting(nodes);
}, 15 * MINUTES);

afterAll(() => downAll(nodes ?? []));

/** Makes the plan that the node has, and gives the id of the transaction. */
async function apply(node: Node, rules: readonly string[]): Promise<string> {
  const allow = rules.flatMap((rule) => ['--allow', rule]);
  const more = ['--watch', '3', '--restart-kubelet', RESTART, '--yes', '--format', 'json'];
  const { transaction, changes } = JSON.parse(await fix(node, ['apply', PLAN, ...allow, ...more], [0]));
  expect(changes.map(({ state }: { state: string }) => state)).toEqual(['committed']);
  return transaction;
}

async function planAndApply(node: Node, rules: readonly string[]): Promise<string> {
  await fix(node, ['plan', '--output', PLAN, ...rules.flatMap((rule) => ['--rule', rule])], [0]);
  return apply(node, rules);
}

describe('three control planes whose API servers and kubelets are repaired one by one', () => {
  const transactions = new Map<string, string>();
  let kubelets = '';
  let before: Record<string, string>;

  it(
    'run as planned on the first, which is not written into the cluster yet',
    async () => {
      const [first] = nodes;
      before = await configMaps(first);

      kubelets = await planAndApply(first, KUBELET);
      const id = await planAndApply(first, API_SERVER);

      transactions.set(first.hostname, id);
      expect(await fix(first, ['durable', id, '--yes'], [1])).toMatch(
        /cp2: .*--profiling.*; cp3: .*--profiling/,
      );
      expect(await fix(first, ['durable', kubelets, '--yes'], [1])).toMatch(/cp2: .*podPidsLimit.*; cp3: /);
      expect(await configMaps(first)).toEqual(before);
    },
    10 * MINUTES,
  );

  it(
    'run as planned on all',
    async () => {
      for (const node of nodes.slice(1)) {
        await planAndApply(node, KUBELET);
        transactions.set(node.hostname, await planAndApply(node, API_SERVER));
      }

      for (const node of nodes) {
        const verdicts = byRule(await scan(node));
        for (const rule of [...API_SERVER, ...KUBELET])
          expect([rule, verdicts[rule]]).toEqual([rule, 'pass']);
      }
    },
    10 * MINUTES,
  );

  it('are what kubeadm makes of the cluster’s configuration from then on', async () => {
    const [first, second] = nodes;
    await until('all API servers are ready', 2 * MINUTES, async () => {
      const { code } = await first.kubetrue(['fix', 'durable', transactions.get('cp1') ?? '', '--dry-run']);
      return code === 0 || null;
    });

    expect(await fix(first, ['status'], [0])).toMatch(/durable: pending: .*service-account-lookup/);
    await fix(first, ['durable', transactions.get('cp1') ?? '', '--yes'], [0]);
    await fix(first, ['durable', kubelets, '--yes'], [0]);

    const after = await configMaps(first);
    expect(parse(after.ClusterConfiguration ?? '').apiServer.extraArgs).toEqual([
      { name: 'service-account-lookup', value: 'true' },
      { name: 'profiling', value: 'false' },
    ]);
    expect(await regenerated(second, 'kube-apiserver', ['control-plane', 'apiserver'])).toEqual(
      wordsIn(second, manifest('kube-apiserver')),
    );
    await second.must(['kubeadm', 'upgrade', 'node', '--dry-run', '--certificate-renewal=false']);
    const upgraded = 'cat /etc/kubernetes/tmp/kubeadm-upgrade-dryrun*/config.yaml';
    expect(parse(await second.must(['sh', '-c', upgraded])).podPidsLimit).toBe(4096);
    expect(await fix(second, ['status'], [0])).toMatch(/durable: done: .*service-account-lookup/);
  });

  it(
    'are taken back on one node, and in the cluster',
    async () => {
      const [first, second] = nodes;

      const back = await fix(first, ['rollback', transactions.get('cp1') ?? '', '--yes'], [0]);

      expect(back).toMatch(/kubeadm-config: as it was before[\s\S]*taken back, and well as before/);
      expect((await configMaps(first)).ClusterConfiguration).toBe(before.ClusterConfiguration);
      expect(wordsIn(first, manifest('kube-apiserver'))).toContain('--service-account-lookup=false');
      expect(wordsIn(second, manifest('kube-apiserver'))).toContain('--service-account-lookup=true');
      expect(await fix(second, ['status'], [0])).toMatch(/durable: pending: .*service-account-lookup/);
    },
    10 * MINUTES,
  );
});

describe('three members of etcd that are changed one by one, the leader last', () => {
  it(
    'run as planned, and kubeadm makes them so from then on',
    async () => {
      const order = await leaderLast(nodes);
      let id = '';
      for (const node of order) {
        await writeEtcdPlan(node);
        id = await apply(node, [ETCD]);
        await until('all members are healthy', 2 * MINUTES, () => membersHealthy(nodes));
      }

      const last = order.at(-1) as Node;
      expect(wordsIn(last, manifest('etcd'))).toContain('--peer-client-cert-auth=true');
      await until('all members are ready', 2 * MINUTES, async () => {
        const { code } = await last.kubetrue(['fix', 'durable', id, '--yes']);
        return code === 0 || null;
      });
      expect((await regenerated(last, 'etcd', ['etcd', 'local'])).filter(isSwitch)).toEqual([
        '--client-cert-auth=true',
        '--peer-client-cert-auth=true',
      ]);
    },
    15 * MINUTES,
  );
});

function isSwitch(word: string): boolean {
  return word.includes('client-cert-auth');
}

describe('whoever writes to the cluster meanwhile', () => {
  it(
    'loses no write that was acknowledged, and finds all nodes well',
    async () => {
      for (const node of nodes) await node.waitUntilReady();
      const { acknowledged, longestPause, lost } = await endWriting();

      expect(lost).toEqual([]);
      expect(acknowledged).toBeGreaterThan(500);
      expect(longestPause).toBeLessThan(30_000);
      console.log(`acknowledged writes: ${acknowledged}; longest time without one: ${longestPause} ms`);
    },
    10 * MINUTES,
  );
});

/**
 * A plan that sets a switch of etcd. `fix plan` makes none where an authority is named, because that alone makes etcd
 * demand certificates; what is tried here is how a change of etcd goes.
 */
async function writeEtcdPlan(node: Node): Promise<void> {
  await fix(node, ['plan', '--output', PLAN, '--rule', ETCD], [0]);
  const base = JSON.parse(readFileSync(node.outside(PLAN), 'utf8')) as Plan;
  expect(base.changes).toEqual([]);
  const plan = { ...base, changes: [etcdChange(node)] };
  writeFileSync(node.outside(PLAN), JSON.stringify({ ...plan, hash: planHash(plan) }));
}

function etcdChange(node: Node): Change {
  const path = manifest('etcd');
  const bytes = readFileSync(node.outside(path));
  const { mode, uid, gid, dev: device, ino: inode } = statSync(node.outside(path));
  const text = `0${(mode & 0o777).toString(8)}`;
  const before: FileState = { sha256: sha256(bytes), mode: text, uid, gid, device, inode };
  const flag = { name: 'peer-client-cert-auth', value: 'true' };
  const operations = [
    { kind: 'manifest-flag' as const, container: 'etcd', flag: flag.name, value: flag.value },
  ];
  const after = sha256(applyOperations(path, bytes, operations));
  return {
    id: 'etcd',
    class: 'etcd',
    rules: [{ rule: ETCD, control: '2.5' }],
    level: 'consent',
    disruption: 'this member',
    lockOut: 'high',
    affects: [],
    prerequisites: [],
    restarts: { component: 'etcd', pid: 1, members: nodes.length },
    edits: [{ kind: 'content', path, before, operations, after, diff: '' }],
    durable: [
      {
        where: 'ConfigMap kube-system/kubeadm-config',
        change: `ClusterConfiguration.etcd.local.extraArgs: {name: ${flag.name}, value: "true"}`,
        edit: { kind: 'kubeadm-argument', component: 'etcd', ...flag, was: 'false' },
      },
    ],
  };
}
