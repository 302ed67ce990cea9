/** What is read of given files: components' configurations, kubeadm's, and objects of a cluster. */
const KINDS = {
  Pod: /^v1$/,
  ReplicationController: /^v1$/,
  Namespace: /^v1$/,
  ServiceAccount: /^v1$/,
  Service: /^v1$/,
  Deployment: /^apps\/v1$/,
  DaemonSet: /^apps\/v1$/,
  StatefulSet: /^apps\/v1$/,
  ReplicaSet: /^apps\/v1$/,
  Job: /^batch\/v1$/,
  CronJob: /^batch\/v1(beta1)?$/,
  Role: /^rbac\.authorization\.k8s\.io\/v1$/,
  ClusterRole: /^rbac\.authorization\.k8s\.io\/v1$/,
  RoleBinding: /^rbac\.authorization\.k8s\.io\/v1$/,
  ClusterRoleBinding: /^rbac\.authorization\.k8s\.io\/v1$/,
  NetworkPolicy: /^networking\.k8s\.io\/v1$/,
  KubeletConfiguration: /^kubelet\.config\.k8s\.io\/v1beta1$/,
  KubeProxyConfiguration: /^kubeproxy\.config\.k8s\.io\/v1alpha1$/,
  KubeSchedulerConfiguration: /^kubescheduler\.config\.k8s\.io\/v1(alpha\d|beta\d)?$/,
  ClusterConfiguration: /^kubeadm\.k8s\.io\/v1beta[1-4]$/,
  InitConfiguration: /^kubeadm\.k8s\.io\/v1beta[1-4]$/,
  JoinConfiguration: /^kubeadm\.k8s\.io\/v1beta[1-4]$/,
  /** Talos' machine configuration has no kind; it gets this one. */
  TalosConfiguration: /^$/,
} as const satisfies Record<string, RegExp>;

export type Kind = keyof typeof KINDS;

/** Names to look for before anything is decoded; lists hold objects of the others. */
export const WANTED_KINDS: ReadonlySet<string> = new Set(Object.keys(KINDS));

/**
 * Whether a document is Talos' machine configuration, whatever manifests it holds.
 * https://github.com/siderolabs/talos/blob/v1.13.9/pkg/machinery/config/types/v1alpha1/v1alpha1_types.go Config
 */
export function isTalos(text: string): boolean {
  return (
    /^version:[ \t]*["']?v1alpha1["']?[ \t\r]*(?:#.*)?$/m.test(text) && /^(?:machine|cluster):/m.test(text)
  );
}

/** The kind that is read under that name; null for other groups and versions, which are somebody else's. */
export function kindOf(name: string, apiVersion: string): Kind | null {
  if (!isKind(name)) return null;
  return KINDS[name].test(apiVersion) ? name : null;
}

function isKind(name: string): name is Kind {
  return Object.hasOwn(KINDS, name);
}
