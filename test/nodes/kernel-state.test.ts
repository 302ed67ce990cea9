import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding, Report } from '../../src/model/finding.ts';
import { KERNEL_PROOFS } from '../../src/model/kernel-proofs.ts';
import { HOME, podOf, STRICT, withPrograms } from './kernel-pods.ts';
import { type Node, upNode } from './node.ts';
import { scan } from './scan.ts';

/** The last that has a control on added capabilities. */
const BENCHMARK = ['--benchmark', 'cis-kubernetes@1.11'];
const CONFIG = '/var/lib/kubelet/config.yaml';
const scratch = mkdtempSync(join(tmpdir(), 'kubetrue-kernel-'));

let node: Node;

const kubectl = (...argv: string[]) => node.must(['kubectl', ...argv]);
const remove = (name: string) => kubectl('delete', 'pod', '--namespace=trial', name, '--wait');

beforeAll(async () => {
  node = await upNode({ hostname: 'kernel' });
  await kubectl('taint', 'nodes', '--all', 'node-role.kubernetes.io/control-plane-');
  await apply(...HOME);
});

afterAll(async () => {
  await node?.down();
  rmSync(scratch, { recursive: true });
});

async function apply(...items: readonly object[]): Promise<void> {
  const file = join(scratch, 'objects.json');
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await kubectl('apply', '--filename', file);
}

/** Returns when all Pods of the trial run. */
async function run(...pods: readonly object[]): Promise<void> {
  await apply(...pods);
  await kubectl('wait', '--namespace=trial', '--for=condition=Ready', 'pod', '--all', '--timeout=60s');
}

/** Status and outcome of every rule on Pods that the kernel shows. */
function shown({ findings }: Report): Record<string, string> {
  const ofPods = findings.filter(({ rule }) => RULES.has(rule));
  return Object.fromEntries(ofPods.map(({ rule, status, proof }) => [rule, `${status} ${proof.outcome}`]));
}

const RULES = new Set([
  'cluster-pod-allow-privilege-escalation',
  'cluster-pod-caps-added',
  'cluster-pod-caps-drop-all',
  'cluster-pod-host-ipc',
  'cluster-pod-host-network',
  'cluster-pod-host-pid',
  'cluster-pod-net-raw',
  'cluster-pod-privileged',
  'cluster-pod-run-as-root',
  'cluster-pod-seccomp',
  'cluster-pod-security-context',
]);

function all(said: string): Record<string, string> {
  return Object.fromEntries([...RULES].map((rule) => [rule, said]));
}

function findingOf({ findings }: Report, rule: string): Finding {
  const found = findings.find((one) => one.rule === rule);
  if (found === undefined) throw new Error(`no finding of ${rule}`);
  return found;
}

describe('what Pods say, beside what the kernel shows of their processes', () => {
  it('is proved where they are strict', async () => {
    await run(podOf('strict', STRICT));

    const report = await scan(node, BENCHMARK);

    expect(RULES.size).toBe(KERNEL_PROOFS.size);
    expect(shown(report)).toEqual(all('pass confirmed'));
    expect(findingOf(report, 'cluster-pod-security-context').proof.observed).toMatch(
      /^The container main of Pod trial\/strict \(pid \d+\) runs as user 1000, has a root file system that is read-only, has NoNewPrivs 1, has nothing in its bounding set and has Seccomp 2\.$/,
    );
  });

  it('is proved where they are lax', async () => {
    const lax = { securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'] } } };
    const added = { securityContext: { capabilities: { add: ['SYS_ADMIN'] } } };
    await run(podOf('lax', lax, { hostPID: true, hostIPC: true, hostNetwork: true }));

    const report = await scan(node, BENCHMARK);
    await remove('lax');
    await run(podOf('adds', added));
    const adds = await scan(node, BENCHMARK).finally(() => remove('adds'));

    // Whether a privileged container was given what it has by its own wish, the kernel does not tell.
    const rule = 'cluster-pod-caps-added';
    expect(shown(report)).toEqual({ ...all('fail confirmed'), [rule]: 'fail inconclusive' });
    expect(shown(adds)[rule]).toBe('fail confirmed');
    expect(findingOf(adds, rule).proof.observed).toMatch(
      /Pod trial\/adds .* has SYS_ADMIN in its bounding set\.$/,
    );
  });

  it('is in conflict where a program has entered the namespaces of its node', async () => {
    const enter = ['/usr/bin/nsenter', '--target', '1', '--net', '--ipc', '--', '/usr/bin/sleep', 'inf'];
    await run(podOf('enters', ...withPrograms(enter)));

    const recorded = join(scratch, 'snapshot.json');
    await node.kubetrue(['snapshot', '--prove', 'local', '--output', recorded]);
    const report = await scan(node, BENCHMARK).finally(() => remove('enters'));

    expect(shown(report)).toMatchObject({
      'cluster-pod-host-ipc': 'conflict contradicted',
      'cluster-pod-host-network': 'conflict contradicted',
      'cluster-pod-host-pid': 'fail confirmed',
    });
    const { reason } = findingOf(report, 'cluster-pod-host-network');
    expect(reason).toMatch(
      /Pod trial\/enters \(pid \d+\) is in the network of the node, which is not what its Pod says\./,
    );
    expect(reason).toContain('its program may have entered other namespaces');
    expect(shown(await scan(node, [...BENCHMARK, '--snapshot', recorded]))).toEqual(shown(report));
  });

  it('is left alone where nothing is to be proved', async () => {
    const recorded = join(scratch, 'unproved.json');
    await node.kubetrue(['snapshot', '--output', recorded]);

    const report = await scan(node, [...BENCHMARK, '--prove', 'off']);

    expect(new Set(Object.values(shown(report)))).toEqual(new Set(['pass not-attempted']));
    expect(readFileSync(recorded, 'utf8')).not.toMatch(/"here"|"PROC"/);
  });
});

describe('what a kubelet gives to containers', () => {
  it('is not there in those that are older, and is in those that are newer', async () => {
    await run(podOf('plain'));
    const before = readFileSync(node.outside(CONFIG), 'utf8');
    writeFileSync(node.outside(CONFIG), `${before}seccompDefault: true\npodPidsLimit: 1024\n`);
    await node.waitForNewProcess('kubelet', node.restartKubelet());
    await node.waitUntilReady();

    const older = await scan(node, BENCHMARK);
    // Containers count that are two seconds younger than the kubelet: a quick machine is here sooner.
    await sleep(3_000);
    await remove('plain');
    await run(podOf('plain'));
    const newer = await scan(node, BENCHMARK);

    // The kubelet gives a profile to all that name none, and this one has none.
    const profiles = findingOf(older, 'cluster-pod-seccomp');
    expect([profiles.status, profiles.proof.outcome]).toEqual(['conflict', 'contradicted']);
    expect(profiles.reason).toContain('it may be older than a default that counts now');
    expect(findingOf(older, 'kubelet-seccomp-default').proof.observed).not.toContain('Seccomp');
    expect(shown(newer)['cluster-pod-seccomp']).toBe('pass confirmed');
    const seccomp = findingOf(newer, 'kubelet-seccomp-default');
    expect([seccomp.status, seccomp.proof.outcome]).toEqual(['pass', 'confirmed']);
    expect(seccomp.proof.observed).toMatch(
      /Pod trial\/plain \(pid \d+\), for which nobody asks for a profile, has Seccomp 2\.$/,
    );
    const pids = findingOf(newer, 'kubelet-pod-pids-limit');
    expect([pids.status, pids.proof.outcome]).toEqual(['pass', 'confirmed']);
    expect(pids.proof.observed).toContain('The cgroup of Pod trial/plain has pids.max 1024.');
  });
});
