import { describe, expect, it } from 'vitest';
import { collectTest } from '../../../test/support/collect/component.ts';
import { capturedProcess, type Planted, plantTree } from '../../../test/support/collect/tree.ts';
import { vendorSuffix } from './vendor-suffix.ts';

const K3S = `/var/lib/rancher/k3s/data/${'ab'.repeat(32)}/bin/k3s`;

describe('the Kubernetes version of a node', () => {
  it.each<[string, Record<string, Planted>, string, string]>([
    [
      'is in the path of a kubelet of RKE2',
      capturedProcess(7, {
        argv: ['kubelet'],
        executable: '/var/lib/rancher/rke2/data/v1.32.1-rke2r1-0a1b2c3d4e5f/bin/kubelet',
      }),
      'v1.32.1+rke2r1',
      '/proc/7/exe',
    ],
    [
      'is in the path of a kubelet of minikube',
      capturedProcess(7, { argv: ['kubelet'], executable: '/var/lib/minikube/binaries/v1.34.0/kubelet' }),
      'v1.34.0',
      '/proc/7/exe',
    ],
    [
      'is in the snap that runs',
      {
        ...capturedProcess(7, { argv: ['kubelite'], executable: '/snap/microk8s/7449/kubelite' }),
        'snap/microk8s/7449/meta/snap.yaml': 'name: microk8s\nversion: v1.31.5\nsummary: x\n',
        'snap/microk8s/7000/meta/snap.yaml': 'name: microk8s\nversion: v1.30.1\n',
      },
      'v1.31.5',
      '/snap/microk8s/7449/meta/snap.yaml',
    ],
    ['is in a file of kind', { 'kind/version': 'v1.34.0\n' }, 'v1.34.0', '/kind/version'],
    [
      'is a minor in the variant of Bottlerocket',
      { 'etc/os-release': 'ID=bottlerocket\nVARIANT_ID=aws-k8s-1.34-nvidia\n' },
      'v1.34',
      '/etc/os-release',
    ],
    [
      'is a minor in the version of OpenShift',
      { 'etc/os-release': 'ID="rhcos"\nOPENSHIFT_VERSION="4.16"\n' },
      'v1.29',
      '/etc/os-release',
    ],
  ])('%s', async (_name, files, version, path) => {
    const { node } = await collectTest(plantTree(files));

    expect(node.kubernetes).toMatchObject({ state: 'present', value: version, origin: { path } });
  });

  it.each<[string, Record<string, Planted>]>([
    ['an OpenShift later than those known', { 'etc/os-release': 'OPENSHIFT_VERSION="4.31"\n' }],
    ['a variant of another system', { 'etc/os-release': 'ID=other\nVARIANT_ID=aws-k8s-1.34\n' }],
    ['K3s, whose paths hold a hash', capturedProcess(7, { argv: ['k3s server'], executable: K3S })],
    [
      'a snap with a version of its own',
      {
        ...capturedProcess(7, { argv: ['kubelite'], executable: '/snap/microk8s/1/kubelite' }),
        'snap/microk8s/1/meta/snap.yaml': 'version: edge\n',
      },
    ],
  ])('is not known of %s', async (_name, files) => {
    const { node } = await collectTest(plantTree(files));

    expect(node.kubernetes.state).toBe('absent');
  });
});

describe('vendorSuffix', () => {
  it.each([
    ['rancher/hardened-kubernetes:v1.32.1-rke2r1-build20250116', '+rke2r1'],
    ['/var/lib/rancher/rke2/data/v1.32.1-rc2-rke2r1-0a1b2c/bin/kubelet', '+rke2r1'],
    ['v1.32.1+k3s10', '+k3s10'],
    ['gke.gcr.io/kube-proxy-amd64:v1.19.15-gke.1801', '-gke.1801'],
    ['eks/kube-proxy:v1.31.2-minimal-eksbuild.3', '-eksbuild.3'],
    ['v1.31.2-eks-94953ac', '-eks-94953ac'],
    ['public.ecr.aws/eks-distro/kubernetes/kube-proxy:v1.31.2-eks-1-31-4', ''],
    ['registry.k8s.io/kube-apiserver:v1.34.1', ''],
    ['/opt/k3s1/v1.34.1/kubelet', ''],
    ['kubelet-1.34.1-1.1', ''],
  ])('%s has %j', (text, suffix) => {
    expect(vendorSuffix(text)).toBe(suffix);
  });
});
