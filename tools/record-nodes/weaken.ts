import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Node } from '../../test/nodes/node.ts';
import { apply, changeFile } from '../../test/nodes/trials/node-trial.ts';
import { API_SERVER_FLAGS, API_SERVER_MOUNTS, ENCRYPTION_FILE, encryptionFile } from './api-server.ts';
import { ETCD_FILE, etcdFile } from './etcd.ts';
import { addToPod } from './manifest.ts';
import { OBJECTS } from './objects.ts';

/** More than the two seconds to which a process's start is known. */
const AFTER_START_MS = 3_000;
const KUBELET_DROP_INS = '/etc/kubernetes/kubelet.conf.d';

/** Gives a fresh control plane the weaknesses that content/demo/README.md lists; returns when all of it runs with them. */
export async function weaken(node: Node): Promise<void> {
  await apply(node, ...OBJECTS);
  await weakenKubelet(node);
  await weakenApiServer(node);
  await weakenEtcd(node);
  changeFile(node, '/etc/kubernetes/admin.conf', { mode: 0o644 });
}

/** Its file stays as kubeadm wrote it; a drop-in that is read after it says otherwise. */
async function weakenKubelet(node: Node): Promise<void> {
  mkdirSync(node.outside(KUBELET_DROP_INS));
  changeFile(node, `${KUBELET_DROP_INS}/50-debug.conf`, { text: () => KUBELET_DROP_IN });
  changeFile(node, '/etc/default/kubelet', {
    text: () => `KUBELET_EXTRA_ARGS=--config-dir=${KUBELET_DROP_INS}\n`,
  });
  await node.waitForNewProcess('kubelet', node.restartKubelet());
}

const KUBELET_DROP_IN = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication:
  anonymous:
    enabled: true
`;

async function weakenApiServer(node: Node): Promise<void> {
  mkdirSync(node.outside('/etc/kubernetes/enc'), { mode: 0o700 });
  changeFile(node, ENCRYPTION_FILE, { text: encryptionFile });
  const old = node.editManifest('kube-apiserver', (text) =>
    addToPod(text, API_SERVER_FLAGS, API_SERVER_MOUNTS),
  );
  await node.waitForNewProcess('kube-apiserver', old);
  await node.waitUntilReady();
}

/** All its flags are void beside the file, which is mended only after the start. */
async function weakenEtcd(node: Node): Promise<void> {
  mkdirSync(node.outside('/etc/kubernetes/etcd'), { mode: 0o700 });
  changeFile(node, ETCD_FILE, { text: () => etcdFile(node, 'open') });
  const old = node.editManifest('etcd', (text) =>
    addToPod(text, [`--config-file=${ETCD_FILE}`], ['/etc/kubernetes/etcd']),
  );
  await node.waitForNewProcess('etcd', old);
  await node.waitUntilReady();
  await sleep(AFTER_START_MS);
  changeFile(node, ETCD_FILE, { text: () => etcdFile(node, 'mended') });
}
