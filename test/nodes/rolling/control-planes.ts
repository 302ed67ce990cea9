import { readFileSync, writeFileSync } from 'node:fs';
import { type Node, upNode } from '../node.ts';
import type { KubeadmMore } from '../node-kubeadm.ts';

/** Three control planes of one cluster, each with a member of its etcd. */
export type ControlPlanes = readonly [Node, Node, Node];

/** @param more what the first one makes the cluster with; patches are those of all */
export async function upControlPlanes(more: KubeadmMore): Promise<ControlPlanes> {
  const up: Node[] = [];
  try {
    const first = await upNode({ endpoint: true, ...more });
    up.push(first);
    const patches = more.patches === undefined ? {} : { patches: more.patches };
    const second = await upNode({ joinControlPlane: first, ...patches });
    up.push(second);
    return [first, second, await upNode({ joinControlPlane: first, ...patches })];
  } catch (error) {
    await downAll(up);
    throw error;
  }
}

/** The one that made the cluster goes last: the network of all is its own. */
export async function downAll(nodes: readonly Node[]): Promise<void> {
  for (const node of nodes.toReversed()) await node.down();
}

/**
 * Has each kubelet ask the API server of the next node, as behind a load balancer that passes over one without storage. At
 * its own one the mirror of a changed etcd waits for that etcd, for 34 seconds, before the new one is started.
 */
export async function askNeighbours(nodes: ControlPlanes): Promise<void> {
  for (const [index, node] of nodes.entries()) {
    const file = node.outside('/etc/kubernetes/kubelet.conf');
    const { address } = nodes[(index + 1) % nodes.length] as Node;
    writeFileSync(file, readFileSync(file, 'utf8').replace(/server: .*/, `server: https://${address}:6443`));
    await node.waitForNewProcess('kubelet', node.restartKubelet());
  }
}
