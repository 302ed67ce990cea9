import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ClusterObjects, Read } from '../durable/cluster.ts';
import { sourceOf } from './find.ts';
import type { Pod } from './pods.ts';

const directory = mkdtempSync(join(tmpdir(), 'kubetrue-source-'));
const FILE = join(directory, 'config.conf');
const TEXT = 'metricsBindAddress: 0.0.0.0\n';
writeFileSync(FILE, TEXT);
afterAll(() => rmSync(directory, { recursive: true }));

type Mount = NonNullable<Pod['spec']['containers'][number]['volumeMounts']>[number];
type Volume = NonNullable<Pod['spec']['volumes']>[number];

function podWith({ mount = {}, volume = {}, owner = 'DaemonSet', pull = 'IfNotPresent' }) {
  const ownerReferences = [{ kind: owner, name: 'kube-proxy', controller: true }];
  const volumeMounts: Mount[] = [{ name: 'config', mountPath: directory, ...mount }];
  const volumes: Volume[] = [{ name: 'config', configMap: { name: 'kube-proxy' }, ...volume }];
  return {
    metadata: { name: 'kube-proxy-x', uid: 'a', ownerReferences },
    spec: { containers: [{ imagePullPolicy: pull, volumeMounts }], volumes },
  };
}

interface Held {
  data?: Record<string, string>;
  labels?: Record<string, string>;
  status?: object;
}

const SETTLED = { currentNumberScheduled: 3, desiredNumberScheduled: 3, updatedNumberScheduled: 3 };

function clusterWith({ data, labels = {}, status = {} }: Held): ClusterObjects {
  const objects: Readonly<Record<string, object>> = {
    '/api/v1/namespaces/kube-system/configmaps/kube-proxy': {
      metadata: { uid: 'u', resourceVersion: '7', labels },
      data: data ?? { 'config.conf': TEXT },
    },
    '/apis/apps/v1/namespaces/kube-system/daemonsets/kube-proxy': {
      metadata: { generation: 2 },
      status: { observedGeneration: 2, ...SETTLED, ...status },
    },
  };
  const never = async () => {
    throw new Error('only objects are read');
  };
  const read = async (path: string): Promise<Read> =>
    path in objects ? { state: 'read', object: { ...objects[path] } } : { state: 'absent' };
  return { server: '', read, list: never, patch: never, remove: never };
}

describe('the text that a process reads as its file', () => {
  it('is that of the ConfigMap which its Pod mounts there', async () => {
    const found = await sourceOf(clusterWith({}), podWith({}), { pid: process.pid, file: FILE });

    expect(found).toEqual({
      ...{ configMap: 'kube-proxy', key: 'config.conf', uid: 'u', text: TEXT },
      ...{ daemonSet: 'kube-proxy', pod: 'kube-proxy-x', file: FILE, nodes: 3, pullsImage: false },
    });
  });

  it('may have another name than its key, and the image may be pulled', async () => {
    const items = [{ key: 'proxy', path: 'config.conf' }];
    const pod = podWith({ volume: { configMap: { name: 'kube-proxy', items } }, pull: 'Always' });

    const found = await sourceOf(clusterWith({ data: { 'config.conf': '', proxy: TEXT } }), pod, {
      pid: process.pid,
      file: FILE,
    });

    expect(found).toMatchObject({ key: 'proxy', pullsImage: true });
  });

  it.each<[string, Pod | null, ClusterObjects, { kind: string; why: RegExp }]>([
    ['of no Pod', null, clusterWith({}), { kind: 'explain', why: /in no Pod of a DaemonSet/ }],
    [
      'of a Pod of its own manifest',
      podWith({ owner: 'Node' }),
      clusterWith({}),
      { kind: 'explain', why: /in no Pod of a DaemonSet/ },
    ],
    [
      'from a directory of the host',
      podWith({ volume: { configMap: undefined } }),
      clusterWith({}),
      { kind: 'explain', why: /from no ConfigMap/ },
    ],
    [
      'from a part of a volume',
      podWith({ mount: { subPath: 'a' } }),
      clusterWith({}),
      { kind: 'explain', why: /from no ConfigMap/ },
    ],
    [
      'that lies beside the mount',
      podWith({ mount: { mountPath: directory.slice(0, -1) } }),
      clusterWith({}),
      { kind: 'explain', why: /from no ConfigMap/ },
    ],
    [
      'that the ConfigMap does not give to it',
      podWith({ volume: { configMap: { name: 'kube-proxy', items: [] } } }),
      clusterWith({}),
      { kind: 'explain', why: /from no ConfigMap/ },
    ],
    [
      'without that ConfigMap',
      podWith({ volume: { configMap: { name: 'other' } } }),
      clusterWith({}),
      { kind: 'prerequisite', why: /there is no ConfigMap kube-system\/other/ },
    ],
    [
      'which somebody manages',
      podWith({}),
      clusterWith({ labels: { 'argocd.argoproj.io/instance': 'nets' } }),
      { kind: 'explain', why: /has argocd.argoproj.io\/instance=nets: .* undo/ },
    ],
    [
      'that was changed since the kubelet wrote it',
      podWith({}),
      clusterWith({ data: { 'config.conf': '' } }),
      { kind: 'prerequisite', why: /not what ConfigMap kube-system\/kube-proxy holds now/ },
    ],
    [
      'of a DaemonSet that is being rolled out',
      podWith({}),
      clusterWith({ status: { updatedNumberScheduled: 1 } }),
      { kind: 'prerequisite', why: /not all of its Pods/ },
    ],
    [
      'of a DaemonSet whose change nobody has seen yet',
      podWith({}),
      clusterWith({ status: { observedGeneration: 1 } }),
      { kind: 'prerequisite', why: /not all of its Pods/ },
    ],
  ])('is not changed: one %s', async (_, pod, cluster, { kind, why }) => {
    const found = await sourceOf(cluster, pod, { pid: process.pid, file: FILE });

    expect(found).toEqual({ kind, why: expect.stringMatching(why) });
  });
});
