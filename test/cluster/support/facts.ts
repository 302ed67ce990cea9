import { collectCluster } from '../../../src/collect/cluster/index.ts';
import type { ClusterFacts } from '../../../src/model/cluster.ts';

/** Facts about the cluster that a kubeconfig leads to, as `kubetrue scan --kubeconfig` gets them. */
export async function factsBy(kubeconfig: string): Promise<ClusterFacts> {
  const cluster = await collectCluster({
    kubeconfig,
    context: null,
    allowExec: false,
    environment: {},
    now: () => new Date(),
    toolVersion: '0.0.0',
    progress: () => {},
  });
  if (cluster.state !== 'asked') throw new Error(cluster.reason);
  return cluster;
}

/** `pods: refused`, of each kind that was not listed. */
export function notListed({ kinds }: ClusterFacts): string[] {
  return Object.entries(kinds).flatMap(([kind, { state }]) =>
    state === 'listed' ? [] : [`${kind}: ${state}`],
  );
}
