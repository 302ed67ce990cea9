/** A flag of `k3s server` or `k3s agent`: a switch, a text, or a list with one item for each time it is given. */
export interface K3sFlag {
  kind: 'switch' | 'text' | 'list';
  /** Environment variable that counts where the flag is not given. */
  variable?: string;
}

const SWITCHES = `alsologtostderr cluster-init cluster-reset debug disable-agent disable-apiserver disable-apiserver-lb
  disable-cloud-controller disable-controller-manager disable-default-registry-endpoint disable-etcd
  disable-helm-controller disable-kube-proxy disable-network-policy disable-scheduler disable-selinux docker
  embedded-registry enable-pprof etcd-disable-snapshots etcd-expose-metrics etcd-s3 etcd-s3-insecure
  etcd-s3-skip-ssl-verify etcd-snapshot-compress flannel-external-ip flannel-ipv6-masq kine-tls multi-cluster-cidr
  no-flannel nonroot-devices prefer-bundled-bin protect-kernel-defaults rootless secrets-encryption selinux
  supervisor-metrics tls-san-security with-node-id`;

const LISTS = `airgap-extra-registry cluster-cidr cluster-dns disable etcd-arg helm-controller-arg kube-apiserver-arg
  kube-cloud-controller-arg kube-cloud-controller-manager-arg kube-controller-arg kube-controller-manager-arg
  kube-proxy-arg kube-scheduler-arg kubelet-arg no-deploy node-external-dns node-external-ip node-internal-dns node-ip
  node-label node-taint service-cidr tls-san`;

const TEXTS = `advertise-address advertise-port agent-token agent-token-file apiserver-bind-address apiserver-port
  bind-address cluster-domain cluster-reset-restore-path cluster-secret config container-runtime-endpoint data-dir
  datastore-cafile datastore-certfile datastore-endpoint datastore-keyfile default-local-storage-path default-runtime
  egress-selector-mode etcd-s3-access-key etcd-s3-bucket etcd-s3-bucket-lookup-type etcd-s3-config-secret
  etcd-s3-endpoint etcd-s3-endpoint-ca etcd-s3-folder etcd-s3-proxy etcd-s3-region etcd-s3-retention
  etcd-s3-secret-key etcd-s3-session-token etcd-s3-timeout etcd-snapshot-dir etcd-snapshot-name
  etcd-snapshot-reconcile-interval etcd-snapshot-retention etcd-snapshot-schedule-cron flannel-backend
  flannel-cni-conf flannel-conf flannel-iface helm-job-image https-listen-port image-credential-provider-bin-dir
  image-credential-provider-config image-service-endpoint lb-server-port log node-name pause-image private-registry
  resolv-conf secrets-encryption-provider server service-node-port-range servicelb-namespace snapshotter
  supervisor-port system-default-registry token token-file v vmodule vpn-auth vpn-auth-file write-kubeconfig
  write-kubeconfig-group write-kubeconfig-mode write-kubeconfig-name`;

/** Only of settings that are looked at here; those of tokens and of S3 are left out. */
const VARIABLES: Readonly<Record<string, string>> = {
  'apiserver-bind-address': 'K3S_APISERVER_BIND_ADDRESS',
  'apiserver-port': 'K3S_APISERVER_PORT',
  'cluster-init': 'K3S_CLUSTER_INIT',
  'cluster-reset': 'K3S_CLUSTER_RESET',
  config: 'K3S_CONFIG_FILE',
  'data-dir': 'K3S_DATA_DIR',
  'datastore-cafile': 'K3S_DATASTORE_CAFILE',
  'datastore-certfile': 'K3S_DATASTORE_CERTFILE',
  'datastore-endpoint': 'K3S_DATASTORE_ENDPOINT',
  'datastore-keyfile': 'K3S_DATASTORE_KEYFILE',
  'node-name': 'K3S_NODE_NAME',
  server: 'K3S_URL',
  'supervisor-port': 'K3S_SUPERVISOR_PORT',
};

export const K3S_VARIABLES: ReadonlySet<string> = new Set(Object.values(VARIABLES));

/**
 * All flags of K3s 1.24 to 1.36, of servers and agents alike: a process that runs has none that its version lacks.
 * https://github.com/k3s-io/k3s/tree/release-1.34/pkg/cli/cmds (server.go, agent.go, log.go, root.go, config.go)
 */
export const K3S_FLAGS: ReadonlyMap<string, K3sFlag> = new Map([
  ...table(SWITCHES, 'switch'),
  ...table(LISTS, 'list'),
  ...table(TEXTS, 'text'),
]);

function table(names: string, kind: K3sFlag['kind']): [string, K3sFlag][] {
  return names.split(/\s+/).map((name) => {
    const variable = VARIABLES[name];
    return [name, variable === undefined ? { kind } : { kind, variable }];
  });
}

const SHORT: Readonly<Record<string, string>> = {
  c: 'config',
  d: 'data-dir',
  i: 'node-ip',
  l: 'log',
  o: 'write-kubeconfig',
  s: 'server',
  t: 'token',
};

/** The full name of a flag, however it was written. */
export function fullName(name: string): string {
  return SHORT[name] ?? name;
}
