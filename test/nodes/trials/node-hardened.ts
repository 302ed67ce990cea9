import { mkdirSync } from 'node:fs';
import type { Node } from '../node.ts';
import { until } from '../until.ts';
import { deployment, isolation, namespaceOf, SITE } from './node-cluster-objects.ts';
import { DROP_INS, HARDENED, hardenedUnit, inFile, inUnit, restartKubelet } from './node-kubelet.ts';
import { useFileOfNode } from './node-proxy.ts';
import { apply, changeFile } from './node-trial.ts';

/** Makes a fresh node meet what it can be made to meet without another program. */
export async function harden(node: Node): Promise<void> {
  await hardenKubelet(node);
  await useFileOfNode(node);
  await hardenCluster(node);
  closeFiles(node);
}

/** Files that packages and kubeadm leave open to everybody. */
function closeFiles(node: Node): void {
  const unit = '/usr/lib/systemd/system/kubelet.service';
  for (const path of [
    unit,
    `${unit}.d/10-kubeadm.conf`,
    '/var/lib/kubelet/config.yaml',
    `${DROP_INS}/10-hardened.conf`,
    '/etc/cni/net.d/10-pods.conflist',
  ])
    changeFile(node, path, { mode: 0o600 });
}

async function hardenKubelet(node: Node): Promise<void> {
  mkdirSync(node.outside(DROP_INS));
  const dropIn = {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    eventRecordQPS: 40,
  };
  changeFile(node, `${DROP_INS}/10-hardened.conf`, { text: () => JSON.stringify(dropIn) });
  inFile(HARDENED)(node);
  inUnit(hardenedUnit)(node);
  await restartKubelet(node);
  await approveServing(node);
  await node.waitUntilReady();
}

/** Nothing in a cluster approves what kubelets ask for their servers. */
async function approveServing(node: Node): Promise<void> {
  const name = await until('the kubelet asks for a certificate', 60_000, async () => {
    const list = [
      'kubectl',
      'get',
      'csr',
      '--field-selector=spec.signerName=kubernetes.io/kubelet-serving',
      '-o=name',
    ];
    return (await node.must(list)).trim() || null;
  });
  await node.must(['kubectl', 'certificate', 'approve', ...name.split('\n')]);
}

async function hardenCluster(node: Node): Promise<void> {
  await apply(node, ...SITE.map((name) => namespaceOf(name)));
  const namespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease', ...SITE];
  const label = 'pod-security.kubernetes.io/enforce=baseline';
  await node.must(['kubectl', 'label', 'namespace', 'default', label]);
  for (const namespace of namespaces) await silenceDefaultAccount(node, namespace);
  await apply(
    node,
    ...['default', ...SITE].map((name) => isolation(name)),
    ...SITE.map((name) => deployment(name)),
  );
}

/** The account comes a moment after its namespace. */
async function silenceDefaultAccount(node: Node, namespace: string): Promise<void> {
  const patch = '--patch={"automountServiceAccountToken": false}';
  await until(`${namespace} has its account`, 30_000, async () => {
    const argv = ['kubectl', 'patch', 'serviceaccount', 'default', `--namespace=${namespace}`, patch];
    return (await node.exec(argv)).code === 0 || null;
  });
}
