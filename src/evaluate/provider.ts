import { clusterDistribution } from '../components/cluster/distribution.ts';
import type { Snapshot } from '../model/snapshot.ts';

interface Provider {
  clusters: string;
  runBy: string;
}

/** Distributions whose control plane a provider runs, on machines that are no nodes. */
const PROVIDERS: Readonly<Record<string, Provider>> = {
  aks: { clusters: 'AKS', runBy: 'Microsoft' },
  eks: { clusters: 'EKS', runBy: 'AWS' },
  gke: { clusters: 'GKE', runBy: 'Google' },
};

const COMPONENTS: ReadonlySet<string> = new Set([
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd',
]);

/** Keys of files that only a control plane has. */
const FILES = /^file\.(apiserver|kcm|scheduler|etcd|admin|pki)[-.]/;

/**
 * Why a component of the control plane, or a file of it, is not on this node: the provider of the cluster runs it.
 *
 * @param key Key of the rule; files of the control plane are told from those of nodes by it.
 * @returns One or two sentences for a finding; null when it could be here.
 */
export function providerManaged(snapshot: Snapshot, component: string, key = ''): string | null {
  const seen = providedAs(snapshot);
  const what = COMPONENTS.has(component)
    ? component
    : FILES.test(key)
      ? 'the control plane with its files'
      : null;
  if (seen === null || what === null || snapshot.node.roles.includes('control-plane')) return null;
  if (snapshot.programs.some(({ name }) => name === component)) return null;
  const { clusters, runBy } = seen.provider;
  const why = `In ${clusters} clusters ${runBy} runs ${what}, on machines that are no nodes.`;
  return seen.because === null ? why : `${why} ${seen.because}`;
}

/** The provider of this node's cluster, or of the cluster that was asked from a machine that is no node. */
function providedAs(snapshot: Snapshot): { provider: Provider; because: string | null } | null {
  const { distribution, distributionBecause: because } = snapshot.node;
  const provider = PROVIDERS[distribution];
  if (provider === undefined) return providedElsewhere(snapshot);
  const sentence =
    because === undefined ? null : `This is a node of ${provider.clusters}: ${lowered(because)}`;
  return { provider, because: sentence };
}

function providedElsewhere({ node, programs, processes, cluster }: Snapshot) {
  if (cluster?.state !== 'asked' || node.distribution !== 'unknown') return null;
  const isNode = cluster.nodes.some(({ name }) => name === node.name);
  // What runs here may be of another cluster than the one that was asked.
  if (!isNode && programs.length + processes.length > 0) return null;
  const found = clusterDistribution(cluster);
  const provider = found === null ? undefined : PROVIDERS[found.name];
  if (found === null || provider === undefined) return null;
  const because = `The cluster that was asked, ${cluster.server}, is one of ${provider.clusters}: ${lowered(found.because)}`;
  return { provider, because };
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
