import { describe, expect, it } from 'vitest';
import { type AskedCluster, clusterProperty, saidOf } from '../../../../test/support/cluster-property.ts';

function daemonSet(image: string, namespace = 'net', name = 'agent'): object {
  return {
    podSpecs: [{ containers: [{ name: 'a', image }] }],
    workloads: [{ namespace, kind: 'DaemonSet', name }],
  };
}

function node(labels: object, kubelet = 'v1.34.1'): object {
  const empty = { os: '', architecture: '', containerRuntime: '', osImage: '', providerID: '' };
  return { name: 'n', kubelet, ...empty, roles: [], labels, annotations: [] };
}

/** What is said of the engine that decides, or of there being none. */
function enforces(asked: AskedCluster): string | undefined {
  const property = clusterProperty('network-engines', asked);
  if (property.state === 'settled') return property.verdict.status;
  return saidOf(property.items, 'enforcesPolicies')[0] ?? property.none?.status;
}

describe('NetworkPolicies are enforced', () => {
  it.each<[image: string, expected: string]>([
    ['quay.io/calico/node:v3.30.2', 'yes'],
    ['docker.io/rancher/hardened-calico:v3.29.0-build20241218', 'yes'],
    ['quay.io/cilium/cilium:v1.18.1@sha256:00', 'yes'],
    ['registry.example:5000/cilium/cilium', 'yes'],
    ['docker.io/kindest/kindnetd:v20240813-c6f155d6', 'yes'],
    ['docker.io/kindest/kindnetd:v20251212-v0.29.0-alpha-105-g20ccfc88', 'yes'],
    ['docker.io/kindest/kindnetd:v20240513-cd2ac642', 'no'],
    ['docker.io/kindest/kindnetd:latest', 'unknown'],
    ['docker.io/kindest/kindnetd@sha256:00', 'unknown'],
    ['ghcr.io/aojea/kindnetd:v1.3.0', 'yes'],
    ['ghcr.io/aojea/kindnetd:v1.2.9', 'no'],
    ['ghcr.io/aojea/kindnetd:v2.0.0', 'yes'],
    ['602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon-k8s-cni:v1.12.0', 'no'],
    ['602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon/aws-network-policy-agent:v1.2.4', 'unknown'],
    ['ghcr.io/flannel-io/flannel:v0.27.2', 'no'],
    ['registry.example/not-cilium:1', 'unknown'],
  ])('by %s: %s', (image, expected) => {
    expect(enforces({ cluster: daemonSet(image) })).toBe(expected);
  });

  it.each<[string, AskedCluster, string]>([
    [
      'by OVN of OpenShift',
      { cluster: daemonSet('quay.io/a@sha256:0', 'openshift-ovn-kubernetes', 'ovnkube-node') },
      'yes',
    ],
    [
      'perhaps by the older network of OpenShift',
      { cluster: daemonSet('quay.io/a@sha256:0', 'openshift-sdn', 'sdn') },
      'unknown',
    ],
    ['by no DaemonSet', { cluster: {} }, 'fail'],
    ['by kube-proxy', { cluster: daemonSet('kube-proxy:v1', 'kube-system', 'kube-proxy') }, 'fail'],
    ['perhaps by k3s, by its node', { cluster: {}, distribution: 'k3s' }, 'unknown'],
    ['perhaps by k3s, by its kubelets', { cluster: { nodes: [node({}, 'v1.34.1+k3s1')] } }, 'unknown'],
    ['by Calico on k3s', { cluster: daemonSet('calico/node:v3'), distribution: 'k3s' }, 'yes'],
    [
      'perhaps by k3s beside Flannel',
      { cluster: daemonSet('flannel/flannel:v0'), distribution: 'k3s' },
      'unknown',
    ],
    [
      'perhaps by nodes of EKS Auto Mode',
      { cluster: { nodes: [node({ 'eks.amazonaws.com/compute-type': 'auto' })] } },
      'unknown',
    ],
  ])('%s', (...[, asked, expected]) => {
    expect(enforces(asked)).toBe(expected);
  });
});

describe('a namespace has a policy', () => {
  const SHOP = { namespaces: [{ name: 'shop' }] };
  const own = {
    networkPolicies: [
      { namespace: 'shop', name: 'p', everyPod: true, directions: [], ingressRules: 0, egressRules: 0 },
    ],
  };
  const resource = (definition: string, count: number | null, namespaces: string[] = []) => ({
    customResources: [{ definition, count, namespaces }],
  });
  const refused = {
    kinds: { customresourcedefinitions: { state: 'refused', status: 403, reason: 'forbidden' } },
  };

  it.each<[string, object, string]>([
    ['of its own', own, 'yes'],
    ['of its own, whatever else could not be seen', { ...own, ...refused }, 'yes'],
    ['of its engine', resource('ciliumnetworkpolicies.cilium.io', 1, ['shop']), 'yes'],
    ['of its engine elsewhere', resource('ciliumnetworkpolicies.cilium.io', 1, ['data']), 'no'],
    ['of the cluster', resource('clusternetworkpolicies.policy.networking.k8s.io', 1), 'yes'],
    [
      'of the cluster, of which there are none',
      resource('clusternetworkpolicies.policy.networking.k8s.io', 0),
      'no',
    ],
    ['of its engine, perhaps', resource('ciliumnetworkpolicies.cilium.io', null), 'unknown'],
    ['of the cluster, perhaps', resource('globalnetworkpolicies.crd.projectcalico.org', null), 'unknown'],
    ['that is none', resource('clusterpolicies.kyverno.io', null), 'no'],
    ['of some kind, perhaps', refused, 'unknown'],
    ['of no kind', {}, 'no'],
  ])('%s', (...[, cluster, expected]) => {
    const property = clusterProperty('namespace-policies', { cluster: { ...SHOP, ...cluster } });

    expect(property.state === 'items' && saidOf(property.items, 'isolated')).toEqual([expected]);
  });
});
