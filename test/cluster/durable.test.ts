import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ObjectClient, openObjects } from '../../src/collect/cluster/objects.ts';
import type { DurableEdit } from '../../src/model/plan.ts';
import { restoreAll } from '../../src/remediate/durable/restore.ts';
import { type Prepared, prepareAll, tryOut, write } from '../../src/remediate/durable/write.ts';
import { type ControlPlane, startControlPlane } from '../nodes/control-plane.ts';
import { kubeconfigFor } from './support/kubeconfig.ts';

const RIGHTS = fileURLToPath(new URL('../../deploy/rbac-durable.yaml', import.meta.url));
const NODES = ['cp1', 'cp2'];
const TEXT = 'apiServer: {}\napiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n';
const PROFILING: DurableEdit = {
  kind: 'kubeadm-argument',
  component: 'kube-apiserver',
  name: 'profiling',
  value: 'false',
  was: null,
};
const PIDS: DurableEdit = {
  kind: 'kubelet-key',
  configMap: 'kubelet-config',
  path: ['podPidsLimit'],
  value: 4096,
  was: null,
};

let controlPlane: ControlPlane;
/** With the rights of deploy/rbac-durable.yaml and no others. */
let cluster: ObjectClient;
let directory: string;

beforeAll(async () => {
  controlPlane = await startControlPlane();
  const { kubectl } = controlPlane;
  await kubectl('apply', '-f', RIGHTS);
  for (const node of NODES) await apply(nodeNamed(node));
  const token = await kubectl('create', 'token', 'kubetrue-durable', '-n', 'kubetrue');
  cluster = await clientOf(await kubeconfigFor(controlPlane, 'durable', { token: token.trim() }));
});

afterAll(async () => {
  cluster?.close();
  await controlPlane?.stop();
});

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kubetrue-durable-'));
  await apply(configMap('kubeadm-config', { ClusterConfiguration: TEXT, other: 'kept' }));
  await apply(configMap('kubelet-config', { kubelet: 'kind: KubeletConfiguration\n' }));
  for (const node of NODES) await showPod(node, ['--profiling=false']);
});

afterEach(async () => {
  rmSync(directory, { recursive: true });
  await controlPlane.kubectl('delete', 'pods', '-n=kube-system', '--all', '--force', '--grace-period=0');
});

async function clientOf(kubeconfig: string): Promise<ObjectClient> {
  const options = { kubeconfig, context: null, allowExec: false, environment: {} };
  const found = await openObjects(options, '0');
  if (typeof found === 'string') throw new Error(found);
  return found;
}

async function apply(object: object): Promise<void> {
  const file = join(controlPlane.directory, 'object.json');
  await writeFile(file, JSON.stringify(object));
  await controlPlane.kubectl('apply', '--server-side', '--force-conflicts', '-f', file);
}

function nodeNamed(name: string): object {
  const labels = { 'node-role.kubernetes.io/control-plane': '' };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } };
}

function configMap(name: string, data: Record<string, string>): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'kube-system' }, data };
}

/** A mirror Pod as a kubelet shows a static one. */
async function showPod(node: string, words: readonly string[], ready = true): Promise<void> {
  const name = `kube-apiserver-${node}`;
  const command = ['kube-apiserver', '--allow-privileged=true', ...words];
  const labels = { component: 'kube-apiserver', tier: 'control-plane' };
  const annotations = { 'kubernetes.io/config.mirror': 'hash', 'kubernetes.io/config.hash': 'hash' };
  const metadata = { name, namespace: 'kube-system', labels, annotations };
  const containers = [{ name: 'kube-apiserver', image: 'kube-apiserver', command }];
  await controlPlane.kubectl('delete', 'pod', name, '-n=kube-system', '--ignore-not-found', '--force');
  await apply({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { nodeName: node, containers } });
  const status = { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] };
  await controlPlane.kubectl(
    ...['patch', 'pod', name, '-n=kube-system', '--subresource=status', '--type=merge'],
    `-p=${JSON.stringify({ status })}`,
  );
}

async function prepared(edits: readonly DurableEdit[], unseen: readonly string[] = []): Promise<Prepared> {
  const [one] = await prepareAll(cluster, edits, unseen);
  if (one === undefined || !('prepared' in one)) throw new Error(JSON.stringify(one));
  return one.prepared;
}

async function outcomeOf(edits: readonly DurableEdit[], unseen: readonly string[] = []) {
  const [one] = await prepareAll(cluster, edits, unseen);
  return one !== undefined && 'outcome' in one ? one.outcome : one?.prepared;
}

async function dataOf(name: string): Promise<Record<string, string>> {
  return JSON.parse(await controlPlane.kubectl('get', 'cm', name, '-n=kube-system', '-o=json')).data;
}

describe('the source of manifests', () => {
  it('is tried out without a change', async () => {
    expect(await tryOut(cluster, await prepared([PROFILING]))).toEqual({ state: 'possible' });
    expect(await dataOf('kubeadm-config')).toEqual({ ClusterConfiguration: TEXT, other: 'kept' });
  });

  it('is written, is so then, and is taken back to the byte', async () => {
    expect(await write(cluster, directory, await prepared([PROFILING]), new Date())).toEqual({
      state: 'written',
    });
    const { ClusterConfiguration: text, other } = await dataOf('kubeadm-config');

    expect(text).toContain("- name: profiling\n    value: 'false'\n");
    expect(other).toBe('kept');
    expect(await outcomeOf([PROFILING])).toEqual({ state: 'nothing-to-do' });
    const place = { configMap: 'kubeadm-config', key: 'ClusterConfiguration' };
    expect(await restoreAll(cluster, directory)).toEqual([{ place, state: 'restored' }]);
    expect((await dataOf('kubeadm-config')).ClusterConfiguration).toBe(TEXT);
    expect(await restoreAll(cluster, directory)).toEqual([]);
  });

  it('is left alone when somebody changed it between look and write', async () => {
    const one = await prepared([PROFILING]);
    await apply(configMap('kubeadm-config', { ClusterConfiguration: `${TEXT}# mine\n`, other: 'kept' }));

    expect(await write(cluster, directory, one, new Date())).toEqual({
      state: 'refused',
      why: expect.stringContaining('changed by somebody else'),
    });
    expect((await dataOf('kubeadm-config')).ClusterConfiguration).toBe(`${TEXT}# mine\n`);
  });

  it('counts as written when only the answer was lost', async () => {
    const patch: ObjectClient['patch'] = async (path, body) => {
      await cluster.patch(path, body);
      return { state: 'failed', reason: 'the connection ended' };
    };

    const one = await prepared([PROFILING]);
    expect(await write({ ...cluster, patch }, directory, one, new Date())).toEqual({ state: 'written' });
  });

  it('that never arrived is tried again, and nothing is to be taken back until then', async () => {
    const lost: ObjectClient['patch'] = async () => ({ state: 'failed', reason: 'nobody listens' });

    const one = await prepared([PROFILING]);
    expect(await write({ ...cluster, patch: lost }, directory, one, new Date())).toEqual({
      state: 'refused',
      why: expect.stringContaining('nobody listens'),
    });
    expect(await write(cluster, directory, await prepared([PROFILING]), new Date())).toMatchObject({
      state: 'written',
    });
    expect(await restoreAll(cluster, directory)).toMatchObject([{ state: 'restored' }]);
    expect((await dataOf('kubeadm-config')).ClusterConfiguration).toBe(TEXT);
  });

  it('in two steps is taken back to before the first', async () => {
    await write(cluster, directory, await prepared([PROFILING]), new Date());
    await showPod('cp1', ['--profiling=false', '--v=2']);
    await showPod('cp2', ['--profiling=false', '--v=2']);
    const more = { ...PROFILING, name: 'v', value: '2' } as DurableEdit;
    await write(cluster, directory, await prepared([PROFILING, more]), new Date());

    expect((await dataOf('kubeadm-config')).ClusterConfiguration).toContain('name: v');
    expect(await restoreAll(cluster, directory)).toMatchObject([{ state: 'restored' }]);
    expect((await dataOf('kubeadm-config')).ClusterConfiguration).toBe(TEXT);
  });

  it('is not taken back over what somebody wrote since', async () => {
    await write(cluster, directory, await prepared([PROFILING]), new Date());
    const { ClusterConfiguration: text = '' } = await dataOf('kubeadm-config');
    await apply(configMap('kubeadm-config', { ClusterConfiguration: `${text}# mine\n`, other: 'kept' }));

    expect(await restoreAll(cluster, directory)).toMatchObject([{ state: 'refused' }]);
    expect((await dataOf('kubeadm-config')).ClusterConfiguration).toBe(`${text}# mine\n`);
  });

  it('of another cluster is not mistaken for it', async () => {
    await write(cluster, directory, await prepared([PROFILING]), new Date());
    const { ClusterConfiguration: text = '' } = await dataOf('kubeadm-config');
    await controlPlane.kubectl('delete', 'cm', 'kubeadm-config', '-n=kube-system');
    await apply(configMap('kubeadm-config', { ClusterConfiguration: text, other: 'kept' }));

    expect(await restoreAll(cluster, directory)).toMatchObject([{ state: 'open' }]);
    expect((await dataOf('kubeadm-config')).ClusterConfiguration).toBe(text);
  });

  it('waits for the last node', async () => {
    await showPod('cp2', []);

    expect(await outcomeOf([PROFILING], NODES)).toEqual({
      state: 'refused',
      why: expect.stringMatching(/not in force on all nodes: cp2: .*--profiling/),
    });
  });

  it.each([
    ['whose Pod is not ready', () => showPod('cp2', ['--profiling=false'], false)],
    [
      'that shows no Pod',
      () => controlPlane.kubectl('delete', 'pod', 'kube-apiserver-cp2', '-n=kube-system', '--force'),
    ],
  ])('waits for a node %s, unless the user answers for it', async (_, change) => {
    await change();

    expect(await outcomeOf([PROFILING])).toEqual({
      state: 'refused',
      why: expect.stringMatching(/not known of all nodes: cp2: .*--unseen/),
    });
    expect(await outcomeOf([PROFILING], ['cp2'])).toMatchObject({ unseen: ['cp2'] });
  });

  it('with a third value stays as it is', async () => {
    const text = TEXT.replace('{}', '\n  extraArgs:\n  - name: profiling\n    value: "perhaps"');
    await apply(configMap('kubeadm-config', { ClusterConfiguration: text, other: 'kept' }));

    expect(await outcomeOf([PROFILING])).toMatchObject({
      state: 'refused',
      why: expect.stringContaining('perhaps'),
    });
  });
});

describe('the source of kubelets', () => {
  it('waits for kubelets that cannot be asked', async () => {
    expect(await outcomeOf([PIDS])).toEqual({
      state: 'refused',
      why: expect.stringMatching(/not known of all nodes: cp1: .*; cp2: /),
    });
  });

  it('is written when the user answers for all of them', async () => {
    expect(await write(cluster, directory, await prepared([PIDS], NODES), new Date())).toEqual({
      state: 'written',
    });
    expect(await dataOf('kubelet-config')).toEqual({
      kubelet: 'kind: KubeletConfiguration\npodPidsLimit: 4096\n',
    });
  });
});

describe('an account that may only list', () => {
  it('is told what it may not', async () => {
    const { kubectl } = controlPlane;
    const token = await kubectl('create', 'token', 'default', '-n', 'kubetrue');
    const other = await clientOf(await kubeconfigFor(controlPlane, 'nobody', { token: token.trim() }));

    const [one] = await prepareAll(other, [PROFILING], []);
    other.close();

    expect(one).toMatchObject({
      outcome: { state: 'refused', why: expect.stringMatching(/cannot be read: .*403/) },
    });
  });
});
