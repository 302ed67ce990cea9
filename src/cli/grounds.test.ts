import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../catalog/index.ts';
import { chooseBenchmark } from '../catalog/select.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { benchmarkGrounds } from './grounds.ts';
import { withCluster } from './rules/cases/with-cluster.ts';

const catalog = loadCatalog('content');

/** A machine with nothing of Kubernetes on it, unless said otherwise. */
const LAPTOP: Snapshot = {
  schema: 'kubetrue/snapshot/v1',
  tool: { name: 'kubetrue', version: '0.0.0' },
  at: '2026-11-26T10:00:00Z',
  source: 'live',
  node: { name: 'laptop', kubernetes: { state: 'absent', lookedAt: [] }, distribution: 'unknown', roles: [] },
  processesVisible: { complete: true, reason: '' },
  programs: [],
  processes: [],
  observations: [],
};

const NODE = {
  os: 'linux',
  architecture: 'amd64',
  kubelet: 'v1.33.1',
  containerRuntime: 'containerd://2.0.0',
  osImage: '',
  providerID: '',
  roles: [],
  labels: {},
  annotations: [],
};

interface Asked {
  version?: string;
  nodes?: Record<string, unknown>[];
}

function askedFrom(snapshot: Snapshot, { version, nodes = [] }: Asked): Snapshot {
  const said =
    version === undefined
      ? { state: 'absent', lookedAt: [] }
      : { state: 'present', value: version, origin: { kind: 'api', resource: '/version' } };
  return withCluster(snapshot, { version: said, nodes: nodes.map((node) => ({ ...NODE, ...node })) });
}

function chosenIn(snapshot: Snapshot) {
  const { benchmark, because } = chooseBenchmark(catalog, null, benchmarkGrounds(snapshot));
  return { id: `${benchmark.name}@${benchmark.version}`, because };
}

const on = (node: Record<string, unknown>) => [{ name: 'a', ...node }];
const SCALE_SET =
  'azure:///subscriptions/0/resourceGroups/mc_x/providers/Microsoft.Compute/virtualMachineScaleSets/aks-np-1-vmss/virtualMachines/0';

describe('the benchmark of a cluster that is asked from elsewhere', () => {
  it.each<[string, Asked, string, string]>([
    ['any', { version: 'v1.30.2' }, 'cis-kubernetes@1.11', 'The cluster runs Kubernetes v1.30.2'],
    [
      'EKS by its version',
      { version: 'v1.34.1-eks-8cce635' },
      'cis-eks@2.0.0',
      'v1.34.1-eks-8cce635 of the API server',
    ],
    [
      'EKS by a kubelet',
      { nodes: on({ kubelet: 'v1.34.0-eks-aeac579' }) },
      'cis-eks@2.0.0',
      'v1.34.0-eks-aeac579 of the node a',
    ],
    [
      'EKS by a label',
      { version: 'v1.34.1', nodes: on({ labels: { 'eks.amazonaws.com/nodegroup': 'x' } }) },
      'cis-eks@2.0.0',
      'eks.amazonaws.com/nodegroup of the node a',
    ],
    [
      'EKS Distro, which has a control plane of its own',
      { version: 'v1.31.4-eks-1-31-10' },
      'cis-kubernetes@1.11',
      'The cluster runs Kubernetes v1.31.4-eks-1-31-10',
    ],
    ['GKE by its version', { version: 'v1.33.2-gke.1240000' }, 'cis-gke@1.9.0', 'v1.33.2-gke.1240000'],
    [
      'GKE by a label',
      { nodes: on({ labels: { 'cloud.google.com/gke-nodepool': 'x' } }) },
      'cis-gke@1.9.0',
      'gke-nodepool',
    ],
    [
      'GKE by a machine',
      { nodes: on({ providerID: 'gce://p/europe-west1-b/gke-c-pool-1' }) },
      'cis-gke@1.9.0',
      'gce://p/',
    ],
    [
      'GKE software on machines of one’s own',
      { version: 'v1.33.2-gke.700', nodes: on({ roles: ['control-plane'] }) },
      'cis-kubernetes@1.12',
      'The cluster runs Kubernetes v1.33.2-gke.700',
    ],
    [
      'AKS by a label',
      { version: 'v1.33.1', nodes: on({ labels: { 'kubernetes.azure.com/cluster': 'MC_x' } }) },
      'cis-aks@1.8',
      'kubernetes.azure.com/cluster',
    ],
    [
      'AKS by a machine',
      { version: 'v1.33.1', nodes: on({ providerID: SCALE_SET }) },
      'cis-aks@1.8',
      'aks-np-1-vmss',
    ],
    [
      'one of one’s own on Azure',
      { version: 'v1.33.1', nodes: on({ providerID: SCALE_SET.replace('aks-', 'own-') }) },
      'cis-kubernetes@1.12',
      'v1.33.1',
    ],
    [
      'one of one’s own on AWS',
      { version: 'v1.33.1', nodes: on({ providerID: 'aws:///eu-west-1a/i-0' }) },
      'cis-kubernetes@1.12',
      'v1.33.1',
    ],
    ['k3s', { version: 'v1.28.4+k3s2' }, 'cis-k3s@1.9', 'v1.28.4+k3s2 of the API server'],
    [
      'RKE2 by a kubelet',
      { nodes: on({ kubelet: 'v1.27.1+rke2r1' }) },
      'cis-rke2@1.8',
      'v1.27.1+rke2r1 of the node a',
    ],
    [
      'OpenShift',
      { version: 'v1.29.6', nodes: on({ labels: { 'node.openshift.io/os_id': 'rhcos' } }) },
      'cis-openshift@1.9',
      'node.openshift.io/os_id',
    ],
  ])('%s', (_name, asked, id, because) => {
    const chosen = chosenIn(askedFrom(LAPTOP, asked));

    expect(chosen.id).toBe(id);
    expect(chosen.because).toContain(because);
    expect(chosen.because).toContain('No program of Kubernetes runs on this machine');
  });

  it('is not chosen by a cluster where a node shows itself', () => {
    const node: Snapshot = {
      ...LAPTOP,
      node: {
        ...LAPTOP.node,
        kubernetes: { state: 'present', value: 'v1.30.2', origin: { kind: 'filesystem', path: '/x' } },
        distribution: 'kubeadm',
      },
      programs: [{ pid: 1, name: 'kubelet' }],
    };

    expect(chosenIn(askedFrom(node, { version: 'v1.33.2-gke.1240000' })).id).toBe('cis-kubernetes@1.11');
  });

  it('takes from the entry of a node what the node does not show', () => {
    const node = { ...LAPTOP, programs: [{ pid: 1, name: 'kubelet' }] };
    const nodes = [{ name: 'laptop', kubelet: 'v1.27.1+rke2r1' }];

    expect(chosenIn(askedFrom(node, { nodes }))).toMatchObject({
      id: 'cis-rke2@1.8',
      because: expect.stringContaining('The node runs rke2 with Kubernetes v1.27.1+rke2r1'),
    });
    expect(chosenIn(askedFrom(node, { nodes: [{ ...nodes[0], name: 'other' }] })).id).toBe(
      'cis-kubernetes@2.0.1',
    );
  });
});
