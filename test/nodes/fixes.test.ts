import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/finding.ts';
import type { Change, Edit, Plan } from '../../src/model/plan.ts';
import { applyOperations } from '../../src/remediate/editors/index.ts';
import { planHash, sha256 } from '../../src/remediate/plan-hash.ts';
import { type Node, upNode } from './node.ts';
import { byRule, scan } from './scan.ts';
import { until } from './until.ts';

const KUBETRUE = fileURLToPath(new URL('../../bin/kubetrue.js', import.meta.url));
const RIGHTS = fileURLToPath(new URL('../../deploy/rbac-kube-proxy.yaml', import.meta.url));
const MINUTES = 60_000;
const PLAN = '/var/lib/plan.json';
const MANIFEST = '/etc/kubernetes/manifests/kube-apiserver.yaml';
/** What a plan of safe changes may touch. */
const PLACES = [
  ...['/etc/kubernetes', '/etc/kubernetes/manifests', '/etc/kubernetes/pki', '/etc/kubernetes/pki/etcd'],
  ...['/var/lib/kubelet', '/usr/lib/systemd/system/kubelet.service.d'],
];
const UNIT = '/usr/lib/systemd/system/kubelet.service';
/** Restarting takes the machine's way, here a supervisor. */
const RESTART = '/usr/local/bin/restart-kubelet';

interface Applied {
  transaction: string | null;
  changes: { id: string; state: string; why?: string; ill?: string | null }[];
}

let node: Node;
let first: Report;
let filesBefore: Record<string, string>;

beforeAll(async () => {
  node = await upNode();
  writeFileSync(node.outside(RESTART), '#!/bin/sh\npkill -x kubelet\n', { mode: 0o755 });
  first = await scan(node);
  filesBefore = filesOf(node);
});

afterAll(() => node?.down());

/** Mode, owner and content of every file that a change could touch, by path. */
function filesOf(where: Node): Record<string, string> {
  const files = PLACES.flatMap((place) =>
    readdirSync(where.outside(place), { withFileTypes: true })
      .filter((one) => one.isFile())
      .map(({ name }) => join(place, name)),
  );
  return Object.fromEntries([...files, UNIT].sort().map((path) => [path, stateOf(where, path)]));
}

function stateOf(where: Node, path: string): string {
  const { mode, uid, gid } = statSync(where.outside(path));
  return `${(mode & 0o7777).toString(8)} ${uid}:${gid} ${sha256(readFileSync(where.outside(path)))}`;
}

async function fix(words: readonly string[], codes: readonly number[]): Promise<string> {
  const { code, stdout, stderr } = await node.kubetrue(['fix', ...words]);
  if (code === null || !codes.includes(code)) throw new Error(`exit code ${code}\n${stdout}\n${stderr}`);
  return stdout;
}

async function fixJson(words: readonly string[], code: number): Promise<Applied> {
  return JSON.parse(await fix([...words, '--yes', '--format', 'json'], [code])) as Applied;
}

function planned(): Plan {
  return JSON.parse(readFileSync(node.outside(PLAN), 'utf8')) as Plan;
}

function failed(report: Report): string[] {
  return report.findings.filter(({ status }) => status === 'fail').map(({ rule }) => rule);
}

describe('the safe repairs of a control plane that kubeadm 1.34.1 has made', () => {
  let plan: Plan;
  let transaction: string;

  it('are planned without a change to the node', async () => {
    await fix(['plan', '--output', PLAN], [0]);

    plan = planned();
    expect(filesOf(node)).toEqual(filesBefore);
    expect(plan.changes.map(({ level }) => level)).toEqual(['safe', 'safe', 'safe', 'safe']);
    expect(rulesOf(plan)).toEqual([
      'files-kubelet-config-mode',
      'files-kubelet-service-mode',
      'kube-apiserver-profiling',
      'kube-controller-manager-profiling',
      'kube-scheduler-profiling',
    ]);
    expect(failed(first)).toEqual(expect.arrayContaining(rulesOf(plan)));
    expect(failed(first)).toHaveLength(31);
  });

  it('are tried without a change to the node', async () => {
    expect(await fix(['apply', PLAN, '--dry-run'], [0])).toContain('can be made');
    expect(filesOf(node)).toEqual(filesBefore);
  });

  it('are made, after which none of them fails and the node is well', { timeout: 10 * MINUTES }, async () => {
    const applied = await fixJson(['apply', PLAN, '--watch', '20'], 0);

    transaction = applied.transaction ?? '';
    expect(applied.changes.map(({ state }) => state)).toEqual(plan.changes.map(() => 'committed'));
    const after = await scan(node);
    expect(failed(after).filter((rule) => rulesOf(plan).includes(rule))).toEqual([]);
    expect(failed(after)).toHaveLength(26);
    await node.waitUntilReady();
    expect(await fix(['status'], [0])).toContain('Nothing is open');
  });

  it('are made once: applying the plan again changes nothing', async () => {
    const files = filesOf(node);

    const again = await fixJson(['apply', PLAN], 0);

    expect(again.transaction).toBeNull();
    expect(filesOf(node)).toEqual(files);
  });

  it('are taken back, every byte, mode and owner', { timeout: 15 * MINUTES }, async () => {
    const back = await fixJson(['rollback', transaction], 0);

    expect(back.changes.map(({ state, ill }) => [state, ill])).toEqual(
      plan.changes.map(() => ['rolled-back', null]),
    );
    expect(filesOf(node)).toEqual(filesBefore);
    await node.waitUntilReady();
    expect(byRule(await scan(node))).toEqual(byRule(first));
  });
});

describe('a change that keeps the API server from starting', () => {
  it('takes itself back within its deadline', { timeout: 15 * MINUTES }, async () => {
    writeFileSync(
      node.outside(PLAN),
      JSON.stringify(crashing(await freshPlan(['kube-apiserver-profiling']))),
    );

    const applying = fixJson(['apply', PLAN, '--deadline', '90'], 1);
    // The kubelet removes the words of a Pod with it.
    await until('an API server has refused the value', 90_000, () =>
      logsOf('kube-apiserver').includes('invalid argument "perhaps"') ? true : null,
    );
    const { changes } = await applying;

    expect(changes).toEqual([
      {
        id: changes[0]?.id,
        state: 'rolled-back',
        ill: null,
        why: expect.stringContaining('not within 90 s'),
      },
    ]);
    expect(filesOf(node)).toEqual(filesBefore);
    await node.waitUntilReady();
  });
});

describe('a change of a manifest', () => {
  it('is refused while the kubelet does nothing', async () => {
    await freshPlan(['kube-scheduler-profiling']);
    const { pid } = node.process('kubelet');
    process.kill(pid, 'SIGSTOP');

    const { changes } = await fixJson(['apply', PLAN], 1).finally(() => process.kill(pid, 'SIGCONT'));

    expect(changes[0]).toMatchObject({
      state: 'refused',
      why: expect.stringMatching(/nobody would restart kube-scheduler.*no answer within 5 s/),
    });
    expect(filesOf(node)).toEqual(filesBefore);
  });
});

describe('a change of the kubelet', () => {
  it('is refused where nobody knows how to restart it', async () => {
    await freshPlan(['kubelet-pod-pids-limit']);

    const { changes } = await fixJson(['apply', PLAN, '--allow', 'kubelet-pod-pids-limit'], 1);

    expect(changes[0]).toMatchObject({ state: 'refused', why: expect.stringContaining('how to restart') });
    expect(filesOf(node)).toEqual(filesBefore);
  });

  it('is not made without consent', async () => {
    const { transaction, changes } = await fixJson(['apply', PLAN], 0);

    expect([transaction, changes]).toEqual([null, []]);
  });

  it('is made with a new kubelet, and taken back with another', { timeout: 10 * MINUTES }, async () => {
    const pid = node.process('kubelet').pid;

    const words = ['apply', PLAN, '--allow', 'kubelet-pod-pids-limit', '--watch', '10'];
    words.push('--restart', `kubelet=${RESTART}`);
    const { transaction, changes } = await fixJson(words, 0);

    expect(changes.map(({ state }) => state)).toEqual(['committed']);
    expect(node.process('kubelet').pid).not.toBe(pid);
    expect(byRule(await scan(node))['kubelet-pod-pids-limit']).toBe('pass');
    const back = await fixJson(['rollback', transaction ?? '', '--restart-kubelet', RESTART], 0);
    expect(back.changes.map(({ state, ill }) => [state, ill])).toEqual([['rolled-back', null]]);
    expect(filesOf(node)).toEqual(filesBefore);
    await node.waitUntilReady();
  });
});

describe('an apply that is killed while the new scheduler is watched', () => {
  it('is seen by status, and ended by the next apply', { timeout: 10 * MINUTES }, async () => {
    await freshPlan(['kube-scheduler-profiling']);
    const argv = [process.execPath, KUBETRUE, 'fix', 'apply', PLAN, '--yes', '--watch', '300'];
    const before = node.process('kube-scheduler').pid;

    const killed = node.exec(['timeout', '--signal=KILL', '45', ...argv]);
    const { pid } = await node.waitForNewProcess('kube-scheduler', before);
    await killed;

    expect(await fix(['status'], [3])).toMatch(/interrupted[\s\S]*being verified[\s\S]*fix rollback/);
    const { transaction, changes } = await fixJson(['apply', PLAN, '--watch', '5'], 0);
    expect(changes.map(({ state }) => state)).toEqual(['committed']);
    expect(node.process('kube-scheduler').pid).toBe(pid);
    expect(await fix(['status'], [0])).toContain('Nothing is open');
    await fixJson(['rollback', transaction ?? ''], 0);
    expect(filesOf(node)).toEqual(filesBefore);
  });
});

describe('the ConfigMap of kube-proxy, which answers everybody', () => {
  const RULE = 'kube-proxy-metrics-bind-address';
  const ALLOW = ['--allow', RULE];
  const KUBECTL = ['kubectl', '--namespace=kube-system'];
  const LEAST = '/var/lib/least.conf';
  let weak: string;

  async function configMap(): Promise<Record<string, string>> {
    return JSON.parse(await node.must([...KUBECTL, 'get', 'configmap', 'kube-proxy', '-o=json'])).data;
  }

  async function configuration(): Promise<string> {
    return (await configMap())['config.conf'] ?? '';
  }

  beforeAll(async () => {
    const text = await configuration();
    weak = text.replace('metricsBindAddress: ""', 'metricsBindAddress: 0.0.0.0:10249 # for Prometheus');
    expect(weak).not.toBe(text);
    const { pid } = node.process('kube-proxy');
    const patch = JSON.stringify({ data: { 'config.conf': weak } });
    await node.must([...KUBECTL, 'patch', 'configmap', 'kube-proxy', '--type=merge', `--patch=${patch}`]);
    await node.must([...KUBECTL, 'delete', 'pod', '--selector=k8s-app=kube-proxy']);
    await node.waitForNewProcess('kube-proxy', pid);
    await until('kube-proxy serves its metrics', MINUTES, async () =>
      byRule(await scan(node))[RULE] === 'fail' ? true : null,
    );
  });

  it('is repaired with a new process, once, and is taken back to the same bytes', {
    timeout: 5 * MINUTES,
  }, async () => {
    const before = await configMap();
    const { pid } = node.process('kube-proxy');
    await freshPlan([RULE]);

    expect(await fix(['apply', PLAN, '--dry-run', ...ALLOW], [0])).toContain('can be made');
    expect([await configMap(), node.process('kube-proxy').pid]).toEqual([before, pid]);
    const { transaction, changes } = await fixJson(['apply', PLAN, '--watch', '10', ...ALLOW], 0);

    expect(changes.map(({ state }) => state)).toEqual(['committed']);
    const made = node.process('kube-proxy').pid;
    expect(made).not.toBe(pid);
    expect(await configMap()).toEqual({
      ...before,
      'config.conf': weak.replace('0.0.0.0:10249 #', '127.0.0.1:10249 #'),
    });
    expect(byRule(await scan(node))[RULE]).toBe('pass');
    expect(await fix(['status'], [0])).toMatch(/durable: done: ConfigMap kube-system\/kube-proxy/);
    expect((await fixJson(['apply', PLAN, ...ALLOW], 0)).transaction).toBeNull();
    expect(node.process('kube-proxy').pid).toBe(made);
    const back = await fixJson(['rollback', transaction ?? ''], 0);
    expect(back.changes.map(({ state, ill }) => [state, ill])).toEqual([['rolled-back', null]]);
    expect(await configMap()).toEqual(before);
    expect(node.process('kube-proxy').pid).not.toBe(made);
    expect(byRule(await scan(node))[RULE]).toBe('fail');
  });

  it('is left alone by whom the cluster does not let change it', async () => {
    const { pid } = node.process('kube-proxy');
    await freshPlan([RULE]);

    const words = ['apply', PLAN, '--kubeconfig', '/etc/kubernetes/kubelet.conf', ...ALLOW];
    const { changes } = await fixJson(words, 1);

    expect(changes).toMatchObject([{ state: 'refused', why: expect.stringContaining('not allowed (403)') }]);
    expect([await configuration(), node.process('kube-proxy').pid]).toEqual([weak, pid]);
  });

  it('is taken back by itself when no kube-proxy starts with it', { timeout: 5 * MINUTES }, async () => {
    const plan = withAddress(await freshPlan([RULE]), 'localhost:10249', weak);
    writeFileSync(node.outside(PLAN), JSON.stringify(plan));

    const { changes } = await fixJson(['apply', PLAN, '--deadline', '20', ...ALLOW], 1);

    expect(changes).toMatchObject([
      { state: 'rolled-back', ill: null, why: expect.stringContaining('not within 20 s') },
    ]);
    expect(await configuration()).toBe(weak);
    expect(await fix(['status'], [0])).toContain('Nothing is open');
    expect(byRule(await scan(node))[RULE]).toBe('fail');
  });

  it('is repaired to the end after a kill, by an account that has no more rights than it needs', {
    timeout: 5 * MINUTES,
  }, async () => {
    const { pid } = node.process('kube-proxy');
    await node.must(['kubectl', 'apply', '-f', RIGHTS]);
    const token = await node.must(['kubectl', 'create', 'token', 'kubetrue-kube-proxy', '-n', 'kubetrue']);
    await node.must(['cp', '/etc/kubernetes/admin.conf', LEAST]);
    const least = ['kubectl', 'config', '--kubeconfig', LEAST];
    await node.must([...least, 'unset', 'users']);
    await node.must([...least, 'set-credentials', 'kubernetes-admin', `--token=${token.trim()}`]);
    const as = ['--kubeconfig', LEAST];
    await fix(['plan', '--output', PLAN, '--rule', RULE, ...as], [0]);
    const argv = [process.execPath, KUBETRUE, 'fix', 'apply', PLAN, '--yes', ...as, ...ALLOW];

    await node.exec(['sh', '-c', KILLED_WAITING, 'sh', ...argv]);

    expect(await configuration()).not.toBe(weak);
    expect(await fix(['status'], [3])).toMatch(/interrupted[\s\S]*being verified[\s\S]*fix rollback/);
    const { transaction, changes } = await fixJson(['apply', PLAN, '--watch', '5', ...as, ...ALLOW], 0);
    expect(changes.map(({ state }) => state)).toEqual(['committed']);
    expect(node.process('kube-proxy').pid).not.toBe(pid);
    await fixJson(['rollback', transaction ?? '', ...as], 0);
    expect(await configuration()).toBe(weak);
  });
});

/** Kills a program as soon as a journal says once more that a new process is waited for. */
const KILLED_WAITING = `
waits() { cat /var/lib/kubetrue/transactions/*/journal.jsonl | grep -c '"step":"waiting"'; }
before=$(waits)
"$@" & applying=$!
until [ "$(waits)" -gt "$before" ]; do kill -0 $applying && sleep 0.05 || exit 1; done
kill -KILL $applying
`;

/** The same plan with an address that kube-proxy does not start with, hashed as if it had been planned so. */
function withAddress(plan: Plan, value: string, text: string): Plan {
  const changes = plan.changes.map((change): Change => {
    if (change.source === undefined) return change;
    const operations = change.source.operations.map((one) => ({ ...one, value }) as typeof one);
    const after = sha256(applyOperations('config.conf', Buffer.from(text), operations));
    return { ...change, source: { ...change.source, operations, after } };
  });
  const bad = { ...plan, changes };
  return { ...bad, hash: planHash(bad) };
}

async function freshPlan(rules: readonly string[]): Promise<Plan> {
  const words = rules.flatMap((rule) => ['--rule', rule, '--allow', rule]);
  await fix(['plan', '--output', PLAN, ...words], [0]);
  return planned();
}

function rulesOf({ changes }: Plan): string[] {
  return changes.flatMap(({ rules }) => rules.map(({ rule }) => rule)).sort();
}

/** The same plan with a value that no API server takes, hashed as if it had been planned so. */
function crashing(plan: Plan): Plan {
  const bad = { ...plan, changes: plan.changes.map(crashingChange) };
  return { ...bad, hash: planHash(bad) };
}

function crashingChange(change: Change): Change {
  return { ...change, edits: change.edits.map(crashingEdit) };
}

function crashingEdit(edit: Edit): Edit {
  if (edit.kind !== 'content') return edit;
  const operations = edit.operations.map((one) =>
    one.kind === 'manifest-flag' ? { ...one, value: 'perhaps' } : one,
  );
  const bytes = readFileSync(node.outside(MANIFEST));
  return { ...edit, operations, after: sha256(applyOperations(MANIFEST, bytes, operations)) };
}

function logsOf(component: string): string {
  const pods = node.outside('/var/log/pods');
  const names = readdirSync(pods, { recursive: true, withFileTypes: true }).filter(
    (one) => one.isFile() && one.parentPath.includes(component),
  );
  return names.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')).join('\n');
}
