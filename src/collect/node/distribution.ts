import type { Snapshot } from '../../model/snapshot.ts';
import type { Host } from '../host.ts';
import type { Candidate } from '../proc/candidates.ts';

/** Distributions that run everything from programs or directories of their own. */
const MARKS: readonly { distribution: string; programs: readonly string[]; directory: string }[] = [
  { distribution: 'k3s', programs: ['k3s', 'k3s-server', 'k3s-agent'], directory: '/var/lib/rancher/k3s/' },
  { distribution: 'rke2', programs: ['rke2'], directory: '/var/lib/rancher/rke2/' },
  { distribution: 'microk8s', programs: ['kubelite'], directory: '/snap/microk8s/' },
  { distribution: 'k0s', programs: ['k0s'], directory: '/var/lib/k0s/' },
];

/** kubeadm writes the first on every node, the second on control planes. */
const KUBEADM_TRACES = ['/var/lib/kubelet/kubeadm-flags.env', '/etc/kubernetes/admin.conf'] as const;

export function distributionOf(
  host: Host,
  list: readonly Candidate[],
  programs: Snapshot['programs'],
): string {
  for (const { distribution, programs: names, directory } of MARKS) {
    const runs = programs.some((program) => names.includes(program.name));
    if (runs || list.some((candidate) => candidate.executable?.startsWith(directory))) return distribution;
  }
  return exists(host, '/etc/kubernetes/manifests') && KUBEADM_TRACES.some((path) => exists(host, path))
    ? 'kubeadm'
    : 'unknown';
}

function exists(host: Host, path: string): boolean {
  return host.files.stat(path).state === 'read';
}
