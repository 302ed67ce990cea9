import type { Layout, Verdicts } from './layout.ts';

const DATA = '/var/lib/rancher/rke2';
const BIN = `${DATA}/data/v1.33.4-rke2r1-3c5b7c1d8a2e/bin`;
const SERVER = `${DATA}/server`;
const TLS = `${SERVER}/tls`;
const AGENT = `${DATA}/agent`;
const IMAGE = 'index.docker.io/rancher/hardened-kubernetes:v1.33.4-rke2r1-build20250814';
const ETCD_IMAGE = 'index.docker.io/rancher/hardened-etcd:v3.5.21-k3s1-build20250612';
const KEY = 'never read';

const certificate = (of: { authority: string } | { leaf: string }) => ({ content: of, mode: '644' });

function container(number: number): string {
  const id = String(number).repeat(64).slice(0, 64);
  return `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1234.slice/cri-containerd-${id}.scope\n`;
}

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
    user: user
  name: Default
current-context: Default
kind: Config
users:
- name: user
  user:
    client-certificate: ${TLS}/client-${name}.crt
    client-key: ${TLS}/client-${name}.key
`;
}

function manifest(program: string, image: string, args: readonly string[]): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${program}
  namespace: kube-system
  labels:
    component: ${program}
    tier: control-plane
spec:
  hostNetwork: true
  containers:
  - name: ${program}
    image: ${image}
    command:
    - ${program}
    args:
${args.map((word) => `    - ${word}\n`).join('')}    env:
    - name: FILE_HASH
      value: 0c1d2e3f
`;
}

const SUITES = [
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305',
].join(',');

/** As RKE2 with `profile: cis` starts them. https://github.com/rancher/rke2/blob/v1.33.4+rke2r1/pkg/executor/staticpod/staticpod.go */
const API_SERVER = [
  `--admission-control-config-file=/etc/rancher/rke2/rke2-pss.yaml`,
  `--audit-policy-file=/etc/rancher/rke2/audit-policy.yaml`,
  '--audit-log-maxage=30',
  '--audit-log-maxbackup=10',
  '--audit-log-maxsize=100',
  `--audit-log-path=${SERVER}/logs/audit.log`,
  '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
  '--allow-privileged=true',
  '--anonymous-auth=false',
  '--api-audiences=https://kubernetes.default.svc.cluster.local,rke2',
  '--authorization-mode=Node,RBAC',
  '--bind-address=0.0.0.0',
  `--cert-dir=${TLS}/temporary-certs`,
  `--client-ca-file=${TLS}/client-ca.crt`,
  `--egress-selector-config-file=${SERVER}/etc/egress-selector-config.yaml`,
  '--enable-admission-plugins=NodeRestriction',
  '--enable-aggregator-routing=true',
  '--enable-bootstrap-token-auth=true',
  `--encryption-provider-config=${SERVER}/cred/encryption-config.json`,
  '--encryption-provider-config-automatic-reload=true',
  `--etcd-cafile=${TLS}/etcd/server-ca.crt`,
  `--etcd-certfile=${TLS}/etcd/client.crt`,
  `--etcd-keyfile=${TLS}/etcd/client.key`,
  '--etcd-servers=https://127.0.0.1:2379',
  `--kubelet-certificate-authority=${TLS}/server-ca.crt`,
  `--kubelet-client-certificate=${TLS}/client-kube-apiserver.crt`,
  `--kubelet-client-key=${TLS}/client-kube-apiserver.key`,
  '--profiling=false',
  `--proxy-client-cert-file=${TLS}/client-auth-proxy.crt`,
  `--proxy-client-key-file=${TLS}/client-auth-proxy.key`,
  '--requestheader-allowed-names=system:auth-proxy',
  `--requestheader-client-ca-file=${TLS}/request-header-ca.crt`,
  '--requestheader-extra-headers-prefix=X-Remote-Extra-',
  '--requestheader-group-headers=X-Remote-Group',
  '--requestheader-username-headers=X-Remote-User',
  '--secure-port=6443',
  '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
  `--service-account-key-file=${TLS}/service.key`,
  `--service-account-signing-key-file=${TLS}/service.current.key`,
  '--service-cluster-ip-range=10.43.0.0/16',
  '--service-node-port-range=30000-32767',
  '--storage-backend=etcd3',
  `--tls-cert-file=${TLS}/serving-kube-apiserver.crt`,
  `--tls-cipher-suites=${SUITES}`,
  `--tls-private-key-file=${TLS}/serving-kube-apiserver.key`,
];

const CONTROLLER_MANAGER = [
  '--permit-port-sharing=true',
  '--flex-volume-plugin-dir=/var/lib/kubelet/volumeplugins',
  '--terminated-pod-gc-threshold=1000',
  '--allocate-node-cidrs=true',
  `--authentication-kubeconfig=${SERVER}/cred/controller.kubeconfig`,
  `--authorization-kubeconfig=${SERVER}/cred/controller.kubeconfig`,
  '--bind-address=127.0.0.1',
  '--cluster-cidr=10.42.0.0/16',
  `--cluster-signing-kube-apiserver-client-cert-file=${TLS}/client-ca.nochain.crt`,
  `--cluster-signing-kube-apiserver-client-key-file=${TLS}/client-ca.key`,
  '--configure-cloud-routes=false',
  '--controllers=*,tokencleaner,-service,-route,-cloud-node-lifecycle',
  `--kubeconfig=${SERVER}/cred/controller.kubeconfig`,
  '--profiling=false',
  `--root-ca-file=${TLS}/server-ca.crt`,
  '--secure-port=10257',
  `--service-account-private-key-file=${TLS}/service.current.key`,
  '--service-cluster-ip-range=10.43.0.0/16',
  '--use-service-account-credentials=true',
];

const SCHEDULER = [
  '--permit-port-sharing=true',
  `--authentication-kubeconfig=${SERVER}/cred/scheduler.kubeconfig`,
  `--authorization-kubeconfig=${SERVER}/cred/scheduler.kubeconfig`,
  '--bind-address=127.0.0.1',
  `--kubeconfig=${SERVER}/cred/scheduler.kubeconfig`,
  '--profiling=false',
  '--secure-port=10259',
];

const KUBE_PROXY = [
  '--cluster-cidr=10.42.0.0/16',
  '--conntrack-max-per-core=0',
  '--conntrack-tcp-timeout-close-wait=0s',
  '--conntrack-tcp-timeout-established=0s',
  '--healthz-bind-address=127.0.0.1',
  '--hostname-override=cp-1',
  `--kubeconfig=${AGENT}/kubeproxy.kubeconfig`,
  '--proxy-mode=iptables',
];

const ETCD = [`--config-file=${SERVER}/db/etcd/config`];

const ETCD_CONFIG = `advertise-client-urls: https://10.0.0.21:2379
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
initial-advertise-peer-urls: https://10.0.0.21:2380
initial-cluster: cp-1-8d2f=https://10.0.0.21:2380,cp-2-11aa=https://10.0.0.22:2380,cp-3-22bb=https://10.0.0.23:2380
initial-cluster-state: existing
listen-client-http-urls: https://127.0.0.1:2382
listen-client-urls: https://127.0.0.1:2379,https://10.0.0.21:2379
listen-metrics-urls: http://127.0.0.1:2381
listen-peer-urls: https://127.0.0.1:2380,https://10.0.0.21:2380
log-outputs:
- stderr
logger: zap
name: cp-1-8d2f
peer-transport-security:
  cert-file: ${TLS}/etcd/peer-server-client.crt
  client-cert-auth: true
  key-file: ${TLS}/etcd/peer-server-client.key
  trusted-ca-file: ${TLS}/etcd/peer-ca.crt
snapshot-count: 10000
`;

const KUBELET = [
  'kubelet',
  '--volume-plugin-dir=/var/lib/kubelet/volumeplugins',
  '--file-check-frequency=5s',
  '--sync-frequency=30s',
  '--cloud-provider=external',
  `--config-dir=${AGENT}/etc/kubelet.conf.d`,
  '--containerd=/run/k3s/containerd/containerd.sock',
  '--hostname-override=cp-1',
  `--kubeconfig=${AGENT}/kubelet.kubeconfig`,
  '--node-ip=10.0.0.21',
  '--node-labels=',
  '--read-only-port=0',
];

const KUBELET_DEFAULTS = `address: 0.0.0.0
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
cgroupDriver: systemd
clusterDomain: cluster.local
failSwapOn: false
kind: KubeletConfiguration
protectKernelDefaults: true
staticPodPath: ${AGENT}/pod-manifests
streamingConnectionIdleTimeout: 4h0m0s
tlsCertFile: ${AGENT}/serving-kubelet.crt
tlsPrivateKeyFile: ${AGENT}/serving-kubelet.key
`;

const PSS = `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
- name: PodSecurity
  configuration:
    apiVersion: pod-security.admission.config.k8s.io/v1beta1
    kind: PodSecurityConfiguration
    defaults:
      enforce: restricted
      enforce-version: latest
`;

/** What RKE2 writes where there is none yet: nothing is recorded. pkg/podtemplate WriteDefaultPolicyFile */
const AUDIT = `apiVersion: audit.k8s.io/v1
kind: Policy
metadata:
  creationTimestamp: null
rules:
- level: None
`;

const ENCRYPTION =
  '{"kind":"EncryptionConfiguration","apiVersion":"apiserver.config.k8s.io/v1","resources":[{"resources":["secrets"],"providers":[{"aescbc":{"keys":[{"name":"aescbckey","secret":"aHVzaGh1c2hodXNoaHVzaGh1c2hodXNoaHVzaGh1c2g="}]}},{"identity":{}}]}]}';

function inPod(number: number, program: string, args: readonly string[]) {
  return {
    argv: [program, ...args],
    executable: program === 'etcd' ? '/usr/local/bin/etcd' : `/usr/local/bin/${program}`,
    environment: ['PATH=/usr/bin', 'FILE_HASH=0c1d2e3f'],
    cgroup: container(number),
    uid: program === 'etcd' ? 52034 : 0,
  };
}

/** The first of three servers of RKE2 1.33 with `profile: cis`: its kubelet is a child, the rest are static Pods. */
export const RKE2_SERVER: Layout = {
  hostname: 'cp-1',
  processes: {
    1: { argv: ['/sbin/init'], executable: '/usr/lib/systemd/systemd' },
    800: {
      argv: Buffer.from(`/usr/local/bin/rke2 server${'\0'.repeat(20)}`, 'latin1'),
      executable: '/usr/local/bin/rke2',
      cgroup: '0::/system.slice/rke2-server.service\n',
    },
    810: {
      argv: [
        'containerd',
        '-c',
        `${AGENT}/etc/containerd/config.toml`,
        '-a',
        '/run/k3s/containerd/containerd.sock',
      ],
      executable: `${BIN}/containerd`,
      cgroup: '0::/system.slice/rke2-server.service\n',
    },
    820: { argv: KUBELET, executable: `${BIN}/kubelet`, cgroup: '0::/system.slice/rke2-server.service\n' },
    901: inPod(1, 'etcd', ETCD),
    902: inPod(2, 'kube-apiserver', API_SERVER),
    903: inPod(3, 'kube-controller-manager', CONTROLLER_MANAGER),
    904: inPod(4, 'kube-scheduler', SCHEDULER),
    905: inPod(5, 'kube-proxy', KUBE_PROXY),
    906: inPod(6, 'cloud-controller-manager', ['--profiling=false']),
  },
  owners: {
    [`${SERVER}/db/etcd`]: '52034:52034',
    [`${TLS}/etcd/server-client.crt`]: '52034:52034',
    [`${TLS}/etcd/server-client.key`]: '52034:52034',
    [`${TLS}/etcd/server-ca.crt`]: '52034:52034',
    [`${TLS}/etcd/peer-server-client.crt`]: '52034:52034',
    [`${TLS}/etcd/peer-server-client.key`]: '52034:52034',
    [`${TLS}/etcd/peer-ca.crt`]: '52034:52034',
  },
  names: { '52034': 'etcd' },
  files: {
    '/etc/os-release': { content: 'ID=sles\nVERSION_ID="15.6"\n', mode: '644' },
    '/etc/systemd/system/rke2-server.service': {
      content: '[Service]\nExecStart=/usr/local/bin/rke2 server\n',
      mode: '644',
    },
    '/etc/rancher/rke2/config.yaml': 'profile: cis\nselinux: true\n',
    '/etc/rancher/rke2/rke2.yaml': kubeconfig('admin'),
    '/etc/rancher/rke2/rke2-pss.yaml': PSS,
    '/etc/rancher/rke2/audit-policy.yaml': AUDIT,
    [`${AGENT}/pod-manifests/etcd.yaml`]: manifest('etcd', ETCD_IMAGE, ETCD),
    [`${AGENT}/pod-manifests/kube-apiserver.yaml`]: manifest('kube-apiserver', IMAGE, API_SERVER),
    [`${AGENT}/pod-manifests/kube-controller-manager.yaml`]: manifest(
      'kube-controller-manager',
      IMAGE,
      CONTROLLER_MANAGER,
    ),
    [`${AGENT}/pod-manifests/kube-scheduler.yaml`]: manifest('kube-scheduler', IMAGE, SCHEDULER),
    [`${AGENT}/pod-manifests/kube-proxy.yaml`]: manifest('kube-proxy', IMAGE, KUBE_PROXY),
    [`${SERVER}/cred/admin.kubeconfig`]: kubeconfig('admin'),
    [`${SERVER}/cred/controller.kubeconfig`]: kubeconfig('controller'),
    [`${SERVER}/cred/scheduler.kubeconfig`]: kubeconfig('scheduler'),
    [`${SERVER}/cred/encryption-config.json`]: ENCRYPTION,
    [`${SERVER}/etc/egress-selector-config.yaml`]: '{}',
    [`${SERVER}/db/etcd`]: { directory: '700' },
    [`${SERVER}/db/etcd/config`]: ETCD_CONFIG,
    [`${SERVER}/db/etcd/name`]: 'cp-1-8d2f',
    [`${SERVER}/db/etcd/member/wal/0000000000000000-0000000000000000.wal`]: '',
    [`${TLS}/client-ca.crt`]: certificate({ authority: 'client' }),
    [`${TLS}/client-ca.nochain.crt`]: certificate({ authority: 'client' }),
    [`${TLS}/client-ca.key`]: KEY,
    [`${TLS}/server-ca.crt`]: certificate({ authority: 'server' }),
    [`${TLS}/server-ca.key`]: KEY,
    [`${TLS}/request-header-ca.crt`]: certificate({ authority: 'request-header' }),
    [`${TLS}/service.key`]: KEY,
    [`${TLS}/service.current.key`]: KEY,
    [`${TLS}/serving-kube-apiserver.crt`]: certificate({ leaf: 'kube-apiserver' }),
    [`${TLS}/serving-kube-apiserver.key`]: KEY,
    [`${TLS}/client-kube-apiserver.crt`]: certificate({ leaf: 'client-kube-apiserver' }),
    [`${TLS}/client-kube-apiserver.key`]: KEY,
    [`${TLS}/client-auth-proxy.crt`]: certificate({ leaf: 'auth-proxy' }),
    [`${TLS}/client-auth-proxy.key`]: KEY,
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
    [`${AGENT}/kubelet.kubeconfig`]: kubeconfig('kubelet'),
    [`${AGENT}/kubeproxy.kubeconfig`]: kubeconfig('kube-proxy'),
    [`${AGENT}/serving-kubelet.crt`]: certificate({ leaf: 'kubelet' }),
    [`${AGENT}/serving-kubelet.key`]: KEY,
    [`${AGENT}/etc/kubelet.conf.d/00-rke2-defaults.conf`]: KUBELET_DEFAULTS,
    [`${AGENT}/etc/containerd/config.toml`]: `version = 3\nroot = "${AGENT}/containerd"\n`,
    '/etc/cni/net.d/10-canal.conflist': '{"name":"k8s-pod-network","plugins":[{"type":"calico"}]}',
    '/etc/cni/net.d/calico-kubeconfig': kubeconfig('calico'),
    '/var/lib/cni/.keep': '',
    '/var/lib/kubelet/pki/.keep': '',
  },
};

export const RKE2_SERVER_VERDICTS: Verdicts = [
  [
    'pass',
    '1.1.1-11 1.1.13-18 1.1.21',
    'profile: cis has files written with 0600; etcd has a user of its own',
  ],
  ['pass, letter fail', '1.1.12', 'etcd:etcd with a uid of 52034, as etcd runs'],
  ['pass, letter fail', '1.1.19', 'certificates and keys of etcd belong to etcd, which alone uses them'],
  ['fail', '1.1.20 4.1.7', 'RKE2 writes certificates with 0644, and the benchmark allows 0600'],
  ['pass', '1.2.1-2 1.2.4-8 1.2.10 1.2.13-16 1.2.21-30', 'what RKE2 hands over by itself'],
  ['fail', '1.2.3 1.2.9 1.2.11', 'enable-admission-plugins lists NodeRestriction only'],
  [
    'pass, letter fail',
    '1.2.12',
    '1.33 has no SecurityContextDeny any more, and Pod Security stands in for it',
  ],
  [
    'fail, letter pass',
    '1.2.17-20 3.2.1',
    'the policy that RKE2 writes has one rule, of level None: nothing is logged',
  ],
  ['fail', '3.2.2', 'the policy that RKE2 writes records nothing'],
  ['pass', '1.3.1-7 1.4.1-2', 'what RKE2 hands over by itself'],
  ['pass', '2.1-7', 'the configuration file of etcd that RKE2 writes'],
  ['not-applicable', '4.1.1-2', 'rke2 starts the kubelet, without a unit'],
  [
    'pass',
    '4.1.3-6 4.1.8-10',
    'kubeconfigs of the agent have 0600, as has the drop-in 00-rke2-defaults.conf',
  ],
  ['pass', '4.2.1-6 4.2.8-9', 'what RKE2 hands over by itself, protect-kernel-defaults from profile: cis'],
  ['pass, letter fail', '4.2.7', 'RKE2 always sets hostname-override, here to the name that the host has'],
  ['fail', '4.2.12-13', 'RKE2 sets none of them'],
  [
    'fail, letter pass',
    '4.2.10-11',
    'rotateCertificates is off by default, and RKE2 hands over a serving certificate, so the gate of rotation is of no effect',
  ],
];
