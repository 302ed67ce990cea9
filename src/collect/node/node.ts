import { hostname } from 'node:os';
import type { ProcessFacts, Snapshot } from '../../model/snapshot.ts';
import type { Host } from '../host.ts';
import type { Candidate } from '../proc/candidates.ts';
import { type Reading, readValue } from '../reading.ts';
import { distributionOf } from './distribution.ts';
import { kubernetesFact } from './kubernetes.ts';

const NAME_LIMIT = 4096;

export async function nodeFacts(
  host: Host,
  list: readonly Candidate[],
  programs: Snapshot['programs'],
  processes: readonly ProcessFacts[],
): Promise<Snapshot['node']> {
  return {
    name: nodeName(host),
    kubernetes: await kubernetesFact(host, list),
    distribution: distributionOf(host, list, programs),
    roles: rolesOf(programs, processes),
  };
}

/** A mounted procfs shows the host name of whoever reads it, so there the file comes first. */
function nodeName(host: Host): string {
  const kernel = () => firstWord(host.proc.read('sys/kernel/hostname'));
  const file = () => firstWord(host.files.read('/etc/hostname', NAME_LIMIT));
  const name = host.source === 'mounted' ? (file() ?? kernel()) : (kernel() ?? file());
  return name ?? (host.source === 'live' ? hostname() : 'unknown');
}

function firstWord(reading: Reading<Buffer>): string | null {
  return readValue(reading)?.toString('utf8').trim().split(/\s+/)[0] || null;
}

const SERVERS = ['k3s-server', 'kubelite', 'rke2'] as const;

function rolesOf(programs: Snapshot['programs'], processes: readonly ProcessFacts[]): string[] {
  const names = new Set([
    ...programs.map(({ name }) => name),
    ...processes.map(({ component }) => component),
  ]);
  const controlPlane = names.has('kube-apiserver') || SERVERS.some((name) => names.has(name));
  const etcd = processes.some(({ component }) => component === 'etcd');
  return [
    ...(controlPlane ? ['control-plane'] : []),
    ...(etcd ? ['etcd'] : []),
    ...(names.has('kubelet') && !controlPlane ? ['worker'] : []),
  ];
}
