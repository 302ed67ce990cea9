import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NodeState } from './node-state.ts';

/** The network that the nodes of a cluster share: no route leads out of it. */
export const NETWORK = {
  prefix: 24,
  addressOf: (index: number) => `10.77.0.${10 + index}`,
  services: '10.96.0.0/12',
  pods: '10.244.0.0/16',
  podsOf: (index: number) => `10.244.${index}.0/24`,
  /** Stands for all API servers of a cluster, in /etc/hosts: clients take the next address when one refuses. */
  endpoint: 'cluster.kubetrue.test',
} as const;

export const RUNTIME_SOCKET = 'unix:///run/containerd/containerd.sock';

/**
 * Writes all files that a node starts with below `directory`: `mounts` lies over the machine's directories, `own` is
 * copied to where nothing of the machine's shows.
 */
export function writeNodeFiles(directory: string, state: NodeState, pauseImage: string): void {
  for (const [place, mode] of DIRECTORIES) mkdirSync(join(directory, place), { recursive: true, mode });
  for (const [path, text] of Object.entries(filesOf(state, pauseImage))) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

const DIRECTORIES: readonly (readonly [place: string, mode: number])[] = [
  ['log', 0o755],
  ['mounts/usr', 0o755],
  ['mounts/etc', 0o755],
  ['mounts/var', 0o755],
  ['upper-work/usr', 0o755],
  ['upper-work/etc', 0o755],
  ['upper-work/var', 0o755],
  ['own/etc/kubernetes/manifests', 0o755],
  ['own/etc/cni', 0o755],
  ['own/etc/containerd', 0o755],
  ['own/etc/systemd/system', 0o755],
  ['own/var/lib/kubelet', 0o755],
  // As kubeadm makes it (CreateDataDirectory in its etcd phase).
  ['own/var/lib/etcd', 0o700],
  ['own/var/lib/containerd', 0o711],
  ['own/var/lib/cni', 0o755],
  ['own/var/log/pods', 0o755],
  ['own/var/log/containers', 0o755],
];

function filesOf({ hostname, index }: NodeState, pauseImage: string): Record<string, string> {
  return {
    'mounts/etc/hostname': `${hostname}\n`,
    'mounts/etc/hosts': hostsOf({ hostname, index }, []),
    'mounts/etc/resolv.conf': 'nameserver 127.0.0.1\n',
    'mounts/usr/lib/systemd/system/kubelet.service': KUBELET_UNIT,
    'mounts/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf': KUBELET_DROP_IN,
    'own/etc/containerd/config.toml': containerdConfig(pauseImage),
    'own/etc/cni/net.d/10-pods.conflist': `${JSON.stringify(podNetwork(index), null, 2)}\n`,
  };
}

/** @param endpoints places in the network of the API servers that the cluster's name stands for */
export function hostsOf(
  { hostname, index }: Pick<NodeState, 'hostname' | 'index'>,
  endpoints: readonly number[],
): string {
  const lines = [
    '127.0.0.1 localhost',
    '::1 localhost',
    `${NETWORK.addressOf(index)} ${hostname}`,
    ...endpoints.map((one) => `${NETWORK.addressOf(one)} ${NETWORK.endpoint}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Without CAP_SYS_RESOURCE, which a container lacks, sandboxes may not lower their score for the OOM killer. */
function containerdConfig(pauseImage: string): string {
  return `version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "/etc/cni/net.d"
`;
}

function podNetwork(index: number): object {
  const ipam = {
    type: 'host-local',
    ranges: [[{ subnet: NETWORK.podsOf(index) }]],
    routes: [{ dst: '0.0.0.0/0' }],
  };
  return {
    cniVersion: '0.4.0',
    name: 'pods',
    plugins: [
      { type: 'ptp', ipMasq: false, ipam },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}

/** As the Kubernetes packages bring them. */
const KUBELET_UNIT = `[Unit]
Description=kubelet: The Kubernetes Node Agent
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=/usr/bin/kubelet
Restart=always
StartLimitInterval=0
RestartSec=10

[Install]
WantedBy=multi-user.target
`;

/** As the Kubernetes packages bring it; node-kubelet.sh does what it says. */
const KUBELET_DROP_IN = `[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`;
