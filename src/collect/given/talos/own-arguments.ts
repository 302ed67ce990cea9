/** The versions of Talos that were compared. */
export const COMPARED = '1.6 to 1.13';

/** What Talos gives a component, and what becomes of an argument of the user with the same name. */
export interface OwnArguments {
  own: Readonly<Record<string, string>>;
  /** The user's values go behind Talos' own; all others take their place. */
  added: readonly string[];
  /** Talos refuses a configuration that has them. */
  denied: readonly string[];
  /** Given with values that differ between versions of Talos or depend on the node; not judged. */
  open: readonly string[];
}

const SECRETS = '/system/secrets/kubernetes';
const CONFIG = '/system/config/kubernetes';
export const AUDIT_POLICY = `${CONFIG}/kube-apiserver/auditpolicy.yaml`;
export const KUBELET_CONFIG = '/etc/kubernetes/kubelet.yaml';

function apiSecret(name: string): string {
  return `${SECRETS}/kube-apiserver/${name}`;
}

const API_SERVER_FILES: Readonly<Record<string, string>> = {
  'client-ca-file': apiSecret('ca.crt'),
  'requestheader-client-ca-file': apiSecret('aggregator-ca.crt'),
  'proxy-client-cert-file': apiSecret('front-proxy-client.crt'),
  'proxy-client-key-file': apiSecret('front-proxy-client.key'),
  'encryption-provider-config': apiSecret('encryptionconfig.yaml'),
  'etcd-cafile': apiSecret('etcd-client-ca.crt'),
  'etcd-certfile': apiSecret('etcd-client.crt'),
  'etcd-keyfile': apiSecret('etcd-client.key'),
  'kubelet-client-certificate': apiSecret('apiserver-kubelet-client.crt'),
  'kubelet-client-key': apiSecret('apiserver-kubelet-client.key'),
  'service-account-key-file': apiSecret('service-account.pub'),
  'service-account-signing-key-file': apiSecret('service-account.key'),
  'tls-cert-file': apiSecret('apiserver.crt'),
  'tls-private-key-file': apiSecret('apiserver.key'),
};

/**
 * Arguments of the control plane, alike in Talos 1.6.8, 1.8.4, 1.9.6, 1.10.9, 1.11.6, 1.12.11 and 1.13.9 but for the cipher
 * suites of the API server (1.12), how it is told its authorizers (1.9), Node and RBAC both ways, and the name of the loopback
 * address of etcd.
 * https://github.com/siderolabs/talos/blob/v1.13.9/internal/app/machined/pkg/controllers/k8s/control_plane_static_pod.go
 * manageAPIServer, manageControllerManager, manageScheduler; pkg/argsbuilder/argsbuilder_args.go Merge
 */
export const API_SERVER: OwnArguments = {
  own: {
    ...API_SERVER_FILES,
    'admission-control-config-file': `${CONFIG}/kube-apiserver/admission-control-config.yaml`,
    'allow-privileged': 'true',
    'anonymous-auth': 'false',
    'api-audiences': 'https://endpoint',
    'audit-log-maxage': '30',
    'audit-log-maxbackup': '10',
    'audit-log-maxsize': '100',
    'audit-log-path': '/var/log/audit/kube/kube-apiserver.log',
    'audit-policy-file': AUDIT_POLICY,
    'authorization-mode': 'Node,RBAC',
    'bind-address': '0.0.0.0',
    'enable-admission-plugins': 'NodeRestriction',
    'enable-bootstrap-token-auth': 'true',
    'etcd-servers': 'https://127.0.0.1:2379',
    'kubelet-preferred-address-types': 'InternalIP,ExternalIP,Hostname',
    profiling: 'false',
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-username-headers': 'X-Remote-User',
    'secure-port': '6443',
    'service-account-issuer': 'https://endpoint',
    'tls-min-version': 'VersionTLS12',
  },
  added: ['enable-admission-plugins', 'feature-gates', 'authorization-mode', 'tls-cipher-suites'],
  denied: [...Object.keys(API_SERVER_FILES), 'authorization-config', 'etcd-servers'],
  open: [...['tls-cipher-suites', 'etcd-servers', 'secure-port'], 'admission-control-config-file'],
};

const MANAGER = `${SECRETS}/kube-controller-manager`;

export const CONTROLLER_MANAGER: OwnArguments = {
  own: {
    'allocate-node-cidrs': 'true',
    'authentication-kubeconfig': `${MANAGER}/kubeconfig`,
    'authorization-kubeconfig': `${MANAGER}/kubeconfig`,
    'bind-address': '127.0.0.1',
    'cluster-signing-cert-file': `${MANAGER}/ca.crt`,
    'cluster-signing-key-file': `${MANAGER}/ca.key`,
    'configure-cloud-routes': 'false',
    controllers: '*,tokencleaner',
    kubeconfig: `${MANAGER}/kubeconfig`,
    'leader-elect': 'true',
    profiling: 'false',
    'root-ca-file': `${MANAGER}/ca.crt`,
    'service-account-private-key-file': `${MANAGER}/service-account.key`,
    'tls-min-version': 'VersionTLS13',
    'use-service-account-credentials': 'true',
  },
  added: ['service-cluster-ip-range', 'controllers'],
  denied: [
    ...['cluster-signing-cert-file', 'cluster-signing-key-file', 'authentication-kubeconfig'],
    ...['authorization-kubeconfig', 'root-ca-file', 'service-account-private-key-file'],
  ],
  open: [],
};

const SCHEDULER_CONFIG = `${SECRETS}/kube-scheduler/kubeconfig`;

export const SCHEDULER: OwnArguments = {
  own: {
    'authentication-kubeconfig': SCHEDULER_CONFIG,
    'authentication-tolerate-lookup-failure': 'false',
    'authorization-kubeconfig': SCHEDULER_CONFIG,
    'bind-address': '127.0.0.1',
    config: `${CONFIG}/kube-scheduler/scheduler-config.yaml`,
    'leader-elect': 'true',
    profiling: 'false',
    'tls-min-version': 'VersionTLS13',
  },
  added: [],
  denied: ['kubeconfig', 'authentication-kubeconfig', 'authorization-kubeconfig', 'config'],
  open: [],
};

const ETCD_OWN: Readonly<Record<string, string>> = {
  'auto-tls': 'false',
  'cert-file': '/system/secrets/etcd/server.crt',
  'client-cert-auth': 'true',
  'data-dir': '/var/lib/etcd',
  'key-file': '/system/secrets/etcd/server.key',
  'listen-client-urls': 'https://192.0.2.1:2379',
  'listen-peer-urls': 'https://192.0.2.1:2380',
  'peer-auto-tls': 'false',
  'peer-cert-file': '/system/secrets/etcd/peer.crt',
  'peer-client-cert-auth': 'true',
  'peer-key-file': '/system/secrets/etcd/peer.key',
  'peer-trusted-ca-file': '/system/secrets/etcd/ca.crt',
  'trusted-ca-file': '/system/secrets/etcd/ca.crt',
};

/**
 * What of etcd's arguments is alike in those versions, and judged. It listens with TLS on addresses of the node, for which one
 * stands that no node has.
 * https://github.com/siderolabs/talos/blob/v1.13.9/internal/app/machined/pkg/system/services/etcd.go argsForControlPlane
 */
export const ETCD: OwnArguments = {
  own: { ...ETCD_OWN, 'advertise-client-urls': 'https://192.0.2.1:2379' },
  added: [],
  denied: [...Object.keys(ETCD_OWN), 'name'],
  open: [
    'name',
    ...['initial-advertise-peer-urls', 'initial-cluster', 'initial-cluster-state', 'voting members'],
  ],
};

/**
 * Talos writes the kubelet's settings to its file; those that no configuration overrides, and those it has where nothing is
 * said, stand here as the flags of the same meaning.
 * https://github.com/siderolabs/talos/blob/v1.13.9/internal/app/machined/pkg/controllers/k8s/kubelet_spec.go
 * NewKubeletConfiguration
 */
export const KUBELET: OwnArguments = {
  own: {
    'anonymous-auth': 'false',
    'authentication-token-webhook': 'true',
    'authorization-mode': 'Webhook',
    'cert-dir': '/var/lib/kubelet/pki',
    'client-ca-file': '/etc/kubernetes/pki/ca.crt',
    config: KUBELET_CONFIG,
    kubeconfig: '/etc/kubernetes/kubeconfig-kubelet',
    'protect-kernel-defaults': 'true',
    'rotate-certificates': 'true',
  },
  added: [],
  denied: [
    'bootstrap-kubeconfig',
    'kubeconfig',
    'container-runtime',
    'container-runtime-endpoint',
    'config',
    'cert-dir',
  ],
  // In containers Talos leaves the kernel's defaults alone.
  open: ['hostname-override', 'hostname-overridden', 'unit-ip-address-deny', 'protect-kernel-defaults'],
};

/**
 * Keys of `extraConfig` that Talos refuses.
 * https://github.com/siderolabs/talos/blob/v1.13.9/pkg/machinery/kubelet/kubelet.go
 */
export const PROTECTED: readonly string[] = [
  ...['apiVersion', 'authentication', 'authorization', 'cgroupRoot', 'kind', 'kubeletCgroups', 'port'],
  ...[
    'protectKernelDefaults',
    'resolvConf',
    'rotateCertificates',
    'systemCgroups',
    'staticPodPath',
    'seccompDefault',
  ],
];

/** Own settings that a key of `extraConfig` takes the place of. */
export const KUBELET_UNLESS_SET: readonly { key: string; name: string; value: string }[] = [
  { key: 'streamingConnectionIdleTimeout', name: 'streaming-connection-idle-timeout', value: '5m' },
  { key: 'tlsMinVersion', name: 'tls-min-version', value: 'VersionTLS13' },
];
