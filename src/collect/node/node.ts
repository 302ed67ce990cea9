import { hostname } from 'node:os';
import { type Reading, readValue } from '../../machine/reading.ts';
import { type Fact, valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts, Snapshot } from '../../model/snapshot.ts';
import type { Host } from '../host.ts';
import type { Candidate } from '../proc/candidates.ts';
import { distributionOf } from './distribution.ts';
import { kubernetesFact } from './kubernetes.ts';
import { osRelease } from './os-release.ts';
import { rolesOf } from './roles.ts';

const NAME_LIMIT = 4096;

/** What is known of the node itself: its name, the Kubernetes version, how it was installed and what it is for. */
export async function nodeFacts(
  host: Host,
  candidates: readonly Candidate[],
  processes: readonly ProcessFacts[],
): Promise<Snapshot['node']> {
  const os = osRelease(host);
  const found = await kubernetesFact(host, candidates, os);
  const kubernetes = found.state === 'present' ? found : (insideVersion(processes) ?? found);
  const known = valueIfPresent(kubernetes) ?? null;
  const distribution = distributionOf({ host, candidates, kubernetes: known, os });
  return {
    name: nodeName(host) ?? 'unknown',
    kubernetes,
    distribution: distribution.name,
    distributionBecause: distribution.because,
    roles: rolesOf({ host, candidates, processes, containers: await host.staticContainers() }),
  };
}

/** The version of components inside another program, which is that of the Kubernetes in it; not so for etcd. */
function insideVersion(processes: readonly ProcessFacts[]): Fact<string> | null {
  const inside = processes.find((one) => one.inside !== undefined && one.component !== 'etcd');
  if (inside?.version.state !== 'present') return null;
  return { ...inside.version, value: `v${inside.version.value}` };
}

/**
 * The name of the host. A mounted procfs shows that of whoever reads it, so there the file comes first; in a container
 * that would be the container's, which is no name of the node.
 */
export function nodeName(host: Host): string | null {
  const kernel = () => firstWord(host.proc.read('sys/kernel/hostname'));
  const file = () => firstWord(host.files.read('/etc/hostname', NAME_LIMIT));
  if (host.throughMount) return file();
  const name = host.source === 'mounted' ? (file() ?? kernel()) : (kernel() ?? file());
  return name ?? (host.source === 'live' ? hostname() : null);
}

function firstWord(reading: Reading<Buffer>): string | null {
  return readValue(reading)?.toString('utf8').trim().split(/\s+/)[0] || null;
}
