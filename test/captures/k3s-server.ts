import { k3sProgram } from '../support/collect/go-program.ts';
import type { Layout, Verdicts } from './layout.ts';

const DATA = '/var/lib/rancher/k3s';
const PROGRAM = `${DATA}/data/0f3a5d2b9c1e4f6708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f/bin/k3s`;
const SERVER = `${DATA}/server`;
const TLS = `${SERVER}/tls`;
const AGENT = `${DATA}/agent`;

/** As K3s writes them: certificates for all to read, keys for itself. */
const certificate = (of: { authority: string } | { leaf: string }) => ({ content: of, mode: '644' });
const KEY = 'never read';

function kubeconfig(name: string): string {
  return `apiVersion: v1
clusters:
- cluster:
    server: https://127.0.0.1:6443
    certificate-authority: ${TLS}/server-ca.crt
  name: local
contexts:
- context:
    cluster: local
    namespace: default
    user: user
  name: Default
current-context: Default
kind: Config
preferences: {}
users:
- name: user
  user:
    client-certificate: ${TLS}/client-${name}.crt
    client-key: ${TLS}/client-${name}.key
`;
}

const ETCD_CONFIG = `advertise-client-urls: https://10.0.0.11:2379
client-transport-security:
  cert-file: ${TLS}/etcd/server-client.crt
  client-cert-auth: true
  key-file: ${TLS}/etcd/server-client.key
  trusted-ca-file: ${TLS}/etcd/server-ca.crt
data-dir: ${SERVER}/db/etcd
election-timeout: 5000
experimental-initial-corrupt-check: true
experimental-watch-progress-notify-interval: 5000000000
heartbeat-interval: 500
listen-client-http-urls: https://127.0.0.1:2382
listen-client-urls: https://127.0.0.1:2379,https://10.0.0.11:2379
listen-metrics-urls: http://127.0.0.1:2381
listen-peer-urls: https://127.0.0.1:2380,https://10.0.0.11:2380
log-outputs:
- stderr
logger: zap
name: server-1-4f1c9a2e
peer-transport-security:
  cert-file: ${TLS}/etcd/peer-server-client.crt
  client-cert-auth: true
  key-file: ${TLS}/etcd/peer-server-client.key
  trusted-ca-file: ${TLS}/etcd/peer-ca.crt
snapshot-count: 10000
socket-options: {}
`;

const KUBELET_DEFAULTS = `address: 0.0.0.0
allowedUnsafeSysctls:
- net.ipv4.ip_forward
- net.ipv6.conf.all.forwarding
apiVersion: kubelet.config.k8s.io/v1beta1
authentication:
  anonymous:
    enabled: false
  webhook:
    cacheTTL: 2m0s
    enabled: true
  x509:
    clientCAFile: ${AGENT}/client-ca.crt
authorization:
  mode: Webhook
  webhook:
    cacheAuthorizedTTL: 5m0s
    cacheUnauthorizedTTL: 30s
cgroupDriver: systemd
clusterDNS:
- 10.43.0.10
clusterDomain: cluster.local
containerRuntimeEndpoint: unix:///run/k3s/containerd/containerd.sock
evictionHard:
  imagefs.available: 5%
  nodefs.available: 5%
failSwapOn: false
healthzBindAddress: 127.0.0.1
kind: KubeletConfiguration
protectKernelDefaults: true
resolverConfig: /etc/resolv.conf
serializeImagePulls: false
staticPodPath: ${AGENT}/pod-manifests
streamingConnectionIdleTimeout: 4h0m0s
tlsCertFile: ${AGENT}/serving-kubelet.crt
tlsPrivateKeyFile: ${AGENT}/serving-kubelet.key
volumeStatsAggPeriod: 1m0s
`;

const CONFIG = `write-kubeconfig-mode: "0600"
protect-kernel-defaults: true
secrets-encryption: true
cluster-init: true
token: hush-hush
kube-apiserver-arg:
  - enable-admission-plugins=NodeRestriction,EventRateLimit
  - admission-control-config-file=${SERVER}/psa.yaml
  - audit-log-path=${SERVER}/logs/audit.log
  - audit-policy-file=${SERVER}/audit.yaml
  - audit-log-maxage=30
  - audit-log-maxbackup=10
  - audit-log-maxsize=100
  - service-account-extend-token-expiration=false
kube-controller-manager-arg:
  - terminated-pod-gc-threshold=10
kubelet-arg:
  - streaming-connection-idle-timeout=5m
  - tls-cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
`;

const ADMISSION = `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
- name: EventRateLimit
  configuration:
    apiVersion: eventratelimit.admission.k8s.io/v1alpha1
    kind: Configuration
    limits:
    - type: Server
      qps: 5000
      burst: 20000
`;

const AUDIT = `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
- level: Metadata
`;

const ENCRYPTION =
  '{"kind":"EncryptionConfiguration","apiVersion":"apiserver.config.k8s.io/v1","resources":[{"resources":["secrets"],"providers":[{"aescbc":{"keys":[{"name":"aescbckey","secret":"aHVzaGh1c2hodXNoaHVzaGh1c2hodXNoaHVzaGh1c2g="}]}},{"identity":{}}]}]}';

/** As the installer writes it. https://github.com/k3s-io/k3s/blob/release-1.33/install.sh */
const UNIT = `[Unit]
Description=Lightweight Kubernetes
Documentation=https://k3s.io
Wants=network-online.target
After=network-online.target

[Install]
WantedBy=multi-user.target

[Service]
Type=notify
EnvironmentFile=-/etc/default/%N
EnvironmentFile=-/etc/sysconfig/%N
EnvironmentFile=-/etc/systemd/system/k3s.service.env
KillMode=process
Delegate=yes
User=root
LimitNOFILE=1048576
Restart=always
ExecStartPre=-/sbin/modprobe br_netfilter
ExecStartPre=-/sbin/modprobe overlay
ExecStart=/usr/local/bin/k3s \\
    server \\
	'--disable' \\
	'traefik' \\

`;

/** A server of K3s 1.33 that was hardened by its guide, with the etcd inside it as the only member. */
export const K3S_SERVER: Layout = {
  hostname: 'server-1',
  processes: {
    1: { argv: ['/sbin/init'], executable: '/usr/lib/systemd/systemd' },
    700: {
      argv: Buffer.from(`/usr/local/bin/k3s server${'\0'.repeat(40)}`, 'latin1'),
      executable: PROGRAM,
      environment: ['', '', '', 'PATH=/usr/sbin:/usr/bin', 'K3S_TOKEN=hush-hush', 'RES_OPTIONS= '],
      cwd: SERVER,
      cgroup: '0::/system.slice/k3s.service\n',
    },
    760: {
      argv: [
        'containerd',
        '-c',
        `${AGENT}/etc/containerd/config.toml`,
        '-a',
        '/run/k3s/containerd/containerd.sock',
      ],
      executable: PROGRAM,
      cgroup: '0::/system.slice/k3s.service\n',
    },
  },
  listens: { 700: [2379, 2380, 2381, 2382, 6443, 6444, 10248, 10249, 10250, 10256, 10257, 10259] },
  files: {
    [PROGRAM]: { content: k3sProgram('1.33.4'), mode: '755' },
    '/etc/os-release': { content: 'ID=ubuntu\nVERSION_ID="24.04"\n', mode: '644' },
    '/etc/systemd/system/k3s.service': { content: UNIT, mode: '644' },
    '/etc/systemd/system/k3s.service.env': 'K3S_TOKEN=hush-hush\n',
    '/etc/rancher/k3s/config.yaml': CONFIG,
    '/etc/rancher/k3s/k3s.yaml': { content: kubeconfig('admin'), wroteAt: 25 },
    [`${SERVER}/audit.yaml`]: AUDIT,
    [`${SERVER}/psa.yaml`]: ADMISSION,
    [`${SERVER}/cred/admin.kubeconfig`]: kubeconfig('admin'),
    [`${SERVER}/cred/controller.kubeconfig`]: kubeconfig('controller'),
    [`${SERVER}/cred/scheduler.kubeconfig`]: kubeconfig('scheduler'),
    [`${SERVER}/cred/encryption-config.json`]: ENCRYPTION,
    [`${SERVER}/etc/egress-selector-config.yaml`]: { content: '{}', wroteAt: 5 },
    [`${SERVER}/db/etcd`]: { directory: '700' },
    [`${SERVER}/db/etcd/config`]: { content: ETCD_CONFIG, wroteAt: 7 },
    [`${SERVER}/db/etcd/name`]: 'server-1-4f1c9a2e',
    [`${SERVER}/db/etcd/member/wal/0000000000000000-0000000000000000.wal`]: '',
    [`${SERVER}/tls`]: { directory: '700' },
    [`${TLS}/client-ca.crt`]: certificate({ authority: 'client' }),
    [`${TLS}/client-ca.nochain.crt`]: certificate({ authority: 'client' }),
    [`${TLS}/client-ca.key`]: KEY,
    [`${TLS}/server-ca.crt`]: certificate({ authority: 'server' }),
    [`${TLS}/server-ca.nochain.crt`]: certificate({ authority: 'server' }),
    [`${TLS}/server-ca.key`]: KEY,
    [`${TLS}/request-header-ca.crt`]: certificate({ authority: 'request-header' }),
    [`${TLS}/request-header-ca.key`]: KEY,
    [`${TLS}/service.key`]: KEY,
    [`${TLS}/service.current.key`]: KEY,
    [`${TLS}/serving-kube-apiserver.crt`]: certificate({ leaf: 'kube-apiserver' }),
    [`${TLS}/serving-kube-apiserver.key`]: KEY,
    [`${TLS}/client-kube-apiserver.crt`]: certificate({ leaf: 'client-kube-apiserver' }),
    [`${TLS}/client-kube-apiserver.key`]: KEY,
    [`${TLS}/client-auth-proxy.crt`]: certificate({ leaf: 'auth-proxy' }),
    [`${TLS}/client-auth-proxy.key`]: KEY,
    [`${TLS}/kube-controller-manager/kube-controller-manager.crt`]: certificate({
      leaf: 'controller-manager',
    }),
    [`${TLS}/kube-controller-manager/kube-controller-manager.key`]: KEY,
    [`${TLS}/kube-scheduler/kube-scheduler.crt`]: certificate({ leaf: 'scheduler' }),
    [`${TLS}/kube-scheduler/kube-scheduler.key`]: KEY,
    [`${TLS}/etcd/client.crt`]: certificate({ leaf: 'etcd-client' }),
    [`${TLS}/etcd/client.key`]: KEY,
    [`${TLS}/etcd/server-ca.crt`]: certificate({ authority: 'etcd-server' }),
    [`${TLS}/etcd/server-client.crt`]: certificate({ leaf: 'etcd-server-client' }),
    [`${TLS}/etcd/server-client.key`]: KEY,
    [`${TLS}/etcd/peer-ca.crt`]: certificate({ authority: 'etcd-peer' }),
    [`${TLS}/etcd/peer-server-client.crt`]: certificate({ leaf: 'etcd-peer-server-client' }),
    [`${TLS}/etcd/peer-server-client.key`]: KEY,
    [`${AGENT}/client-ca.crt`]: certificate({ authority: 'client' }),
    [`${AGENT}/server-ca.crt`]: certificate({ authority: 'server' }),
    [`${AGENT}/kubelet.kubeconfig`]: { content: kubeconfig('kubelet'), wroteAt: 12 },
    [`${AGENT}/kubeproxy.kubeconfig`]: { content: kubeconfig('kube-proxy'), wroteAt: 12 },
    [`${AGENT}/serving-kubelet.crt`]: certificate({ leaf: 'kubelet' }),
    [`${AGENT}/serving-kubelet.key`]: KEY,
    [`${AGENT}/pod-manifests`]: { directory: '750' },
    [`${AGENT}/etc/kubelet.conf.d`]: { directory: '700' },
    [`${AGENT}/etc/kubelet.conf.d/00-k3s-defaults.conf`]: { content: KUBELET_DEFAULTS, wroteAt: 14 },
    [`${AGENT}/etc/cni/net.d/10-flannel.conflist`]:
      '{"name":"cbr0","cniVersion":"1.0.0","plugins":[{"type":"flannel"}]}',
    [`${AGENT}/etc/containerd/config.toml`]: `version = 3\nroot = "${AGENT}/containerd"\n\n[plugins.'io.containerd.cri.v1.runtime'.cni]\n  bin_dirs = ["${DATA}/data/cni"]\n  conf_dir = "${AGENT}/etc/cni/net.d"\n`,
    '/var/lib/cni/networks/cbr0/10.42.0.2': { content: 'abc', mode: '644' },
    '/var/lib/kubelet/device-plugins/kubelet.sock': { content: '', wroteAt: 40 },
  },
};

export const K3S_SERVER_VERDICTS: Verdicts = [
  ['not-applicable', '1.1.1-8 4.1.1-2', 'components of k3s have neither manifests nor units'],
  ['fail', '1.1.9', 'the plugin host-local writes its leases with 0644'],
  [
    'pass',
    '1.1.10-11 1.1.13-19 1.1.21',
    'k3s writes as root, its keys and kubeconfigs with 0600; write-kubeconfig-mode is 0600',
  ],
  ['pass, letter fail', '1.1.12', 'etcd runs as root inside k3s, so root owns its data'],
  ['fail', '1.1.20 4.1.7', 'k3s writes certificates with 0644, and the benchmark allows 0600'],
  [
    'pass',
    '1.2.1-2 1.2.4-8 1.2.12-13 1.2.15-26 1.2.29',
    'what k3s hands over by itself, and the audit log of config.yaml',
  ],
  ['fail', '1.2.3 1.2.11', 'neither plugin is listed'],
  ['pass', '1.2.9-10 1.2.14', 'enable-admission-plugins lists NodeRestriction and EventRateLimit'],
  ['pass', '1.2.27-28', 'secrets-encryption writes a configuration whose first provider is aescbc'],
  [
    'pass',
    '1.3.1-7 1.4.1-2',
    'k3s binds both to 127.0.0.1 and sets profiling=false; config.yaml sets the threshold',
  ],
  ['pass', '2.1-3 2.7', 'the configuration of etcd that k3s writes'],
  ['not-applicable', '2.4-6', 'the only member, by initial-cluster'],
  ['pass', '3.2.1-2', 'the policy of the hardening guide, with levels for secrets'],
  ['pass', '4.1.3-6 4.1.8-10', 'kubeconfigs of the agent have 0600, as has the drop-in 00-k3s-defaults.conf'],
  ['pass', '4.2.1-6 4.2.8-9 4.2.12', 'k3s closes the kubelet; config.yaml sets the other settings'],
  ['pass, letter fail', '4.2.7', 'k3s always sets hostname-override, here to the name that the host has'],
  ['fail', '4.2.13', 'Pods have no limit of processes'],
  [
    'fail, letter pass',
    '4.2.10-11',
    'rotateCertificates is off by default, and k3s hands over a serving certificate, so the gate of rotation is of no effect',
  ],
  ['pass', '4.3.1', 'k3s leaves the metrics of kube-proxy at 127.0.0.1'],
];
