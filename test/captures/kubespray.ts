import type { Layout, Verdicts } from './layout.ts';

const CONFIG = '/etc/kubernetes';
const PKI = `${CONFIG}/ssl`;
const ETCD = '/etc/ssl/etcd/ssl';
const IMAGE = 'registry.k8s.io';
const KEY = 'never read';

const certificate = (of: { authority: string } | { leaf: string }) => ({ content: of, mode: '644' });

function container(number: number): string {
  const id = String(number).repeat(64).slice(0, 64);
  return `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod5678.slice/cri-containerd-${id}.scope\n`;
}

function manifest(program: string, words: readonly string[]): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${program}
  namespace: kube-system
spec:
  hostNetwork: true
  containers:
  - name: ${program}
    image: ${IMAGE}/${program}:v1.29.5
    command:
    - ${program}
${words.map((word) => `    - ${word}\n`).join('')}`;
}

const API_SERVER = [
  '--advertise-address=10.0.0.31',
  '--allow-privileged=true',
  '--anonymous-auth=True',
  '--apiserver-count=3',
  '--authorization-mode=Node,RBAC',
  '--bind-address=0.0.0.0',
  `--client-ca-file=${PKI}/ca.crt`,
  '--default-not-ready-toleration-seconds=300',
  '--default-unreachable-toleration-seconds=300',
  '--enable-admission-plugins=NodeRestriction',
  '--enable-aggregator-routing=False',
  '--enable-bootstrap-token-auth=true',
  '--endpoint-reconciler-type=lease',
  `--etcd-cafile=${ETCD}/ca.pem`,
  `--etcd-certfile=${ETCD}/node-node1.pem`,
  `--etcd-keyfile=${ETCD}/node-node1-key.pem`,
  '--etcd-servers=https://10.0.0.31:2379,https://10.0.0.32:2379,https://10.0.0.33:2379',
  '--event-ttl=1h0m0s',
  `--kubelet-client-certificate=${PKI}/apiserver-kubelet-client.crt`,
  `--kubelet-client-key=${PKI}/apiserver-kubelet-client.key`,
  '--kubelet-preferred-address-types=InternalDNS,InternalIP,Hostname,ExternalDNS,ExternalIP',
  '--profiling=False',
  `--proxy-client-cert-file=${PKI}/front-proxy-client.crt`,
  `--proxy-client-key-file=${PKI}/front-proxy-client.key`,
  '--request-timeout=1m0s',
  '--requestheader-allowed-names=front-proxy-client',
  `--requestheader-client-ca-file=${PKI}/front-proxy-ca.crt`,
  '--requestheader-extra-headers-prefix=X-Remote-Extra-',
  '--requestheader-group-headers=X-Remote-Group',
  '--requestheader-username-headers=X-Remote-User',
  '--secure-port=6443',
  '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
  `--service-account-key-file=${PKI}/sa.pub`,
  '--service-account-lookup=True',
  `--service-account-signing-key-file=${PKI}/sa.key`,
  '--service-cluster-ip-range=10.233.0.0/18',
  '--service-node-port-range=30000-32767',
  '--storage-backend=etcd3',
  `--tls-cert-file=${PKI}/apiserver.crt`,
  `--tls-private-key-file=${PKI}/apiserver.key`,
];

const CONTROLLER_MANAGER = [
  '--allocate-node-cidrs=true',
  `--authentication-kubeconfig=${CONFIG}/controller-manager.conf`,
  `--authorization-kubeconfig=${CONFIG}/controller-manager.conf`,
  '--bind-address=0.0.0.0',
  `--client-ca-file=${PKI}/ca.crt`,
  '--cluster-cidr=10.233.64.0/18',
  '--cluster-name=cluster.local',
  `--cluster-signing-cert-file=${PKI}/ca.crt`,
  `--cluster-signing-key-file=${PKI}/ca.key`,
  '--configure-cloud-routes=false',
  '--controllers=*,bootstrapsigner,tokencleaner',
  `--kubeconfig=${CONFIG}/controller-manager.conf`,
  '--leader-elect=true',
  '--node-cidr-mask-size=24',
  '--node-monitor-grace-period=40s',
  '--node-monitor-period=5s',
  '--profiling=False',
  `--requestheader-client-ca-file=${PKI}/front-proxy-ca.crt`,
  `--root-ca-file=${PKI}/ca.crt`,
  `--service-account-private-key-file=${PKI}/sa.key`,
  '--service-cluster-ip-range=10.233.0.0/18',
  '--terminated-pod-gc-threshold=12500',
  '--use-service-account-credentials=true',
];

const SCHEDULER = [
  `--authentication-kubeconfig=${CONFIG}/scheduler.conf`,
  `--authorization-kubeconfig=${CONFIG}/scheduler.conf`,
  '--bind-address=0.0.0.0',
  `--config=${CONFIG}/kubescheduler-config.yaml`,
  `--kubeconfig=${CONFIG}/scheduler.conf`,
  '--leader-elect=true',
];

const SCHEDULER_CONFIG = `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
clientConnection:
  kubeconfig: "${CONFIG}/scheduler.conf"
`;

const KUBELET = [
  '/usr/local/bin/kubelet',
  '--v=2',
  '--node-ip=10.0.0.31',
  '--hostname-override=node1',
  `--bootstrap-kubeconfig=${CONFIG}/bootstrap-kubelet.conf`,
  `--config=${CONFIG}/kubelet-config.yaml`,
  `--kubeconfig=${CONFIG}/kubelet.conf`,
  '--container-runtime-endpoint=unix:///var/run/containerd/containerd.sock',
  '--runtime-cgroups=/system.slice/containerd.service',
];

/** https://github.com/kubernetes-sigs/kubespray/blob/v2.25.0/roles/kubernetes/node/templates/kubelet.env.v1beta1.j2 */
const KUBELET_ENV = `KUBE_LOG_LEVEL="--v=2"
KUBELET_ADDRESS="--node-ip=10.0.0.31"
KUBELET_HOSTNAME="--hostname-override=node1"

KUBELET_ARGS="--bootstrap-kubeconfig=${CONFIG}/bootstrap-kubelet.conf \\
--config=${CONFIG}/kubelet-config.yaml \\
--kubeconfig=${CONFIG}/kubelet.conf \\
--container-runtime-endpoint=unix:///var/run/containerd/containerd.sock \\
--runtime-cgroups=/system.slice/containerd.service \\
  "
KUBELET_CLOUDPROVIDER=""

PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
`;

const KUBELET_CONFIG = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
nodeStatusUpdateFrequency: "10s"
failSwapOn: True
authentication:
  anonymous:
    enabled: false
  webhook:
    enabled: True
  x509:
    clientCAFile: ${PKI}/ca.crt
authorization:
  mode: Webhook
staticPodPath: "${CONFIG}/manifests"
cgroupDriver: systemd
containerLogMaxFiles: 5
containerLogMaxSize: 10Mi
maxPods: 110
podPidsLimit: -1
address: 10.0.0.31
readOnlyPort: 0
healthzPort: 10248
healthzBindAddress: 127.0.0.1
kubeletCgroups: /system.slice/kubelet.service
clusterDomain: cluster.local
protectKernelDefaults: true
rotateCertificates: true
clusterDNS:
- 169.254.25.10
resolvConf: "/etc/resolv.conf"
eventRecordQPS: 50
shutdownGracePeriod: 60s
shutdownGracePeriodCriticalPods: 20s
maxParallelImagePulls: 1
`;

const KUBELET_UNIT = `[Unit]
Description=Kubernetes Kubelet Server
After=containerd.service
Wants=containerd.service

[Service]
EnvironmentFile=-${CONFIG}/kubelet.env
ExecStart=/usr/local/bin/kubelet \\
		$KUBE_LOGTOSTDERR \\
		$KUBE_LOG_LEVEL \\
		$KUBELET_API_SERVER \\
		$KUBELET_ADDRESS \\
		$KUBELET_PORT \\
		$KUBELET_HOSTNAME \\
		$KUBELET_ARGS
Restart=always

[Install]
WantedBy=multi-user.target
`;

const PROXY_CONFIG = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
bindAddress: 0.0.0.0
clientConnection:
  kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
healthzBindAddress: 0.0.0.0:10256
hostnameOverride: "node1"
metricsBindAddress: 127.0.0.1:10249
mode: ipvs
`;

/** https://github.com/kubernetes-sigs/kubespray/blob/v2.25.0/roles/etcd/templates/etcd.env.j2 */
const ETCD_ENV = {
  ETCD_DATA_DIR: '/var/lib/etcd',
  ETCD_ADVERTISE_CLIENT_URLS: 'https://10.0.0.31:2379',
  ETCD_INITIAL_ADVERTISE_PEER_URLS: 'https://10.0.0.31:2380',
  ETCD_INITIAL_CLUSTER_STATE: 'existing',
  ETCD_METRICS: 'basic',
  ETCD_LISTEN_CLIENT_URLS: 'https://10.0.0.31:2379,https://127.0.0.1:2379',
  ETCD_ELECTION_TIMEOUT: '5000',
  ETCD_HEARTBEAT_INTERVAL: '250',
  ETCD_INITIAL_CLUSTER_TOKEN: 'k8s_etcd',
  ETCD_LISTEN_PEER_URLS: 'https://10.0.0.31:2380',
  ETCD_NAME: 'etcd1',
  ETCD_PROXY: 'off',
  ETCD_INITIAL_CLUSTER:
    'etcd1=https://10.0.0.31:2380,etcd2=https://10.0.0.32:2380,etcd3=https://10.0.0.33:2380',
  ETCD_AUTO_COMPACTION_RETENTION: '8',
  ETCD_SNAPSHOT_COUNT: '100000',
  ETCD_TRUSTED_CA_FILE: `${ETCD}/ca.pem`,
  ETCD_CERT_FILE: `${ETCD}/member-node1.pem`,
  ETCD_KEY_FILE: `${ETCD}/member-node1-key.pem`,
  ETCD_CLIENT_CERT_AUTH: 'true',
  ETCD_PEER_TRUSTED_CA_FILE: `${ETCD}/ca.pem`,
  ETCD_PEER_CERT_FILE: `${ETCD}/member-node1.pem`,
  ETCD_PEER_KEY_FILE: `${ETCD}/member-node1-key.pem`,
  ETCD_PEER_CLIENT_CERT_AUTH: 'True',
  ETCDCTL_ENDPOINTS: 'https://127.0.0.1:2379',
};

const words = (environment: Readonly<Record<string, string>>) =>
  Object.entries(environment).map(([name, value]) => `${name}=${value}`);

function kubeconfig(name: string): string {
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority: ${PKI}/ca.crt
    server: https://127.0.0.1:6443
  name: cluster.local
contexts:
- context:
    cluster: cluster.local
    user: ${name}
  name: ${name}@cluster.local
current-context: ${name}@cluster.local
kind: Config
users:
- name: ${name}
  user:
    client-certificate: ${PKI}/${name}.crt
    client-key: ${PKI}/${name}.key
`;
}

/** A control plane of Kubespray 2.25: kubeadm's Pods with certificates in ssl, and etcd as a service of the host. */
export const KUBESPRAY: Layout = {
  hostname: 'node1',
  processes: {
    1: { argv: ['/sbin/init'], executable: '/usr/lib/systemd/systemd' },
    410: {
      argv: ['/usr/local/bin/etcd'],
      executable: '/usr/local/bin/etcd',
      environment: words(ETCD_ENV),
      cgroup: '0::/system.slice/etcd.service\n',
      uid: 992,
    },
    420: {
      argv: ['/usr/local/bin/containerd'],
      executable: '/usr/local/bin/containerd',
      cgroup: '0::/system.slice/containerd.service\n',
    },
    430: {
      argv: KUBELET,
      executable: '/usr/local/bin/kubelet',
      cgroup: '0::/system.slice/kubelet.service\n',
    },
    440: {
      argv: ['kube-apiserver', ...API_SERVER],
      executable: '/usr/local/bin/kube-apiserver',
      cgroup: container(1),
    },
    450: {
      argv: ['kube-controller-manager', ...CONTROLLER_MANAGER],
      executable: '/usr/local/bin/kube-controller-manager',
      cgroup: container(2),
    },
    460: {
      argv: ['kube-scheduler', ...SCHEDULER],
      executable: '/usr/local/bin/kube-scheduler',
      cgroup: container(3),
    },
    470: {
      argv: [
        '/usr/local/bin/kube-proxy',
        '--config=/var/lib/kube-proxy/config.conf',
        '--hostname-override=node1',
      ],
      executable: '/usr/local/bin/kube-proxy',
      cgroup: container(4),
    },
  },
  owners: {
    '/var/lib/etcd': '992:992',
    ...Object.fromEntries(
      [
        '',
        '/ca.pem',
        '/ca-key.pem',
        '/member-node1.pem',
        '/member-node1-key.pem',
        '/node-node1.pem',
        '/node-node1-key.pem',
        '/admin-node1.pem',
        '/admin-node1-key.pem',
      ].map((name) => [`${ETCD}${name}`, '992:0']),
    ),
    [PKI]: '997:0',
    '/etc/cni/net.d': '997:0',
  },
  names: { '992': 'etcd', '997': 'kube' },
  files: {
    '/etc/os-release': { content: 'ID=rocky\nVERSION_ID="9.4"\n', mode: '644' },
    '/etc/systemd/system/kubelet.service': { content: KUBELET_UNIT, mode: '644' },
    '/etc/systemd/system/etcd.service': {
      content:
        '[Service]\nType=notify\nUser=etcd\nEnvironmentFile=/etc/etcd.env\nExecStart=/usr/local/bin/etcd\n',
      mode: '644',
    },
    '/etc/etcd.env': `# Environment file for etcd v3.5.12\n${words(ETCD_ENV).join('\n')}\n`,
    [`${CONFIG}/kubelet.env`]: KUBELET_ENV,
    [`${CONFIG}/kubelet-config.yaml`]: KUBELET_CONFIG,
    [`${CONFIG}/kubelet.conf`]: kubeconfig('kubelet'),
    [`${CONFIG}/admin.conf`]: kubeconfig('kubernetes-admin'),
    [`${CONFIG}/super-admin.conf`]: kubeconfig('kubernetes-super-admin'),
    [`${CONFIG}/controller-manager.conf`]: kubeconfig('controller-manager'),
    [`${CONFIG}/scheduler.conf`]: kubeconfig('scheduler'),
    [`${CONFIG}/kubescheduler-config.yaml`]: { content: SCHEDULER_CONFIG, mode: '644' },
    [`${CONFIG}/manifests/kube-apiserver.yaml`]: manifest('kube-apiserver', API_SERVER),
    [`${CONFIG}/manifests/kube-controller-manager.yaml`]: manifest(
      'kube-controller-manager',
      CONTROLLER_MANAGER,
    ),
    [`${CONFIG}/manifests/kube-scheduler.yaml`]: manifest('kube-scheduler', SCHEDULER),
    [`${PKI}/ca.crt`]: certificate({ authority: 'kubernetes' }),
    [`${PKI}/ca.key`]: KEY,
    [`${PKI}/apiserver.crt`]: certificate({ leaf: 'kube-apiserver' }),
    [`${PKI}/apiserver.key`]: KEY,
    [`${PKI}/apiserver-kubelet-client.crt`]: certificate({ leaf: 'apiserver-kubelet-client' }),
    [`${PKI}/apiserver-kubelet-client.key`]: KEY,
    [`${PKI}/front-proxy-ca.crt`]: certificate({ authority: 'front-proxy' }),
    [`${PKI}/front-proxy-client.crt`]: certificate({ leaf: 'front-proxy-client' }),
    [`${PKI}/front-proxy-client.key`]: KEY,
    [`${PKI}/sa.key`]: KEY,
    [`${PKI}/sa.pub`]: { content: 'a public key', mode: '600' },
    [`${ETCD}/ca.pem`]: { content: { authority: 'etcd' }, mode: '640' },
    [`${ETCD}/ca-key.pem`]: { content: KEY, mode: '640' },
    [`${ETCD}/member-node1.pem`]: { content: { leaf: 'etcd1' }, mode: '640' },
    [`${ETCD}/member-node1-key.pem`]: { content: KEY, mode: '640' },
    [`${ETCD}/node-node1.pem`]: { content: { leaf: 'node1' }, mode: '640' },
    [`${ETCD}/node-node1-key.pem`]: { content: KEY, mode: '640' },
    [`${ETCD}/admin-node1.pem`]: { content: { leaf: 'admin' }, mode: '640' },
    [`${ETCD}/admin-node1-key.pem`]: { content: KEY, mode: '640' },
    '/var/lib/etcd': { directory: '700' },
    '/var/lib/etcd/member/snap/.keep': '',
    '/var/lib/kube-proxy/config.conf': { content: PROXY_CONFIG, mode: '644' },
    '/var/lib/kube-proxy/kubeconfig.conf': { content: kubeconfig('kube-proxy'), mode: '644' },
    '/etc/containerd/config.toml': 'version = 2\n',
    '/etc/cni/net.d/10-calico.conflist': { content: '{"name":"cni0"}', mode: '644' },
    '/var/lib/cni/.keep': '',
    '/var/lib/kubelet/pki/kubelet.crt': { content: { leaf: 'node1' }, mode: '644' },
    '/var/lib/kubelet/pki/kubelet.key': KEY,
    '/var/lib/kubelet/pki/kubelet-client-current.pem': KEY,
  },
};

export const KUBESPRAY_VERDICTS: Verdicts = [
  ['pass', '1.1.1-6 1.1.11-18 1.1.20', 'as Kubespray writes them'],
  ['not-applicable', '1.1.7-8', 'etcd runs as a service of the host'],
  ['fail', '1.1.9-10', 'the directory belongs to kube, and Calico writes its configuration with 0644'],
  ['fail', '1.1.19 1.1.21', 'what is in /etc/ssl/etcd/ssl belongs to etcd, keys with 0640'],
  [
    'fail',
    '1.2.1 1.2.5 1.2.16-19 3.2.1-2',
    'defaults of Kubespray: anonymous requests, no CA of kubelets, no audit log',
  ],
  ['pass', '1.2.2 1.2.4 1.2.6-8 1.2.10 1.2.12-15 1.2.20-26', 'flags of the manifest'],
  ['fail', '1.2.3 1.2.9 1.2.11', 'enable-admission-plugins lists NodeRestriction only'],
  ['fail', '1.2.27-30', 'no encryption, no list of cipher suites, tokens extended'],
  ['pass', '1.3.1-6', 'flags of the manifest'],
  ['fail', '1.3.7 1.4.2', 'Kubespray binds both to 0.0.0.0'],
  ['fail', '1.4.1', '--config leaves profiling at its default, true'],
  ['pass', '2.1-7', '/etc/etcd.env'],
  ['fail', '4.1.1 4.1.3', 'the unit and the kubeconfig of kube-proxy have 0644'],
  ['pass', '4.1.2 4.1.4-10', 'as Kubespray writes them'],
  ['pass', '4.2.1-6 4.2.8 4.2.10', 'kubelet-config.yaml'],
  ['pass, letter fail', '4.2.7', 'kubelet.env sets hostname-override to the name that the host has'],
  ['fail', '4.2.9 4.2.12-14', 'defaults of Kubespray'],
  ['fail, letter pass', '4.2.11', 'no certificate is asked of the cluster, so the gate is of no effect'],
  ['unknown', '4.2.15', '/etc/systemd/system.control is not captured'],
  ['pass', '4.3.1', 'metricsBindAddress is 127.0.0.1:10249'],
];
