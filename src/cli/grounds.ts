import type { Grounds } from '../catalog/select.ts';
import { clusterDistribution } from '../components/cluster/distribution.ts';
import type { Node } from '../model/cluster/objects.ts';
import type { ClusterFacts } from '../model/cluster.ts';
import { valueIfPresent } from '../model/fact.ts';
import type { Snapshot } from '../model/snapshot.ts';

/**
 * What a snapshot's benchmark is chosen by: the node, where a program of Kubernetes runs on this machine, else the
 * cluster that was asked from it. What a node does not show of itself, its entry in the cluster does.
 */
export function benchmarkGrounds({ node, programs, processes, cluster, source }: Snapshot): Grounds {
  const facts = cluster?.state === 'asked' ? cluster : null;
  const kubernetes = valueIfPresent(node.kubernetes) ?? null;
  const { distribution } = node;
  if (source === 'files') return { of: 'files', kubernetes, distribution };
  if (facts !== null && programs.length === 0 && processes.length === 0) return ofCluster(facts);
  const own = facts?.nodes.find(({ name }) => name === node.name);
  if (facts === null || own === undefined) return { of: 'node', kubernetes, distribution };
  return withEntry({ of: 'node', kubernetes, distribution }, own, facts);
}

function withEntry(grounds: Grounds, { kubelet }: Node, facts: ClusterFacts): Grounds {
  const version = grounds.kubernetes ?? (kubelet === '' ? null : kubelet);
  const found = grounds.distribution === 'unknown' ? clusterDistribution(facts) : null;
  return found === null
    ? { ...grounds, kubernetes: version }
    : { ...grounds, kubernetes: version, distribution: found.name, seen: found.because };
}

function ofCluster(facts: ClusterFacts): Grounds {
  const found = clusterDistribution(facts);
  const decides = `No program of Kubernetes runs on this machine, so what ${facts.server} says decides.`;
  return {
    of: 'cluster',
    kubernetes: valueIfPresent(facts.version) ?? null,
    distribution: found?.name ?? null,
    seen: found === null ? decides : `${decides} ${found.because}`,
  };
}
