import { k3sProgram } from '../support/collect/go-program.ts';
import type { Layout, Verdicts } from './layout.ts';

const DATA = '/var/lib/rancher/k3s';
const PROGRAM = `${DATA}/data/7c1de4f09a8b2c3d4e5f60718293a4b5c6d7e8f9012a3b4c5d6e7f8091a2b3c4/bin/k3s`;
const AGENT = `${DATA}/agent`;

function kubeconfig(name: string): string {
  return `apiVersion: v1
clusters:
- cluster:
    server: https://127.0.0.1:6444
    certificate-authority: ${AGENT}/server-ca.crt
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
    client-certificate: ${AGENT}/client-${name}.crt
    client-key: ${AGENT}/client-${name}.key
`;
}

const UNIT = `[Unit]
Description=Lightweight Kubernetes
After=network-online.target

[Service]
Type=notify
EnvironmentFile=-/etc/default/%N
EnvironmentFile=-/etc/sysconfig/%N
EnvironmentFile=-/etc/systemd/system/k3s-agent.service.env
KillMode=process
ExecStart=/usr/local/bin/k3s \\
    agent \\
	'--kubelet-arg=anonymous-auth=true' \\

`;

/** An agent of K3s 1.29, whose kubelet has everything on its command line; somebody let strangers in. */
export const K3S_AGENT: Layout = {
  hostname: 'worker-1',
  processes: {
    1: { argv: ['/sbin/init'], executable: '/usr/lib/systemd/systemd' },
    500: {
      argv: Buffer.from(`/usr/local/bin/k3s agent${'\0'.repeat(30)}`, 'latin1'),
      executable: PROGRAM,
      environment: ['', 'PATH=/usr/sbin:/usr/bin', 'K3S_TOKEN=hush-hush', 'K3S_URL=https://10.0.0.11:6443'],
      cgroup: '0::/system.slice/k3s-agent.service\n',
    },
    560: {
      argv: [
        'containerd',
        '-c',
        `${AGENT}/etc/containerd/config.toml`,
        '-a',
        '/run/k3s/containerd/containerd.sock',
      ],
      executable: PROGRAM,
      cgroup: '0::/system.slice/k3s-agent.service\n',
    },
  },
  listens: { 500: [6444, 10248, 10249, 10250, 10256] },
  files: {
    [PROGRAM]: { content: k3sProgram('1.29.15'), mode: '755' },
    '/etc/os-release': { content: 'ID=debian\nVERSION_ID="12"\n', mode: '644' },
    '/etc/systemd/system/k3s-agent.service': { content: UNIT, mode: '644' },
    '/etc/systemd/system/k3s-agent.service.env': "K3S_TOKEN='hush-hush'\nK3S_URL='https://10.0.0.11:6443'\n",
    '/etc/rancher/node/password': 'hush-hush',
    '/etc/rancher/k3s/registries.yaml': 'mirrors: {}\n',
    [`${AGENT}/client-ca.crt`]: { content: { authority: 'client' } },
    [`${AGENT}/server-ca.crt`]: { content: { authority: 'server' } },
    [`${AGENT}/kubelet.kubeconfig`]: { content: kubeconfig('kubelet'), mode: '644', wroteAt: 3 },
    [`${AGENT}/kubeproxy.kubeconfig`]: { content: kubeconfig('kube-proxy'), wroteAt: 3 },
    [`${AGENT}/serving-kubelet.crt`]: { content: { leaf: 'kubelet' }, mode: '644' },
    [`${AGENT}/serving-kubelet.key`]: 'never read',
    [`${AGENT}/pod-manifests`]: { directory: '755' },
    [`${AGENT}/etc/cni/net.d/10-flannel.conflist`]: '{"name":"cbr0","plugins":[{"type":"flannel"}]}',
    [`${AGENT}/etc/containerd/config.toml`]: `version = 2\n\n[plugins."io.containerd.grpc.v1.cri".cni]\n  bin_dir = "${DATA}/data/cni"\n  conf_dir = "${AGENT}/etc/cni/net.d"\n`,
    '/var/lib/cni/results/.keep': '',
    '/var/lib/kubelet/device-plugins/kubelet.sock': { content: '', wroteAt: 9 },
  },
};

export const K3S_AGENT_VERDICTS: Verdicts = [
  [
    'not-applicable',
    '1.1.1-8 1.1.11-21 1.2.1-29 1.3.1-7 1.4.1-2 2.1-7 3.2.1-2',
    'an agent runs the kubelet and kube-proxy only',
  ],
  ['pass', '1.1.9-10', 'the directory of CNI as k3s writes it'],
  [
    'not-applicable',
    '4.1.1-2 4.1.9-10',
    'the kubelet of k3s 1.29 has neither a unit nor a configuration file',
  ],
  ['pass', '4.1.3-4 4.1.6-8', 'owned by root, 0600'],
  ['fail', '4.1.5', 'kubelet.kubeconfig was set to 0644'],
  [
    'fail',
    '4.2.1',
    'k3s hands over anonymous-auth=false, and kubelet-arg of config.yaml, which comes later, says true',
  ],
  ['pass', '4.2.2-6 4.2.8-9', 'what k3s hands over by itself'],
  ['pass, letter fail', '4.2.7', 'k3s always sets hostname-override, here to the name that the host has'],
  ['fail', '4.2.12-13', 'k3s sets none of them'],
  [
    'fail, letter pass',
    '4.2.10-11',
    'rotateCertificates is off by default, and k3s hands over a serving certificate, so the gate of rotation is of no effect',
  ],
  ['pass', '4.3.1', 'k3s leaves the metrics of kube-proxy at 127.0.0.1'],
];
