import { NETWORK, RUNTIME_SOCKET } from './node-files.ts';
import type { NodeState } from './node-state.ts';

/** What a cluster is made with beside kubeadm's defaults. */
export interface KubeadmMore {
  /** More of ClusterConfiguration. */
  configuration?: Readonly<Record<string, unknown>>;
  /** Patches of manifests by file name, for this node alone; kubeadm keeps none of them. */
  patches?: Readonly<Record<string, string>>;
}

/**
 * What `kubeadm init` is given (JSON is YAML); everything that is not about this machine is kubeadm's default.
 * @param patches directory of patches; null: none
 */
export function initConfig(
  { version, hostname, index, hasEndpoint }: NodeState,
  configuration: KubeadmMore['configuration'],
  patches: string | null,
): string {
  const apiVersion = 'kubeadm.k8s.io/v1beta4';
  const documents = [
    {
      apiVersion,
      kind: 'InitConfiguration',
      localAPIEndpoint: { advertiseAddress: NETWORK.addressOf(index) },
      nodeRegistration: { name: hostname, criSocket: RUNTIME_SOCKET },
      ...(patches === null ? {} : { patches: { directory: patches } }),
    },
    {
      apiVersion,
      kind: 'ClusterConfiguration',
      kubernetesVersion: `v${version}`,
      ...(hasEndpoint ? { controlPlaneEndpoint: `${NETWORK.endpoint}:6443` } : {}),
      networking: { podSubnet: NETWORK.pods, serviceSubnet: NETWORK.services },
      ...configuration,
    },
    {
      apiVersion: 'kubelet.config.k8s.io/v1beta1',
      kind: 'KubeletConfiguration',
      cgroupDriver: 'cgroupfs',
      failCgroupV1: false,
      failSwapOn: false,
    },
    {
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
      // Else it writes nf_conntrack_max, which only the machine itself may.
      conntrack: { maxPerCore: 0, min: 0 },
    },
  ];
  return documents.map((document) => `${JSON.stringify(document)}\n`).join('---\n');
}

/** CoreDNS has no program here; what the preflight checks miss (systemd, modules) the node does without. */
export function initArgv(config: string): string[] {
  return ['kubeadm', 'init', `--config=${config}`, IGNORE, '--skip-phases=addon/coredns'];
}

/** Puts the keys of the control plane where one that joins finds them; writes the key to them as its last line. */
export function uploadCertsArgv(config: string): string[] {
  // Without the configuration it looks for an address by a default route, which nodes do not have.
  return ['kubeadm', 'init', 'phase', 'upload-certs', '--upload-certs', `--config=${config}`];
}

/** @param certificateKey of `uploadCertsArgv`; null for a worker */
export function printJoinArgv(certificateKey: string | null): string[] {
  const more = certificateKey === null ? [] : [`--certificate-key=${certificateKey}`];
  return ['kubeadm', 'token', 'create', '--print-join-command', ...more];
}

/** `printed` is what `printJoinArgv` printed. */
export function joinArgv(
  printed: string,
  { hostname, index, isControlPlane }: NodeState,
  patches: string | null,
): string[] {
  const words = printed.trim().split(/\s+/);
  if (patches !== null) words.push(`--patches=${patches}`);
  const address = isControlPlane ? [`--apiserver-advertise-address=${NETWORK.addressOf(index)}`] : [];
  return [...words, ...address, `--node-name=${hostname}`, `--cri-socket=${RUNTIME_SOCKET}`, IGNORE];
}

const IGNORE = '--ignore-preflight-errors=all';
