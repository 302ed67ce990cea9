import { writeFileSync } from 'node:fs';
import { listNodes } from './node-directory.ts';
import { hostsOf } from './node-files.ts';
import type { NodeUp } from './node-state.ts';

/** Tells all nodes of a cluster that has a name for its API servers where they are, that of `added` too. */
export function shareEndpoint(added: NodeUp): void {
  if (!added.hasEndpoint) return;
  const cluster = listNodes().filter((one) => clusterOf(one) === clusterOf(added));
  const endpoints = cluster
    .filter(({ isControlPlane }) => isControlPlane)
    .map(({ index }) => index)
    .sort((left, right) => left - right);
  for (const node of cluster) {
    if (node.init === null) continue;
    writeFileSync(`/proc/${node.init.pid}/root/etc/hosts`, hostsOf(node, endpoints));
  }
}

/** The id of the node that made it. */
function clusterOf({ id, joined }: Pick<NodeUp, 'id' | 'joined'>): string {
  return joined ?? id;
}
