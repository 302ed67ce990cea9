import type { Node } from '../../model/cluster/objects.ts';
import type { ClusterFacts } from '../../model/cluster.ts';
import { valueIfPresent } from '../../model/fact.ts';

interface Traces {
  distribution: string;
  /** A provider runs its control plane: where nodes are one, it is a cluster of someone's own in the same cloud. */
  provided?: boolean;
  /** The suffix that it gives to Kubernetes' version. */
  suffix?: RegExp;
  /** Beginnings of the keys of labels. */
  labels?: readonly string[];
  /** The provider's id of the machine, where it tells more than in which cloud it stands. */
  providerID?: RegExp;
}

/**
 * Distributions that have a benchmark of their own, by what the API server and its nodes say.
 * - eks: `v1.31.5-eks-8cce635`; EKS Distro, which anybody may run, has `-eks-1-31-10`. Labels: https://docs.aws.amazon.com/eks
 * - gke: `v1.33.2-gke.1240000`; names of machines begin with `gke-`
 * - aks: no suffix; labels of https://github.com/Azure/AgentBaker; names of scale sets begin with `aks-`
 * - openshift: https://github.com/openshift/machine-config-operator (templates: kubelet.service)
 */
const DISTRIBUTIONS: readonly Traces[] = [
  { distribution: 'rke2', suffix: /\+rke2r\d/ },
  { distribution: 'k3s', suffix: /\+k3s\d/ },
  { distribution: 'openshift', labels: ['node.openshift.io/os_id'] },
  {
    distribution: 'eks',
    provided: true,
    suffix: /-eks-[0-9a-f]{7,}(?![0-9a-z-])/,
    labels: ['eks.amazonaws.com/'],
  },
  {
    distribution: 'gke',
    provided: true,
    suffix: /-gke\.\d/,
    labels: ['cloud.google.com/gke-'],
    providerID: /^gce:\/\/[^/]*\/[^/]*\/gke-/,
  },
  {
    distribution: 'aks',
    provided: true,
    labels: ['kubernetes.azure.com/cluster', 'kubernetes.azure.com/mode', 'kubernetes.azure.com/agentpool'],
    providerID: /^azure:\/\/\/.*\/(?:virtualMachineScaleSets|virtualMachines)\/aks-/i,
  },
];

const CONTROL_PLANE = new Set(['control-plane', 'master', 'etcd', 'controlplane']);

/**
 * The distribution of a cluster, where it is one that a benchmark is written for, and a sentence on what it was
 * recognised by; null where nothing tells.
 */
export function clusterDistribution(facts: ClusterFacts): { name: string; because: string } | null {
  const own = facts.nodes.some(({ roles }) => roles.some((role) => CONTROL_PLANE.has(role)));
  for (const traces of DISTRIBUTIONS.filter(({ provided }) => !provided || !own)) {
    const trace = traceIn(traces, facts);
    if (trace !== null) return { name: traces.distribution, because: `Recognised by ${trace}.` };
  }
  return null;
}

function traceIn(traces: Traces, { version, nodes }: ClusterFacts): string | null {
  const said = valueIfPresent(version) ?? '';
  if (traces.suffix?.test(said)) return `the version ${said} of the API server`;
  for (const node of nodes) {
    const trace = traceOn(traces, node);
    if (trace !== null) return `${trace} of the node ${node.name}`;
  }
  return null;
}

function traceOn({ suffix, labels = [], providerID }: Traces, node: Node): string | null {
  if (suffix?.test(node.kubelet)) return `the kubelet ${node.kubelet}`;
  const label = Object.keys(node.labels).find((key) => labels.some((start) => key.startsWith(start)));
  if (label !== undefined) return `the label ${label}`;
  return providerID?.test(node.providerID) ? `the provider's id ${node.providerID}` : null;
}
