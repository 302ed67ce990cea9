import type { Layout, Verdicts } from './layout.ts';

const SNAP = '/snap/microk8s/8511';
const COMMON = '/var/snap/microk8s/common';
const DATA = '/var/snap/microk8s/8511';
const CURRENT = '/var/snap/microk8s/current';
const KEY = 'never read';

/** https://github.com/canonical/microk8s/tree/master/microk8s-resources/default-args */
const ARGS: Readonly<Record<string, string>> = {
  'kube-apiserver': `--cert-dir=\${SNAP_DATA}/certs
--service-cluster-ip-range=10.152.183.0/24
--authorization-mode=AlwaysAllow
--service-account-key-file=\${SNAP_DATA}/certs/serviceaccount.key
--client-ca-file=\${SNAP_DATA}/certs/ca.crt
--tls-cert-file=\${SNAP_DATA}/certs/server.crt
--tls-private-key-file=\${SNAP_DATA}/certs/server.key
--tls-cipher-suites=TLS_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_RSA_WITH_AES_128_CBC_SHA
--kubelet-client-certificate=\${SNAP_DATA}/certs/apiserver-kubelet-client.crt
--kubelet-client-key=\${SNAP_DATA}/certs/apiserver-kubelet-client.key
--secure-port=16443
--etcd-servers="unix://\${SNAP_DATA}/var/kubernetes/backend/kine.sock:12379"
--allow-privileged=true
--service-account-issuer='https://kubernetes.default.svc'
--service-account-signing-key-file=\${SNAP_DATA}/certs/serviceaccount.key
--event-ttl=5m
--profiling=false
--feature-gates=ListFromCacheSnapshot=false,SizeBasedListCostEstimate=false,DetectCacheInconsistency=false

# Enable the aggregation layer
--requestheader-client-ca-file=\${SNAP_DATA}/certs/front-proxy-ca.crt
--requestheader-allowed-names=front-proxy-client
--requestheader-extra-headers-prefix=X-Remote-Extra-
--requestheader-group-headers=X-Remote-Group
--requestheader-username-headers=X-Remote-User
--proxy-client-cert-file=\${SNAP_DATA}/certs/front-proxy-client.crt
--proxy-client-key-file=\${SNAP_DATA}/certs/front-proxy-client.key
#~Enable the aggregation layer
--enable-admission-plugins=EventRateLimit
--admission-control-config-file=\${SNAP_DATA}/args/admission-control-config-file.yaml
--kubelet-certificate-authority=\${SNAP_DATA}/certs/ca.crt
--kubelet-preferred-address-types=InternalIP,Hostname,InternalDNS,ExternalDNS,ExternalIP
`,
  'kube-controller-manager': `--kubeconfig=\${SNAP_DATA}/credentials/controller.config
--service-account-private-key-file=\${SNAP_DATA}/certs/serviceaccount.key
--root-ca-file=\${SNAP_DATA}/certs/ca.crt
--cluster-signing-cert-file=\${SNAP_DATA}/certs/ca.crt
--cluster-signing-key-file=\${SNAP_DATA}/certs/ca.key
--use-service-account-credentials
--leader-elect-lease-duration=60s
--leader-elect-renew-deadline=30s
--profiling=false
`,
  'kube-scheduler': `--kubeconfig=\${SNAP_DATA}/credentials/scheduler.config
--leader-elect-lease-duration=60s
--leader-elect-renew-deadline=30s
--profiling=false
`,
  kubelet: `--kubeconfig=\${SNAP_DATA}/credentials/kubelet.config
--cert-dir=\${SNAP_DATA}/certs
--client-ca-file=\${SNAP_DATA}/certs/ca.crt
--anonymous-auth=false
--root-dir=\${SNAP_COMMON}/var/lib/kubelet
--fail-swap-on=false
--eviction-hard="memory.available<100Mi,nodefs.available<1Gi,imagefs.available<1Gi"
--container-runtime-endpoint=\${SNAP_COMMON}/run/containerd.sock
--containerd=\${SNAP_COMMON}/run/containerd.sock
--node-labels="microk8s.io/cluster=true,node.kubernetes.io/microk8s-controlplane=microk8s-controlplane"
--authentication-token-webhook=true
--read-only-port=0
--tls-cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_RSA_WITH_AES_128_GCM_SHA256
--serialize-image-pulls=false
--cluster-domain=cluster.local
--cluster-dns=10.152.183.10
`,
  'kube-proxy': `--kubeconfig=\${SNAP_DATA}/credentials/proxy.config
--cluster-cidr=10.1.0.0/16
--healthz-bind-address=127.0.0.1
--profiling=false
`,
  'admission-control-config-file.yaml': `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
  - name: EventRateLimit
    path: eventconfig.yaml
`,
  'eventconfig.yaml': `apiVersion: eventratelimit.admission.k8s.io/v1alpha1
kind: Configuration
limits:
  - type: Server
    qps: 5000
    burst: 20000
`,
  'k8s-dqlite': `--storage-dir=\${SNAP_DATA}/var/kubernetes/backend/
--listen=unix://\${SNAP_DATA}/var/kubernetes/backend/kine.sock:12379
`,
  'containerd.toml': `version = 2
[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "${DATA}/opt/cni/bin"
  conf_dir = "${DATA}/args/cni-network"
`,
};

function token(user: string): string {
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: never-read
    server: https://127.0.0.1:16443
  name: microk8s-cluster
contexts:
- context:
    cluster: microk8s-cluster
    user: ${user}
  name: microk8s
current-context: microk8s
kind: Config
users:
- name: ${user}
  user:
    token: hush-hush
`;
}

const CREDENTIALS = ['client', 'controller', 'kubelet', 'proxy', 'scheduler'];
const AUTHORITIES = ['ca', 'front-proxy-ca'];
const LEAVES = ['server', 'apiserver-kubelet-client', 'front-proxy-client', 'kubelet'];
const KEYS = [...AUTHORITIES, ...LEAVES, 'serviceaccount'];

/** The snap gives its files to a group of administrators. snap/hooks/configure */
const GROUP_OWNED: Record<string, string> = Object.fromEntries(
  [
    `${CURRENT}/credentials/client.config`,
    ...CREDENTIALS.map((name) => `${DATA}/credentials/${name}.config`),
    ...[...AUTHORITIES, ...LEAVES].map((name) => `${DATA}/certs/${name}.crt`),
    ...KEYS.map((name) => `${DATA}/certs/${name}.key`),
    `${DATA}/certs`,
    `${DATA}/args/cni-network`,
    `${DATA}/args/cni-network/10-calico.conflist`,
    `${DATA}/args/cni-network/cni.yaml`,
  ].map((path) => [path, '0:998']),
);

const SERVICE = (name: string) => `0::/system.slice/snap.microk8s.daemon-${name}.service\n`;

/** MicroK8s 1.34 as the snap sets it up, with the arguments of all components in files and data in k8s-dqlite. */
export const MICROK8S: Layout = {
  hostname: 'mk-1',
  processes: {
    1: { argv: ['/sbin/init'], executable: '/usr/lib/systemd/systemd' },
    300: {
      argv: [
        `${SNAP}/kubelite`,
        ...['scheduler', 'controller-manager', 'proxy', 'kubelet', 'apiserver'].map(
          (name) => `--${name}-args-file=${DATA}/args/${name === 'kubelet' ? name : `kube-${name}`}`,
        ),
        `--kubeconfig-file=${DATA}/credentials/client.config`,
        '--start-control-plane=true',
      ],
      executable: `${SNAP}/kubelite`,
      environment: [
        `SNAP=${SNAP}`,
        `SNAP_DATA=${DATA}`,
        `SNAP_COMMON=${COMMON}`,
        'HOME=/root/snap/microk8s/8511',
      ],
      cgroup: SERVICE('kubelite'),
    },
    310: {
      argv: [`${SNAP}/bin/k8s-dqlite`, `--storage-dir=${DATA}/var/kubernetes/backend/`],
      executable: `${SNAP}/bin/k8s-dqlite`,
      cgroup: SERVICE('k8s-dqlite'),
    },
    320: {
      argv: [
        `${SNAP}/bin/containerd`,
        '--config',
        `${DATA}/args/containerd.toml`,
        '--root',
        `${COMMON}/var/lib/containerd`,
      ],
      executable: `${SNAP}/bin/containerd`,
      cgroup: SERVICE('containerd'),
    },
  },
  owners: GROUP_OWNED,
  names: { '998': 'microk8s' },
  files: {
    '/etc/os-release': { content: 'ID=ubuntu\nVERSION_ID="24.04"\n', mode: '644' },
    '/etc/systemd/system/snap.microk8s.daemon-kubelite.service': {
      content: '[Service]\nExecStart=/usr/bin/snap run microk8s.daemon-kubelite\n',
      mode: '644',
    },
    [`${SNAP}/meta/snap.yaml`]: { content: 'name: microk8s\nversion: v1.34.1\n', mode: '644' },
    ...Object.fromEntries(
      Object.entries(ARGS).map(([name, content]) => [`${DATA}/args/${name}`, { content, mode: '660' }]),
    ),
    [CURRENT]: { link: '8511' },
    [`${DATA}/args/cni-network/10-calico.conflist`]: { content: '{"name":"k8s-pod-network"}', mode: '600' },
    [`${DATA}/args/cni-network/cni.yaml`]: { content: 'kind: DaemonSet\n', mode: '660' },
    ...Object.fromEntries(
      CREDENTIALS.map((name) => [
        `${DATA}/credentials/${name}.config`,
        { content: token(name), mode: '660' },
      ]),
    ),
    ...Object.fromEntries(
      AUTHORITIES.map((name) => [`${DATA}/certs/${name}.crt`, { content: { authority: name }, mode: '660' }]),
    ),
    ...Object.fromEntries(
      LEAVES.map((name) => [`${DATA}/certs/${name}.crt`, { content: { leaf: name }, mode: '660' }]),
    ),
    ...Object.fromEntries(KEYS.map((name) => [`${DATA}/certs/${name}.key`, { content: KEY, mode: '660' }])),
    '/var/lib/cni/.keep': '',
    [`${COMMON}/var/lib/kubelet/device-plugins/kubelet.sock`]: { content: '', wroteAt: 20 },
  },
};

export const MICROK8S_VERDICTS: Verdicts = [
  [
    'not-applicable',
    '1.1.1-8 4.1.1-2 4.1.9-10',
    'components of kubelite have neither manifests nor units, and its kubelet no configuration file',
  ],
  ['fail', '1.1.9-10 1.1.13-21 4.1.3-8', 'snap writes with 0660 and gives the files to the group microk8s'],
  ['not-applicable', '1.1.11-12 2.1-7', 'k8s-dqlite keeps the data; there is no etcd'],
  [
    'pass, letter fail',
    '1.2.1',
    'anonymous-auth is not set; with AlwaysAllow alone the server switches anonymous requests off',
  ],
  ['pass', '1.2.2 1.2.4-5 1.2.9-10 1.2.12-13 1.2.15 1.2.20-22 1.2.24-25', 'args/kube-apiserver'],
  ['fail', '1.2.6-8', 'RBAC was not enabled: AlwaysAllow'],
  ['fail', '1.2.3 1.2.11 1.2.14', 'enable-admission-plugins lists EventRateLimit only'],
  ['fail', '1.2.16-19 3.2.1-2', 'no audit log'],
  [
    'not-applicable, letter fail',
    '1.2.23 1.2.26',
    'the datastore is a socket of the machine, which has no TLS',
  ],
  [
    'fail',
    '1.2.27-30',
    'neither encryption nor extended tokens are set; the cipher suites listed hold weak ones',
  ],
  ['pass, letter fail', '1.3.1', 'terminated-pod-gc-threshold is not set, and 12500 is a limit'],
  ['pass', '1.3.2-6 1.4.1', 'args/kube-controller-manager and args/kube-scheduler'],
  ['fail', '1.3.7 1.4.2', 'neither sets an address: all interfaces'],
  ['pass', '4.2.1 4.2.3-8', 'args/kubelet'],
  [
    'fail',
    '4.2.2',
    'authorization-mode is not set, which is AlwaysAllow for a kubelet without a configuration file',
  ],
  ['fail', '4.2.9 4.2.12-14', 'args/kubelet sets none of them, and cipher suites that hold a weak one'],
  [
    'fail, letter pass',
    '4.2.10-11',
    'rotateCertificates is off by default, and no certificate is asked of the cluster, so the gate of rotation is of no effect',
  ],
  ['pass', '4.3.1', 'the default of kube-proxy, 127.0.0.1'],
];
