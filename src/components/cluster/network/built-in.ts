import { valueIfPresent } from '../../../model/fact.ts';
import type { ClusterView } from '../view.ts';

/** Why some program of the nodes themselves, which no DaemonSet shows, may enforce NetworkPolicies; null when none is known. */
export function builtInEngine(view: ClusterView): string | null {
  if (isK3s(view))
    return 'K3s enforces NetworkPolicies in its own process, unless its server is started with --disable-network-policy: look at its arguments.';
  if (isEksAuto(view))
    return 'Nodes of EKS Auto Mode bring a network agent of their own, which enforces NetworkPolicies only when it is told to: look at the ConfigMap amazon-vpc-cni in kube-system.';
  return null;
}

/** https://github.com/k3s-io/k3s/blob/v1.34.1%2Bk3s1/pkg/agent/netpol/netpol.go */
function isK3s({ facts, snapshot }: ClusterView): boolean {
  const versions = [valueIfPresent(facts.version) ?? '', ...facts.nodes.map(({ kubelet }) => kubelet)];
  return snapshot.node.distribution === 'k3s' || versions.some((version) => /\+k3s\d/.test(version));
}

function isEksAuto({ facts }: ClusterView): boolean {
  return facts.nodes.some(({ labels }) => labels['eks.amazonaws.com/compute-type'] === 'auto');
}
