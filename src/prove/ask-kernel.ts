import { needsKernel, type WantedProofs } from '../components/proof-methods.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Observation } from '../model/observation.ts';
import type { KernelOptions } from './kernel-states.ts';

/** Pids by the id of their container. */
export type Containers = () => ReadonlyMap<string, readonly number[]>;

/** Reads what the kernel shows of the containers that the facts of the cluster place on this machine, once they are there. */
export async function askKernel(
  cluster: Promise<Cluster> | null,
  containers: Containers,
  { wanted, ...options }: KernelOptions & { wanted: WantedProofs },
): Promise<Observation[]> {
  const facts = needsKernel(wanted) ? await cluster : null;
  if (facts?.state !== 'asked') return [];
  const { kernelStates } = await import('./kernel-states.ts');
  return kernelStates(facts, containers(), options);
}
