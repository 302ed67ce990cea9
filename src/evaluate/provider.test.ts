import { describe, expect, it } from 'vitest';
import { withCluster } from '../cli/rules/cases/with-cluster.ts';
import { SNAPSHOT_SCHEMA } from '../model/schema-names.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { providerManaged } from './provider.ts';

function nodeOf(node: Partial<Snapshot['node']>, programs: Snapshot['programs'] = []): Snapshot {
  return {
    schema: SNAPSHOT_SCHEMA,
    tool: { name: 'kubetrue', version: '0.0.0' },
    at: '2026-11-26T10:00:00.000Z',
    source: 'captured',
    node: {
      name: 'n',
      kubernetes: { state: 'absent', lookedAt: [] },
      distribution: 'eks',
      roles: ['worker'],
      ...node,
    },
    processesVisible: { complete: true, reason: '' },
    programs,
    processes: [],
    observations: [],
  };
}

describe('providerManaged', () => {
  it.each([
    ['eks', 'etcd', 'In EKS clusters AWS runs etcd, on machines that are no nodes.'],
    [
      'aks',
      'kube-apiserver',
      'In AKS clusters Microsoft runs kube-apiserver, on machines that are no nodes.',
    ],
    ['gke', 'kube-scheduler', 'In GKE clusters Google runs kube-scheduler, on machines that are no nodes.'],
  ])('says of a node of %s who runs %s', (distribution, component, sentence) => {
    expect(providerManaged(nodeOf({ distribution }), component)).toBe(sentence);
  });

  it('says how the distribution was recognised', () => {
    const snapshot = nodeOf({ distributionBecause: 'Recognised by /etc/eks.' });

    const reason = providerManaged(snapshot, 'kube-controller-manager');

    expect(reason).toBe(
      'In EKS clusters AWS runs kube-controller-manager, on machines that are no nodes. This is a node of EKS: recognised by /etc/eks.',
    );
  });

  it.each([
    'file.apiserver-manifest.mode',
    'file.etcd-datadir.owner',
    'file.admin-kubeconfig.mode',
    'file.pki.owner',
    'file.pki-key.mode',
    'file.kcm-kubeconfig.owner',
    'file.scheduler-kubeconfig.mode',
  ])('says so of the file %s', (key) => {
    expect(providerManaged(nodeOf({}), 'files', key)).toBe(
      'In EKS clusters AWS runs the control plane with its files, on machines that are no nodes.',
    );
  });

  it.each<[string, Snapshot, string, string]>([
    ['a node agent', nodeOf({}), 'kubelet', 'kubelet.anonymous-auth'],
    ['a file of nodes', nodeOf({}), 'files', 'file.kubelet-kubeconfig.mode'],
    ['CNI files', nodeOf({}), 'files', 'file.cni.mode'],
    ['the cluster', nodeOf({}), 'cluster', 'rbac.wildcards'],
    ['a distribution that runs it on nodes', nodeOf({ distribution: 'kubeadm' }), 'etcd', 'etcd.auto-tls'],
    ['a distribution that is not known', nodeOf({ distribution: 'unknown' }), 'etcd', 'etcd.auto-tls'],
    ['a node with a control plane', nodeOf({ roles: ['control-plane'] }), 'etcd', 'etcd.auto-tls'],
    ['a node that runs it all the same', nodeOf({}, [{ pid: 7, name: 'etcd' }]), 'etcd', 'etcd.auto-tls'],
  ])('is silent about %s', (_name, snapshot, component, key) => {
    expect(providerManaged(snapshot, component, key)).toBeNull();
  });

  describe('of a cluster that is asked from elsewhere', () => {
    const eks = {
      version: { state: 'present', value: 'v1.34.1-eks-8cce635', origin: { kind: 'default', version: '' } },
    };
    const laptop = { distribution: 'unknown', roles: [] };

    it('names the provider and what tells', () => {
      expect(providerManaged(withCluster(nodeOf(laptop), eks), 'kube-apiserver')).toMatch(
        /^In EKS clusters AWS runs kube-apiserver, on machines that are no nodes\. The cluster that was asked, \S+, is one of EKS: recognised by the version v1\.34\.1-eks-8cce635 of the API server\.$/,
      );
    });

    it.each<[string, Snapshot, string]>([
      ['a cluster of nobody in particular', withCluster(nodeOf(laptop), {}), 'etcd'],
      [
        'one that a distribution runs on nodes',
        withCluster(nodeOf(laptop), { version: { ...eks.version, value: 'v1.34.1+k3s1' } }),
        'etcd',
      ],
      [
        'a machine with a component of another cluster',
        withCluster(nodeOf(laptop, [{ pid: 7, name: 'kubelet' }]), eks),
        'etcd',
      ],
      ['a node of a known distribution', withCluster(nodeOf({ distribution: 'kubeadm' }), eks), 'etcd'],
      ['a kubelet', withCluster(nodeOf(laptop), eks), 'kubelet'],
      ['a cluster that was not asked', nodeOf(laptop), 'etcd'],
    ])('is silent about %s', (_name, snapshot, component) => {
      expect(providerManaged(snapshot, component)).toBeNull();
    });

    it('knows a node by its entry', () => {
      const nodes = [
        {
          name: 'n',
          kubelet: 'v1.34.1',
          os: 'linux',
          architecture: '',
          containerRuntime: '',
          osImage: '',
          providerID: '',
          roles: [],
          labels: {},
          annotations: [],
        },
      ];
      const node = nodeOf(laptop, [{ pid: 7, name: 'kubelet' }]);

      expect(providerManaged(withCluster(node, { ...eks, nodes }), 'etcd')).toContain('AWS runs etcd');
    });
  });
});
