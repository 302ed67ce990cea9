import type { Layout, LayoutFile } from './layout.ts';

/** What is left out of these layouts: all but the words and files that tell where things are kept. */
const KEY = 'never read';
const certificate = (of: { authority: string } | { leaf: string }) => ({ content: of, mode: '644' });
const SYSTEMD = { argv: ['/sbin/init'], executable: '/usr/lib/systemd/systemd' };

const container = (index: number) =>
  `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${String(index).repeat(32)}.slice/cri-containerd-${String(index).repeat(64)}.scope\n`;

function kubeconfig(certificates: string): LayoutFile {
  return `apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: 'https://127.0.0.1:6443', certificate-authority: ${certificates}/ca.crt } }]
contexts: [{ name: c, context: { cluster: c, user: u } }]
current-context: c
users: [{ name: u, user: { client-certificate: ${certificates}/u.crt, client-key: ${certificates}/u.key } }]
`;
}

/** kOps 1.33: go-runner starts the servers, and etcd-manager etcd. nodeup/pkg/model/tests/golden/minimal */
const KOPS_API_SERVER = [
  '--authorization-mode=Node,RBAC',
  '--client-ca-file=/srv/kubernetes/ca.crt',
  '--etcd-servers=https://127.0.0.1:4001',
  '--service-account-issuer=https://api.internal.minimal.example.com',
  '--service-account-key-file=/srv/kubernetes/kube-apiserver/service-account.pub',
  '--service-account-signing-key-file=/srv/kubernetes/kube-apiserver/service-account.key',
  '--service-cluster-ip-range=100.64.0.0/13',
  '--tls-cert-file=/srv/kubernetes/kube-apiserver/server.crt',
  '--tls-private-key-file=/srv/kubernetes/kube-apiserver/server.key',
];

function manifest(
  name: string,
  image: string,
  command: readonly string[],
  args: readonly string[],
): LayoutFile {
  return `apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: kube-system }
spec:
  containers:
  - name: ${name}
    image: ${image}
    command: ${JSON.stringify(command)}
    args: ${JSON.stringify(args)}
  hostNetwork: true
`;
}

export const KOPS: Layout = {
  hostname: 'i-0123456789abcdef0',
  processes: {
    1: SYSTEMD,
    300: {
      argv: [
        '/usr/local/bin/kubelet',
        '--config=/var/lib/kubelet/kubelet.conf',
        '--kubeconfig=/var/lib/kubelet/kubeconfig',
        '--node-labels=kops.k8s.io/kops-controller-pki=,node-role.kubernetes.io/control-plane=',
        '--pod-manifest-path=/etc/kubernetes/manifests',
      ],
      executable: '/usr/local/bin/kubelet',
      cgroup: '0::/system.slice/kubelet.service\n',
    },
    310: {
      argv: [
        '/go-runner',
        '--log-file=/var/log/kube-apiserver.log',
        '--also-stdout',
        '/usr/local/bin/kube-apiserver',
        ...KOPS_API_SERVER,
      ],
      executable: '/go-runner',
      cgroup: container(1),
    },
    311: {
      argv: ['/usr/local/bin/kube-apiserver', ...KOPS_API_SERVER],
      executable: '/usr/local/bin/kube-apiserver',
      cgroup: container(1),
    },
    320: {
      argv: ['/opt/etcd-v3.5.21/etcd'],
      executable: '/opt/etcd-v3.5.21/etcd',
      environment: ['ETCD_DATA_DIR=/rootfs/mnt/vol-1/data/x', 'ETCD_NAME=etcd-a'],
      cgroup: container(2),
    },
  },
  files: {
    '/etc/kubernetes/manifests/kube-apiserver.manifest': manifest(
      'kube-apiserver',
      'registry.k8s.io/kube-apiserver:v1.33.0',
      ['/go-runner'],
      [
        '--log-file=/var/log/kube-apiserver.log',
        '--also-stdout',
        '/usr/local/bin/kube-apiserver',
        ...KOPS_API_SERVER,
      ],
    ),
    '/etc/kubernetes/manifests/etcd-main.manifest': manifest(
      'etcd-manager',
      'registry.k8s.io/etcd-manager/etcd-manager-slim:v3.0.20250803',
      [
        '/bin/sh',
        '-c',
        'mkfifo /tmp/pipe; (tee -a /var/log/etcd.log < /tmp/pipe & ) ; exec /ko-app/etcd-manager --cluster-name=etcd > /tmp/pipe 2>&1',
      ],
      [],
    ),
    '/etc/systemd/system/kubelet.service': {
      content:
        '[Service]\nEnvironmentFile=/etc/sysconfig/kubelet\nExecStart=/usr/local/bin/kubelet "$DAEMON_ARGS"\n',
      mode: '644',
    },
    '/var/lib/kubelet/kubeconfig': kubeconfig('/srv/kubernetes'),
    '/var/lib/kubelet/kubelet.conf':
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthentication: { x509: { clientCAFile: /srv/kubernetes/ca.crt } }\n',
    '/srv/kubernetes/ca.crt': certificate({ authority: 'kubernetes' }),
    '/srv/kubernetes/kube-apiserver/server.crt': certificate({ leaf: 'server' }),
    '/srv/kubernetes/kube-apiserver/server.key': KEY,
    '/srv/kubernetes/kube-apiserver/service-account.key': KEY,
    '/rootfs/mnt/vol-1/data/x': { directory: '700' },
    '/srv/kubernetes/kube-apiserver/service-account.pub': { content: 'never read', mode: '644' },
  },
};

/** k0s 1.33, a controller without workload: its children are servers of their own, each with a user of its own. */
const K0S = '/var/lib/k0s';
export const K0S_CONTROLLER: Layout = {
  hostname: 'controller-1',
  processes: {
    1: SYSTEMD,
    400: {
      argv: ['/usr/local/bin/k0s', 'controller'],
      executable: '/usr/local/bin/k0s',
      cgroup: '0::/system.slice/k0scontroller.service\n',
    },
    410: {
      argv: [
        `${K0S}/bin/etcd`,
        `--data-dir=${K0S}/etcd`,
        '--listen-client-urls=https://127.0.0.1:2379',
        '--advertise-client-urls=https://127.0.0.1:2379',
        '--client-cert-auth=true',
        `--cert-file=${K0S}/pki/etcd/server.crt`,
        `--key-file=${K0S}/pki/etcd/server.key`,
        `--trusted-ca-file=${K0S}/pki/etcd/ca.crt`,
      ],
      executable: `${K0S}/bin/etcd`,
      uid: 995,
    },
    420: {
      argv: [
        `${K0S}/bin/kube-apiserver`,
        '--authorization-mode=Node,RBAC',
        `--client-ca-file=${K0S}/pki/ca.crt`,
        '--etcd-servers=https://127.0.0.1:2379',
        '--service-account-issuer=https://kubernetes.default.svc',
        `--service-account-key-file=${K0S}/pki/sa.pub`,
        `--service-account-signing-key-file=${K0S}/pki/sa.key`,
        '--service-cluster-ip-range=10.96.0.0/12',
        `--tls-cert-file=${K0S}/pki/server.crt`,
        `--tls-private-key-file=${K0S}/pki/server.key`,
      ],
      executable: `${K0S}/bin/kube-apiserver`,
      uid: 996,
    },
    430: {
      argv: [
        `${K0S}/bin/kube-scheduler`,
        `--authentication-kubeconfig=${K0S}/pki/scheduler.conf`,
        `--authorization-kubeconfig=${K0S}/pki/scheduler.conf`,
        '--bind-address=127.0.0.1',
        `--kubeconfig=${K0S}/pki/scheduler.conf`,
        '--profiling=false',
      ],
      executable: `${K0S}/bin/kube-scheduler`,
      uid: 997,
    },
  },
  owners: {
    [`${K0S}/etcd`]: '995:0',
    [`${K0S}/pki/scheduler.conf`]: '997:0',
    [`${K0S}/pki/sa.key`]: '996:0',
  },
  names: { '995': 'etcd', '996': 'kube-apiserver', '997': 'kube-scheduler' },
  files: {
    [`${K0S}/etcd`]: { directory: '700' },
    [`${K0S}/pki/admin.conf`]: kubeconfig(`${K0S}/pki`),
    [`${K0S}/pki/scheduler.conf`]: kubeconfig(`${K0S}/pki`),
    [`${K0S}/pki/ca.crt`]: certificate({ authority: 'kubernetes' }),
    [`${K0S}/pki/server.crt`]: certificate({ leaf: 'server' }),
    [`${K0S}/pki/server.key`]: KEY,
    [`${K0S}/pki/sa.key`]: KEY,
    [`${K0S}/pki/sa.pub`]: { content: 'never read', mode: '644' },
    [`${K0S}/pki/etcd/ca.crt`]: certificate({ authority: 'etcd' }),
    [`${K0S}/pki/etcd/server.crt`]: certificate({ leaf: 'etcd' }),
    [`${K0S}/pki/etcd/server.key`]: KEY,
    '/etc/kubernetes/manifests': { directory: '755' },
  },
};

/** Talos 1.10: no units and no manifests on disk, and secrets in a file system of memory. */
const TALOS_SECRETS = '/system/secrets/kubernetes/kube-apiserver';
export const TALOS: Layout = {
  hostname: 'talos-1',
  processes: {
    1: { argv: ['/sbin/init'], executable: '/usr/bin/init' },
    500: {
      argv: [
        '/usr/local/bin/kubelet',
        '--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubeconfig',
        '--cert-dir=/var/lib/kubelet/pki',
        '--config=/etc/kubernetes/kubelet.yaml',
        '--kubeconfig=/etc/kubernetes/kubeconfig-kubelet',
      ],
      executable: '/usr/local/bin/kubelet',
      cgroup: '0::/podruntime/kubelet\n',
    },
    510: {
      argv: [
        'kube-apiserver',
        '--authorization-config=/system/config/kubernetes/kube-apiserver/authorization-config.yaml',
        `--client-ca-file=${TALOS_SECRETS}/ca.crt`,
        '--etcd-servers=https://127.0.0.1:2379',
        '--service-account-issuer=https://10.0.0.61:6443',
        `--service-account-key-file=${TALOS_SECRETS}/service-account.pub`,
        `--service-account-signing-key-file=${TALOS_SECRETS}/service-account.key`,
        '--service-cluster-ip-range=10.96.0.0/12',
        `--tls-cert-file=${TALOS_SECRETS}/apiserver.crt`,
        `--tls-private-key-file=${TALOS_SECRETS}/apiserver.key`,
      ],
      executable: '/usr/local/bin/kube-apiserver',
      cgroup: container(1),
      uid: 65534,
    },
  },
  owners: { [`${TALOS_SECRETS}/apiserver.key`]: '65534:65534' },
  files: {
    '/etc/os-release': { content: 'NAME="Talos"\nID=talos\nVERSION_ID=v1.10.4\n', mode: '644' },
    '/etc/kubernetes/kubelet.yaml':
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthentication: { x509: { clientCAFile: /etc/kubernetes/pki/ca.crt } }\nstaticPodURL: http://127.0.0.1:41233\n',
    '/etc/kubernetes/kubeconfig-kubelet': kubeconfig('/etc/kubernetes/pki'),
    '/etc/kubernetes/pki/ca.crt': certificate({ authority: 'kubernetes' }),
    '/etc/kubernetes/manifests': { directory: '755' },
    '/system/config/kubernetes/kube-apiserver/authorization-config.yaml':
      'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nauthorizers: [{ type: Node, name: node }, { type: RBAC, name: rbac }]\n',
    [`${TALOS_SECRETS}/ca.crt`]: certificate({ authority: 'kubernetes' }),
    [`${TALOS_SECRETS}/apiserver.crt`]: certificate({ leaf: 'server' }),
    [`${TALOS_SECRETS}/apiserver.key`]: KEY,
    [`${TALOS_SECRETS}/service-account.key`]: KEY,
    [`${TALOS_SECRETS}/service-account.pub`]: { content: 'never read', mode: '644' },
  },
};

/** minikube 1.36: kubeadm with everything below /var/lib/minikube. */
const MINIKUBE_CERTS = '/var/lib/minikube/certs';
const MINIKUBE_API_SERVER = [
  'kube-apiserver',
  '--authorization-mode=Node,RBAC',
  `--client-ca-file=${MINIKUBE_CERTS}/ca.crt`,
  '--etcd-servers=https://127.0.0.1:2379',
  '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
  `--service-account-key-file=${MINIKUBE_CERTS}/sa.pub`,
  `--service-account-signing-key-file=${MINIKUBE_CERTS}/sa.key`,
  '--service-cluster-ip-range=10.96.0.0/12',
  `--tls-cert-file=${MINIKUBE_CERTS}/apiserver.crt`,
  `--tls-private-key-file=${MINIKUBE_CERTS}/apiserver.key`,
];
export const MINIKUBE: Layout = {
  hostname: 'minikube',
  processes: {
    1: SYSTEMD,
    600: {
      argv: [
        '/var/lib/minikube/binaries/v1.33.1/kubelet',
        '--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf',
        '--config=/var/lib/kubelet/config.yaml',
        '--hostname-override=minikube',
        '--kubeconfig=/etc/kubernetes/kubelet.conf',
        '--node-ip=192.168.49.2',
      ],
      executable: '/var/lib/minikube/binaries/v1.33.1/kubelet',
      cgroup: '0::/system.slice/kubelet.service\n',
    },
    610: { argv: MINIKUBE_API_SERVER, executable: '/usr/local/bin/kube-apiserver', cgroup: container(1) },
  },
  files: {
    '/etc/kubernetes/manifests/kube-apiserver.yaml': manifest(
      'kube-apiserver',
      'registry.k8s.io/kube-apiserver:v1.33.1',
      MINIKUBE_API_SERVER,
      [],
    ),
    '/etc/kubernetes/admin.conf': kubeconfig(MINIKUBE_CERTS),
    '/etc/kubernetes/super-admin.conf': kubeconfig(MINIKUBE_CERTS),
    '/etc/kubernetes/kubelet.conf': kubeconfig(MINIKUBE_CERTS),
    '/lib/systemd/system/kubelet.service': {
      content: '[Service]\nExecStart=/var/lib/minikube/binaries/v1.33.1/kubelet\n',
      mode: '644',
    },
    '/etc/systemd/system/kubelet.service.d/10-kubeadm.conf': {
      content:
        '[Service]\nExecStart=\nExecStart=/var/lib/minikube/binaries/v1.33.1/kubelet --config=/var/lib/kubelet/config.yaml\n',
      mode: '644',
    },
    '/var/lib/kubelet/config.yaml': {
      content: `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthentication: { x509: { clientCAFile: ${MINIKUBE_CERTS}/ca.crt } }\nstaticPodPath: /etc/kubernetes/manifests\n`,
      mode: '644',
    },
    [`${MINIKUBE_CERTS}/ca.crt`]: certificate({ authority: 'kubernetes' }),
    [`${MINIKUBE_CERTS}/ca.key`]: KEY,
    [`${MINIKUBE_CERTS}/apiserver.crt`]: certificate({ leaf: 'server' }),
    [`${MINIKUBE_CERTS}/apiserver.key`]: KEY,
    [`${MINIKUBE_CERTS}/sa.key`]: KEY,
    [`${MINIKUBE_CERTS}/sa.pub`]: { content: 'never read', mode: '644' },
  },
};
