import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Node } from '../node.ts';

/** Keys of the ConfigMaps that kubeadm makes nodes from, and their texts. */
export async function configMaps(node: Node): Promise<Record<string, string>> {
  const names = ['kubeadm-config', 'kubelet-config'];
  const get = ['kubectl', 'get', 'configmap', '-n=kube-system', '-o=json', ...names];
  const { items } = JSON.parse(await node.must(get));
  return Object.assign({}, ...items.map(({ data }: { data: object }) => data));
}

/** The words that kubeadm would write into a manifest of a node now, from what it has in the cluster. */
export async function regenerated(
  node: Node,
  component: string,
  phase: readonly string[],
): Promise<string[]> {
  const { ClusterConfiguration } = await configMaps(node);
  const own = {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'InitConfiguration',
    localAPIEndpoint: { advertiseAddress: node.address },
    nodeRegistration: { name: node.hostname, criSocket: 'unix:///run/containerd/containerd.sock' },
  };
  writeFileSync(node.outside('/run/kubeadm.yaml'), `${ClusterConfiguration}---\n${JSON.stringify(own)}\n`);
  await node.must(['mkdir', '-p', '/run/dry']);
  const env = { KUBEADM_INIT_DRYRUN_DIR: '/run/dry' };
  await node.must(['kubeadm', 'init', 'phase', ...phase, '--config=/run/kubeadm.yaml', '--dry-run'], { env });
  return wordsIn(node, `/run/dry/${component}.yaml`);
}

export function manifest(component: string): string {
  return `/etc/kubernetes/manifests/${component}.yaml`;
}

/** Those of the first container of a manifest, sorted. */
export function wordsIn(node: Node, path: string): string[] {
  return parse(readFileSync(node.outside(path), 'utf8')).spec.containers[0].command.toSorted();
}
