import type { Snapshot } from '../../model/snapshot.ts';
import type { Candidate } from './candidates.ts';
import { commandOf } from './command.ts';

/** Programs that say something about a node's roles or distribution, or explain why a component is not found. */
const PROGRAMS: ReadonlySet<string> = new Set([
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'cloud-controller-manager',
  'hyperkube',
  'k3s',
  'k3s-server',
  'k3s-agent',
  'rke2',
  'k0s',
  'kubelite',
  'k8s-dqlite',
  'kine',
  'cri-dockerd',
  'containerd',
  'crio',
  'dockerd',
]);

export function programs(list: readonly Candidate[]): Snapshot['programs'] {
  return list
    .map((candidate) => ({ pid: candidate.pid, name: commandOf(candidate).program }))
    .filter((program) => PROGRAMS.has(program.name));
}
