import type { NodeView } from './place.ts';

/** Where distributions keep a file that no setting names. The first of a list that is there may be all there is. */
interface Habit {
  /** Distributions that have it; empty for every one that has none of its own. */
  distributions: readonly string[];
  paths: readonly string[];
  /** Only where a control plane runs. */
  servers?: readonly string[];
}

/**
 * Kubeconfigs of administrators.
 *
 * - kubeadm: cmd/kubeadm/app/constants/constants.go AdminKubeConfigFileName, SuperAdminKubeConfigFileName
 * - k3s, RKE2: https://docs.k3s.io/cluster-access, https://docs.rke2.io/cluster_access and their server/cred directory
 * - MicroK8s: https://microk8s.io/docs/configuring-services (credentials/client.config)
 * - k0s: https://docs.k0sproject.io (pki/admin.conf)
 * - OpenShift: https://github.com/openshift/cluster-kube-apiserver-operator/blob/release-4.16/bindata/assets/kube-apiserver/node-kubeconfigs.yaml
 */
export const ADMIN_KUBECONFIGS: readonly Habit[] = [
  { distributions: [], paths: ['/etc/kubernetes/admin.conf', '/etc/kubernetes/super-admin.conf'] },
  {
    distributions: ['k3s'],
    paths: ['/etc/rancher/k3s/k3s.yaml'],
    servers: ['/var/lib/rancher/k3s/server/cred/admin.kubeconfig'],
  },
  {
    distributions: ['rke2'],
    paths: ['/etc/rancher/rke2/rke2.yaml'],
    servers: ['/var/lib/rancher/rke2/server/cred/admin.kubeconfig'],
  },
  { distributions: ['microk8s'], paths: ['/var/snap/microk8s/current/credentials/client.config'] },
  { distributions: ['k0s'], paths: ['/var/lib/k0s/pki/admin.conf'] },
  {
    distributions: ['openshift'],
    paths: ['lb-ext', 'lb-int', 'localhost', 'localhost-recovery'].map(
      (name) =>
        `/etc/kubernetes/static-pod-resources/kube-apiserver-certs/secrets/node-kubeconfigs/${name}.kubeconfig`,
    ),
  },
];

/** Azure's cloud provider configuration on nodes of AKS, which holds credentials. */
export const AZURE_JSON = '/etc/kubernetes/azure.json';

/** Paths of habits that a distribution has. */
export function habitualPaths(
  habits: readonly Habit[],
  { distribution, processes }: Pick<NodeView, 'distribution' | 'processes'>,
): string[] {
  const own = habits.filter(({ distributions }) => distributions.includes(distribution));
  const found = own.length > 0 ? own : habits.filter(({ distributions }) => distributions.length === 0);
  const serves = processes.some(({ component }) => CONTROL_PLANE.includes(component));
  return found.flatMap(({ paths, servers = [] }) => (serves ? [...paths, ...servers] : paths));
}

const CONTROL_PLANE = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'];
