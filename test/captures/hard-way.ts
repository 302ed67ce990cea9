import type { Layout } from './layout.ts';

const SETTINGS = '/var/lib/kubernetes';

/** Words of a command over several lines, as Kubernetes the Hard Way writes its units. */
function unit(program: string, words: readonly string[]): string {
  return `[Unit]
Description=${program}
Documentation=https://github.com/kubernetes/kubernetes

[Service]
ExecStart=/usr/local/bin/${program} \\
${words.map((word) => `  ${word}`).join(' \\\n')}
Restart=on-failure
RestartSec=5

[Install]
WantedBy=multi-user.target
`;
}

const API_SERVER = [
  '--allow-privileged=true',
  '--audit-log-maxage=30',
  '--authorization-mode=Node,RBAC',
  '--bind-address=0.0.0.0',
  `--client-ca-file=${SETTINGS}/ca.crt`,
  '--enable-admission-plugins=NamespaceLifecycle,NodeRestriction,LimitRanger,ServiceAccount,DefaultStorageClass,ResourceQuota',
  '--etcd-servers=http://127.0.0.1:2379',
  `--kubelet-certificate-authority=${SETTINGS}/ca.crt`,
  `--service-account-key-file=${SETTINGS}/service-accounts.crt`,
  `--service-account-signing-key-file=${SETTINGS}/service-accounts.key`,
  '--service-account-issuer=https://server.kubernetes.local:6443',
  `--tls-cert-file=${SETTINGS}/kube-api-server.crt`,
  `--tls-private-key-file=${SETTINGS}/kube-api-server.key`,
  '--v=2',
];

/** The arguments stand in an environment file, as older installers wrote it. */
const CONTROLLER_MANAGER = [
  '--bind-address=0.0.0.0',
  `--kubeconfig=${SETTINGS}/kube-controller-manager.kubeconfig`,
  `--root-ca-file=${SETTINGS}/ca.crt`,
  `--service-account-private-key-file=${SETTINGS}/service-accounts.key`,
  '--use-service-account-credentials=true',
];

/** What the unit says beats the file. */
const SCHEDULER = [`--kubeconfig=${SETTINGS}/kube-scheduler.kubeconfig`, '--profiling=true', '--v=2'];

const KUBELET = [
  '--config=/var/lib/kubelet/kubelet-config.yaml',
  '--kubeconfig=/var/lib/kubelet/kubeconfig',
  '--v=2',
];

const KUBELET_CONFIG = `kind: KubeletConfiguration
apiVersion: kubelet.config.k8s.io/v1beta1
authentication:
  anonymous:
    enabled: true # for the load balancer
  webhook:
    enabled: true
  x509:
    clientCAFile: /var/lib/kubelet/ca.crt
authorization:
  mode: Webhook
readOnlyPort: 0
`;

const service = (program: string, words: readonly string[]) => ({
  argv: [`/usr/local/bin/${program}`, ...words],
  executable: `/opt/${program}-v1.32.3/${program}`,
  cgroup: `0::/system.slice/${program}.service\n`,
});

/**
 * A node whose components are services of its own: commands in units, an environment file, a drop-in over the unit.
 * https://github.com/kelseyhightower/kubernetes-the-hard-way/tree/master/units
 */
export const HARD_WAY: Layout = {
  hostname: 'server',
  processes: {
    1: { argv: ['/sbin/init'], executable: '/usr/lib/systemd/systemd' },
    210: service('kube-apiserver', API_SERVER),
    220: service('kube-controller-manager', CONTROLLER_MANAGER),
    230: service('kube-scheduler', SCHEDULER),
    240: service('kubelet', [...KUBELET, '--read-only-port=10255', '--event-qps=0']),
  },
  files: {
    '/etc/os-release': { content: 'ID=debian\nVERSION_ID="12"\n', mode: '644' },
    '/etc/systemd/system/kube-apiserver.service': {
      content: unit('kube-apiserver', API_SERVER),
      mode: '644',
    },
    '/etc/systemd/system/kube-controller-manager.service': {
      content:
        '[Service]\nEnvironmentFile=-/etc/default/kube-controller-manager\nExecStart=/usr/local/bin/kube-controller-manager $KUBE_CONTROLLER_MANAGER_ARGS\n',
      mode: '644',
    },
    '/etc/default/kube-controller-manager': `# by the installer\nKUBE_CONTROLLER_MANAGER_ARGS="${CONTROLLER_MANAGER.join(' ')}"\n`,
    '/usr/lib/systemd/system/kube-scheduler.service': {
      content: `[Service]\nExecStart=/usr/local/bin/kube-scheduler ${SCHEDULER.slice(0, 1).join(' ')}\n`,
      mode: '644',
    },
    '/etc/systemd/system/kube-scheduler.service.d/10-site.conf': {
      content: `# of the site\n[Service]\nExecStart=\nExecStart=/usr/local/bin/kube-scheduler ${SCHEDULER.join(' ')}\n`,
      mode: '644',
    },
    '/usr/lib/systemd/system/kubelet.service': {
      content: `[Service]\nEnvironmentFile=-/etc/default/kubelet\nExecStart=/usr/local/bin/kubelet ${KUBELET.join(' ')} $KUBELET_EXTRA_ARGS\n`,
      mode: '644',
    },
    '/etc/default/kubelet': 'KUBELET_EXTRA_ARGS=--read-only-port=10255 --event-qps=0\n',
    '/var/lib/kubelet/kubelet-config.yaml': KUBELET_CONFIG,
    '/var/lib/kubelet/ca.crt': { content: { authority: 'cluster' }, mode: '644' },
    [`${SETTINGS}/ca.crt`]: { content: { authority: 'cluster' }, mode: '644' },
    [`${SETTINGS}/kube-api-server.crt`]: { content: { leaf: 'kube-apiserver' }, mode: '644' },
  },
};
