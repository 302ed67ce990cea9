import { describe, expect, it } from 'vitest';
import { collectTest } from '../../../test/support/collect/component.ts';
import {
  type CapturedProcess,
  capturedProcess,
  type Planted,
  plantTree,
} from '../../../test/support/collect/tree.ts';

async function nodeOf(process: CapturedProcess | null, files: Record<string, Planted> = {}) {
  const captured = process === null ? {} : capturedProcess(7, process);
  return (await collectTest(plantTree({ ...captured, ...files }))).node;
}

const kubelet = (...argv: string[]): CapturedProcess => ({
  argv: ['/usr/bin/kubelet', ...argv],
  executable: '/usr/bin/kubelet',
});

describe('a distribution is recognised by what runs', () => {
  it.each<[string, CapturedProcess, string, string]>([
    [
      'the server of RKE2 with its overwritten title',
      { argv: ['/usr/local/bin/rke2 server'], executable: '/usr/local/bin/rke2' },
      'rke2',
      'Recognised by the program rke2 (pid 7).',
    ],
    [
      'a kubelet of RKE2',
      { argv: ['kubelet'], executable: '/var/lib/rancher/rke2/data/v1.32.1-rke2r1-0a1b2c3d4e5f/bin/kubelet' },
      'rke2',
      'Recognised by an executable below /var/lib/rancher/rke2/ (pid 7).',
    ],
    [
      'the agent of K3s',
      { argv: ['/usr/local/bin/k3s agent'], executable: '/usr/local/bin/k3s' },
      'k3s',
      'Recognised by the program k3s (pid 7).',
    ],
    [
      'K3s whose executable may not be read',
      { argv: ['/usr/local/bin/k3s server'] },
      'k3s',
      'Recognised by the program k3s (pid 7).',
    ],
    [
      'MicroK8s',
      { argv: ['kubelite'], executable: '/snap/microk8s/7449/kubelite' },
      'microk8s',
      'Recognised by the program kubelite (pid 7).',
    ],
    [
      'k0s',
      { argv: ['k0s', 'worker'], executable: '/usr/local/bin/k0s' },
      'k0s',
      'Recognised by the program k0s (pid 7).',
    ],
    [
      'OpenShift',
      kubelet('--node-labels=node-role.kubernetes.io/worker,node.openshift.io/os_id=rhcos'),
      'openshift',
      'Recognised by node.openshift.io/os_id= in the arguments of the kubelet (pid 7).',
    ],
    [
      'EKS by its labels',
      kubelet('--node-labels', 'eks.amazonaws.com/nodegroup=blue'),
      'eks',
      'Recognised by eks.amazonaws.com/ in the arguments of the kubelet (pid 7).',
    ],
    [
      'EKS by its credential provider',
      kubelet('--image-credential-provider-config=/etc/eks/image-credential-provider/config.json'),
      'eks',
      'Recognised by /etc/eks/ in the arguments of the kubelet (pid 7).',
    ],
    [
      'AKS',
      kubelet('--node-labels=agentpool=a,kubernetes.azure.com/mode=system'),
      'aks',
      'Recognised by kubernetes.azure.com/mode= in the arguments of the kubelet (pid 7).',
    ],
    [
      'GKE',
      kubelet('--node-labels=cloud.google.com/gke-nodepool=default-pool'),
      'gke',
      'Recognised by cloud.google.com/gke- in the arguments of the kubelet (pid 7).',
    ],
    [
      'minikube',
      { argv: ['kubelet'], executable: '/var/lib/minikube/binaries/v1.34.0/kubelet' },
      'minikube',
      'Recognised by an executable below /var/lib/minikube/ (pid 7).',
    ],
    [
      'kind',
      kubelet('--provider-id=kind://docker/kind/kind-worker'),
      'kind',
      'Recognised by kind:// in the arguments of the kubelet (pid 7).',
    ],
    [
      'kops',
      { argv: ['/kops-controller'], executable: '/ko-app/kops-controller' },
      'kops',
      'Recognised by the program kops-controller (pid 7).',
    ],
  ])('%s', async (_name, process, distribution, because) => {
    const node = await nodeOf(process);

    expect(node).toMatchObject({ distribution, distributionBecause: because });
  });

  it('before files that another one left behind', async () => {
    const node = await nodeOf(kubelet('--node-labels=cloud.google.com/gke-nodepool=a'), {
      'var/lib/rancher/k3s/agent/kubelet.kubeconfig': '',
    });

    expect(node.distribution).toBe('gke');
  });

  it.each([
    ['k3s kubectl get pods', 'k3s'],
    ['rke2 etcd-snapshot save', 'rke2'],
    ['k0s kubectl get nodes', 'k0s'],
  ])('not by its command line tool: %s', async (words, program) => {
    const node = await nodeOf({ argv: words.split(' '), executable: `/usr/local/bin/${program}` });

    expect(node.distribution).toBe('unknown');
  });

  it('not by what another program than the kubelet is told', async () => {
    const node = await nodeOf({ argv: ['grep', 'eks.amazonaws.com/'], executable: '/usr/bin/grep' });

    expect(node.distribution).toBe('unknown');
  });
});

describe('a distribution is recognised by the version of its Kubernetes', () => {
  const manifest = (image: string) =>
    `spec: { containers: [{ name: kube-proxy, image: '${image}', command: [kube-proxy] }] }`;

  it.each([
    ['docker.io/rancher/hardened-kubernetes:v1.32.1-rke2r1-build20250116', 'rke2', 'v1.32.1+rke2r1'],
    ['gke.gcr.io/kube-proxy-amd64:v1.33.2-gke.1240000', 'gke', 'v1.33.2-gke.1240000'],
    [
      '602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/kube-proxy:v1.31.2-minimal-eksbuild.3',
      'eks',
      'v1.31.2-eksbuild.3',
    ],
    ['rancher/k3s:v1.31.5-k3s1', 'k3s', 'v1.31.5+k3s1'],
  ])('%s', async (image, distribution, kubernetes) => {
    const node = await nodeOf(null, { 'etc/kubernetes/manifests/kube-proxy.yaml': manifest(image) });

    expect(node).toMatchObject({
      distribution,
      distributionBecause: `Recognised by the Kubernetes version ${kubernetes}.`,
      kubernetes: { state: 'present', value: kubernetes },
    });
  });
});

describe('a provider is not recognised beside a control plane of its own', () => {
  it.each<[string, CapturedProcess, Record<string, Planted>]>([
    [
      'an API server that runs',
      { argv: ['kube-apiserver'], executable: '/usr/local/bin/kube-apiserver' },
      { 'etc/eks/release': '' },
    ],
    [
      'a worker of kubeadm with the labels of AKS',
      kubelet('--node-labels=kubernetes.azure.com/mode=user'),
      { 'var/lib/kubelet/kubeadm-flags.env': '' },
    ],
    [
      'a manifest of the API server beside a GKE version',
      { argv: ['kube-proxy'], executable: '/opt/kube-proxy-v1.31.2-gke.100/kube-proxy' },
      { 'etc/kubernetes/manifests/kube-apiserver.yaml': 'spec: {}' },
    ],
  ])('%s', async (_name, process, files) => {
    const node = await nodeOf(process, files);

    expect(node.distribution).toBe('unknown');
  });
});

describe('a distribution is recognised by what was installed', () => {
  it.each<[string, Record<string, Planted>, string, string]>([
    [
      'RKE2',
      { 'var/lib/rancher/rke2/agent/client-ca.crt': '' },
      'rke2',
      'Recognised by /var/lib/rancher/rke2/agent.',
    ],
    [
      'K3s',
      { 'var/lib/rancher/k3s/agent/client-ca.crt': '' },
      'k3s',
      'Recognised by /var/lib/rancher/k3s/agent.',
    ],
    [
      'MicroK8s',
      { 'var/snap/microk8s/current/args/kubelet': '' },
      'microk8s',
      'Recognised by /var/snap/microk8s/current/args.',
    ],
    ['k0s', { 'var/lib/k0s/bin/kubelet': '' }, 'k0s', 'Recognised by /var/lib/k0s/bin.'],
    [
      'OpenShift',
      { 'etc/machine-config-daemon/currentconfig': '{}', 'etc/kubernetes/manifests/x': '' },
      'openshift',
      'Recognised by /etc/machine-config-daemon/currentconfig.',
    ],
    [
      'OpenShift by its operating system',
      { 'etc/os-release': 'NAME="Red Hat Enterprise Linux CoreOS"\nOPENSHIFT_VERSION="4.16"\n' },
      'openshift',
      'Recognised by OPENSHIFT_VERSION=4.16 in /etc/os-release.',
    ],
    ['EKS', { 'etc/eks/bootstrap.sh': '' }, 'eks', 'Recognised by /etc/eks.'],
    [
      'Bottlerocket for EKS',
      { 'usr/lib/os-release': 'ID=bottlerocket\nVARIANT_ID=aws-k8s-1.34\n' },
      'eks',
      'Recognised by ID=bottlerocket and VARIANT_ID=aws-k8s-1.34 in /usr/lib/os-release.',
    ],
    [
      'another Bottlerocket',
      { 'etc/os-release': 'ID=bottlerocket\nVARIANT_ID=vmware-k8s-1.31\n' },
      'bottlerocket',
      'Recognised by ID=bottlerocket in /etc/os-release.',
    ],
    ['AKS', { 'etc/kubernetes/azure.json': '{}' }, 'aks', 'Recognised by /etc/kubernetes/azure.json.'],
    [
      'a cluster of kubeadm on Azure',
      {
        'etc/kubernetes/azure.json': '{}',
        'etc/kubernetes/manifests/x': '',
        'var/lib/kubelet/kubeadm-flags.env': '',
      },
      'kubeadm',
      'Recognised by /etc/kubernetes/manifests and /var/lib/kubelet/kubeadm-flags.env.',
    ],
    [
      'GKE',
      { 'home/kubernetes/kubelet-config.yaml': '' },
      'gke',
      'Recognised by /home/kubernetes/kubelet-config.yaml.',
    ],
    [
      'a cluster on Google Cloud that runs its own API server',
      {
        'home/kubernetes/kubelet-config.yaml': '',
        'etc/kubernetes/manifests/kube-apiserver.manifest': '',
      },
      'unknown',
      'No trace of a distribution known here was found.',
    ],
    [
      'Talos',
      { 'etc/os-release': 'NAME="Talos"\nID=talos\n' },
      'talos',
      'Recognised by ID=talos in /etc/os-release.',
    ],
    [
      'kind, which uses kubeadm',
      { 'kind/version': 'v1.34.0', ...kubeadmFiles() },
      'kind',
      'Recognised by /kind/version.',
    ],
    [
      'minikube, which uses kubeadm',
      { 'var/lib/minikube/certs/ca.crt': '', ...kubeadmFiles() },
      'minikube',
      'Recognised by /var/lib/minikube/certs.',
    ],
    [
      'kops',
      { 'opt/kops/conf/kube_env.yaml': '', 'etc/kubernetes/manifests/kube-apiserver.manifest': '' },
      'kops',
      'Recognised by /opt/kops/conf/kube_env.yaml.',
    ],
    [
      'kubespray, which uses kubeadm',
      { 'etc/kubernetes/kubelet.env': '', 'etc/kubernetes/ssl/ca.crt': '', ...kubeadmFiles() },
      'kubespray',
      'Recognised by /etc/kubernetes/kubelet.env and /etc/kubernetes/ssl.',
    ],
    [
      'kubeadm',
      kubeadmFiles(),
      'kubeadm',
      'Recognised by /etc/kubernetes/manifests and /var/lib/kubelet/kubeadm-flags.env.',
    ],
    [
      'none',
      { 'etc/os-release': 'ID=debian\n' },
      'unknown',
      'No trace of a distribution known here was found.',
    ],
  ])('%s', async (_name, files, distribution, because) => {
    const node = await nodeOf(null, files);

    expect(node).toMatchObject({ distribution, distributionBecause: because });
  });

  it('says where it could not look', async () => {
    const node = await nodeOf(null, { 'var/lib': 'no directory' });

    expect(node.distributionBecause).toBe(
      'No trace of a distribution known here was found; /var/lib/rancher/rke2/agent, for one, may not be looked at.',
    );
  });
});

function kubeadmFiles(): Record<string, Planted> {
  return {
    'etc/kubernetes/manifests/x': '',
    'etc/kubernetes/admin.conf': '',
    'var/lib/kubelet/kubeadm-flags.env': '',
  };
}
