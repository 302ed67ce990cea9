import { commandOf } from '../proc/command.ts';
import { type Mark, type Scene, seen } from './marks.ts';

export interface Distribution {
  name: string;
  /** One sentence for the report. */
  because: string;
}

interface Traces {
  distribution: string;
  /** A provider runs its control plane: a node with one of its own is not of it, whatever it shares. */
  provided?: boolean;
  /** What runs: it counts first, whatever files other distributions left behind. Any one is enough. */
  running: readonly Mark[];
  /** What was installed. */
  installed: readonly Mark[];
}

const KUBEADM_FLAGS = '/var/lib/kubelet/kubeadm-flags.env';

/** Files of clusters that run their own control plane, on Azure, on Google Cloud (kube-up) or with EKS Distro too. */
const OWN_CONTROL_PLANE = [
  KUBEADM_FLAGS,
  '/etc/kubernetes/manifests/kube-apiserver.yaml',
  '/etc/kubernetes/manifests/kube-apiserver.manifest',
] as const;

/**
 * Traces of distributions, those that others also leave last: nearly all of them use kubeadm or its file names.
 *
 * - rke2: https://docs.rke2.io, k3s: https://docs.k3s.io, k0s: https://docs.k0sproject.io, microk8s: https://microk8s.io/docs
 * - openshift: https://github.com/openshift/machine-config-operator (templates: kubelet.service, currentconfig)
 * - eks: https://github.com/awslabs/amazon-eks-ami (/etc/eks, labels), https://github.com/bottlerocket-os/bottlerocket
 *   (VARIANT_ID)
 * - aks: https://github.com/Azure/AgentBaker (kubelet labels, azure.json)
 * - gke: https://github.com/kubernetes/kubernetes/tree/v1.34.1/cluster/gce/gci (/home/kubernetes); the labels are GKE's
 * - kind: https://github.com/kubernetes-sigs/kind (images/node/README.md, provider id)
 * - kops: https://github.com/kubernetes/kops (nodeup/pkg/model), kubespray: https://github.com/kubernetes-sigs/kubespray
 *   (roles/kubernetes/node/templates/kubelet.service.j2, kube_cert_dir)
 * - kubeadm: https://github.com/kubernetes/kubernetes/tree/v1.34.1/cmd/kubeadm/app/constants/constants.go
 */
const DISTRIBUTIONS: readonly Traces[] = [
  {
    distribution: 'rke2',
    running: [
      { kind: 'program', name: 'rke2' },
      { kind: 'executable', below: '/var/lib/rancher/rke2/' },
      { kind: 'version', suffix: /\+rke2r\d/ },
    ],
    installed: [{ kind: 'files', there: ['/var/lib/rancher/rke2/agent'] }],
  },
  {
    distribution: 'k3s',
    running: [
      { kind: 'program', name: 'k3s' },
      { kind: 'program', name: 'k3s-server' },
      { kind: 'program', name: 'k3s-agent' },
      { kind: 'executable', below: '/var/lib/rancher/k3s/' },
      { kind: 'version', suffix: /\+k3s\d/ },
    ],
    installed: [{ kind: 'files', there: ['/var/lib/rancher/k3s/agent'] }],
  },
  {
    distribution: 'microk8s',
    running: [
      { kind: 'program', name: 'kubelite' },
      { kind: 'executable', below: '/snap/microk8s/' },
    ],
    installed: [{ kind: 'files', there: ['/var/snap/microk8s/current/args'] }],
  },
  {
    distribution: 'k0s',
    running: [
      { kind: 'program', name: 'k0s' },
      { kind: 'executable', below: '/var/lib/k0s/' },
    ],
    installed: [{ kind: 'files', there: ['/var/lib/k0s/bin'] }],
  },
  {
    distribution: 'openshift',
    running: [{ kind: 'kubelet-argument', holds: 'node.openshift.io/os_id=' }],
    installed: [
      { kind: 'files', there: ['/etc/machine-config-daemon/currentconfig'] },
      { kind: 'os-release', starts: { OPENSHIFT_VERSION: '4' } },
    ],
  },
  {
    distribution: 'eks',
    provided: true,
    running: [
      { kind: 'version', suffix: /-eks/ },
      { kind: 'kubelet-argument', holds: 'eks.amazonaws.com/' },
      { kind: 'kubelet-argument', holds: '/etc/eks/' },
    ],
    installed: [
      { kind: 'files', there: ['/etc/eks'] },
      { kind: 'os-release', starts: { ID: 'bottlerocket', VARIANT_ID: 'aws-k8s' } },
    ],
  },
  {
    distribution: 'aks',
    provided: true,
    running: [
      { kind: 'kubelet-argument', holds: 'kubernetes.azure.com/mode=' },
      { kind: 'kubelet-argument', holds: 'kubernetes.azure.com/cluster=MC_' },
    ],
    installed: [{ kind: 'files', there: ['/etc/kubernetes/azure.json'] }],
  },
  {
    distribution: 'gke',
    provided: true,
    running: [
      { kind: 'version', suffix: /-gke\.\d/ },
      { kind: 'kubelet-argument', holds: 'cloud.google.com/gke-' },
    ],
    installed: [{ kind: 'files', there: ['/home/kubernetes/kubelet-config.yaml'] }],
  },
  {
    distribution: 'talos',
    running: [],
    installed: [{ kind: 'os-release', starts: { ID: 'talos' } }],
  },
  {
    distribution: 'bottlerocket',
    running: [],
    installed: [{ kind: 'os-release', starts: { ID: 'bottlerocket' } }],
  },
  {
    distribution: 'minikube',
    running: [{ kind: 'executable', below: '/var/lib/minikube/' }],
    installed: [{ kind: 'files', there: ['/var/lib/minikube/certs'] }],
  },
  {
    distribution: 'kind',
    running: [{ kind: 'kubelet-argument', holds: 'kind://' }],
    installed: [{ kind: 'files', there: ['/kind/version'] }],
  },
  {
    distribution: 'kops',
    running: [
      { kind: 'program', name: 'kops-controller' },
      { kind: 'program', name: 'protokube' },
      { kind: 'kubelet-argument', holds: 'kops.k8s.io/' },
    ],
    installed: [
      { kind: 'files', there: ['/opt/kops/conf/kube_env.yaml'] },
      { kind: 'files', there: ['/srv/kubernetes', '/etc/systemd/system/kops-configuration.service'] },
    ],
  },
  {
    distribution: 'kubespray',
    running: [],
    installed: [{ kind: 'files', there: ['/etc/kubernetes/kubelet.env', '/etc/kubernetes/ssl'] }],
  },
  {
    distribution: 'kubeadm',
    running: [],
    installed: [
      { kind: 'files', there: ['/etc/kubernetes/manifests', KUBEADM_FLAGS] },
      { kind: 'files', there: ['/etc/kubernetes/manifests', '/etc/kubernetes/admin.conf'] },
    ],
  },
];

/** How Kubernetes came onto the node, as far as its processes and files show it. */
export function distributionOf(scene: Scene): Distribution {
  const found = firstSeen(scene, ({ running }) => running) ?? firstSeen(scene, ({ installed }) => installed);
  return (
    found ?? { name: 'unknown', because: `No trace of a distribution known here was found${blind(scene)}.` }
  );
}

function firstSeen(scene: Scene, marksOf: (traces: Traces) => readonly Mark[]): Distribution | null {
  const own = hasOwnControlPlane(scene);
  for (const traces of DISTRIBUTIONS.filter(({ provided }) => !provided || !own)) {
    for (const mark of marksOf(traces)) {
      const trace = seen(mark, scene);
      if (trace !== null) return { name: traces.distribution, because: `Recognised by ${trace}.` };
    }
  }
  return null;
}

function hasOwnControlPlane({ host, candidates }: Scene): boolean {
  return (
    candidates.some((candidate) => commandOf(candidate).program === 'kube-apiserver') ||
    OWN_CONTROL_PLANE.some((path) => host.files.stat(path).state === 'read')
  );
}

/** Paths that may not be looked at could be the very trace. */
function blind({ host }: Scene): string {
  const paths = DISTRIBUTIONS.flatMap(({ installed }) =>
    installed.flatMap((mark) => (mark.kind === 'files' ? mark.there : [])),
  );
  const closed = [...new Set(paths)].find((path) => host.files.stat(path).state === 'unreadable');
  return closed === undefined ? '' : `; ${closed}, for one, may not be looked at`;
}
