import type { ObjectClient } from '../../collect/cluster/objects.ts';
import { KubetrueError } from '../../model/errors.ts';
import { clusterRequestOf } from '../facts.ts';
import type { Invocation } from '../parse.ts';
import { VERSION } from '../version.ts';

/**
 * The cluster that a scan with these options would ask; a text says why there is none.
 * @throws KubetrueError KT_KUBECONFIG
 */
export async function openCluster(invocation: Invocation): Promise<ObjectClient | string> {
  const { ask, ...access } = clusterRequestOf(invocation);
  if (!ask) return 'it was not asked (--no-cluster)';
  const { openObjects } = await import('../../collect/cluster/objects.ts');
  const found = await openObjects({ ...access, environment: process.env }, VERSION);
  return typeof found === 'string' ? `the cluster cannot be asked: ${found}` : found;
}

/** The same for whoever is in the middle of a change: a kubeconfig that cannot be used is a reason like any other. */
export async function withClusterOrWhy<T>(
  invocation: Invocation,
  work: (cluster: ObjectClient | string) => Promise<T>,
): Promise<T> {
  const cluster = await openCluster(invocation).catch((error: unknown) => {
    if (error instanceof KubetrueError) return `the cluster cannot be asked: ${error.message}`;
    throw error;
  });
  return lent(cluster, work);
}

/** Does something with it, and lets it go. */
export async function withCluster<T>(
  invocation: Invocation,
  work: (cluster: ObjectClient | string) => Promise<T>,
): Promise<T> {
  return lent(await openCluster(invocation), work);
}

async function lent<T>(
  cluster: ObjectClient | string,
  work: (cluster: ObjectClient | string) => Promise<T>,
): Promise<T> {
  try {
    return await work(cluster);
  } finally {
    if (typeof cluster !== 'string') cluster.close();
  }
}
