import { fullName, K3S_FLAGS } from './flags.ts';

/** Keys by which arguments are handed to a component. */
export const LISTS: ReadonlySet<string> = new Set([
  ...['kube-apiserver-arg', 'kube-controller-manager-arg', 'kube-controller-arg', 'kube-scheduler-arg'],
  ...['kubelet-arg', 'kube-proxy-arg', 'etcd-arg'],
]);

/**
 * Flags that servers have and agents do not, of K3s and RKE2 alike: an agent with one of them does not start.
 * https://github.com/k3s-io/k3s/blob/release-1.34/pkg/cli/cmds/server.go, agent.go,
 * https://github.com/rancher/rke2/blob/6ce1a8019e9d/pkg/cli/cmds/server.go, agent.go
 */
const SERVER = new Set(
  `advertise-address advertise-port agent-token agent-token-file apiserver-bind-address apiserver-port cluster-cidr
  cluster-dns cluster-domain cluster-init cluster-reset datastore-cafile datastore-certfile datastore-endpoint
  datastore-keyfile default-local-storage-path disable disable-agent disable-apiserver disable-cloud-controller
  disable-controller-manager disable-etcd disable-helm-controller disable-kube-proxy disable-network-policy
  disable-scheduler egress-selector-mode embedded-registry etcd-arg etcd-disable-snapshots etcd-expose-metrics etcd-s3
  etcd-snapshot-dir etcd-snapshot-name etcd-snapshot-retention etcd-snapshot-schedule-cron flannel-backend
  https-listen-port kube-apiserver-arg kube-controller-arg kube-controller-manager-arg kube-scheduler-arg
  secrets-encryption service-cidr service-node-port-range tls-san write-kubeconfig write-kubeconfig-group
  write-kubeconfig-mode`.split(/\s+/),
);

/** Keys that nobody else's files have: lists of arguments, and those of servers with more than one word. */
export const TELLING: readonly string[] = [...LISTS, ...[...SERVER].filter((key) => key.includes('-'))];

/** Whether only servers have the flag. */
export function isServerKey(key: string): boolean {
  return SERVER.has(fullName(key));
}

/**
 * Flags that RKE2 adds to those of K3s.
 * https://github.com/rancher/rke2/blob/6ce1a8019e9d/pkg/cli/cmds/server.go, root.go
 */
const RKE2 =
  /^(?:cni|profile|prime|ingress-controller|enable-servicelb|kubelet-path|cloud-provider-(?:name|config)|audit-policy-file|pod-security-admission-config-file|node-name-from-cloud-provider-metadata|control-plane-[a-z-]+|[a-z-]+-extra-(?:mount|env)|[a-z-]+-image)$/;

/** Whether K3s or RKE2 has a flag of that name. */
export function isKnownKey(key: string): boolean {
  return K3S_FLAGS.has(fullName(key)) || RKE2.test(key);
}
