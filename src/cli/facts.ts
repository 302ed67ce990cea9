import { posix } from 'node:path';
import { collect } from '../collect/index.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Observation } from '../model/observation.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { ProveOptions, Seen, UserCredential } from '../prove/index.ts';
import { type Invocation, optionOf } from './parse.ts';
import type { Progress } from './progress.ts';
import { VERSION } from './version.ts';

const now = () => new Date();

/** --prove */
export type Proving = 'off' | 'local' | 'deep';

/** Which machine or tree is looked at. */
export interface Place {
  /** Directory at which it is mounted or captured; null: this machine, as it is seen from here. */
  root: string | null;
  /** The directory is this machine (--host). */
  own: boolean;
  /** --node-name */
  nodeName: string | null;
}

export const HERE: Place = { root: null, own: false, nodeName: null };

/** --root, --host, --node-name */
export function placeOf(invocation: Invocation): Place {
  const host = optionOf(invocation, 'host');
  return {
    root: host ?? optionOf(invocation, 'root') ?? null,
    own: host !== undefined,
    nodeName: optionOf(invocation, 'node-name') ?? null,
  };
}

/** Where the procfs of this machine is, if it is seen through a mount. */
export function procOf({ root, own }: Place): string | null {
  return root !== null && own ? posix.join(root, 'proc') : null;
}

/** What the command line says about asking the Kubernetes API. */
export interface ClusterRequest {
  /** False: --no-cluster. */
  ask: boolean;
  kubeconfig: string | null;
  context: string | null;
  allowExec: boolean;
}

export function clusterRequestOf(invocation: Invocation): ClusterRequest {
  return {
    ask: !invocation.options.has('no-cluster'),
    kubeconfig: optionOf(invocation, 'kubeconfig') ?? null,
    context: optionOf(invocation, 'context') ?? null,
    allowExec: invocation.options.has('allow-exec'),
  };
}

/**
 * Facts of this machine or of a tree; on this machine also of its cluster and, if asked for, what the probes saw.
 * @param cluster null: no facts about a cluster, not even that there are none
 * @param proofs names of the proofs that are wanted; null: all
 */
export async function collectFacts(
  place: Place,
  prove: Proving,
  progress: Progress,
  cluster: ClusterRequest | null = null,
  proofs: ReadonlySet<string> | null = null,
): Promise<Snapshot> {
  if (isTree(place) || cluster === null)
    return (await nodeFacts(place, prove, progress, cluster, proofs)).snapshot;
  const [{ snapshot, options }, facts] = await Promise.all([
    nodeFacts(place, prove, progress, cluster, proofs),
    clusterFacts(cluster, progress),
  ]);
  const whole = { ...snapshot, cluster: facts };
  if (options === null) return whole;
  const { proveRights } = await import('../prove/index.ts');
  const reviews = await proveRights(whole, options);
  return { ...whole, observations: [...whole.observations, ...reviews] };
}

/** Of a tree nothing is asked: what is mounted or captured may not be what runs. */
function isTree({ root, own }: Place): boolean {
  return root !== null && !own;
}

interface NodeFacts {
  snapshot: Snapshot;
  /** How the components were asked; null where nothing was. */
  options: ProveOptions | null;
}

/** The components are asked while the files of the node are looked at: most of that time is waiting. */
async function nodeFacts(
  place: Place,
  proving: Proving,
  progress: Progress,
  cluster: ClusterRequest | null,
  wanted: ReadonlySet<string> | null,
): Promise<NodeFacts> {
  const asking: Promise<Asked>[] = [];
  const snapshot = await collect({
    ...{ ...place, now, toolVersion: VERSION, progress: progress.tell },
    onProcesses: (seen) => {
      if (proving === 'off' || isTree(place) || seen.processes.length === 0) return;
      asking.push(ask(seen, cluster, { deep: proving === 'deep', wanted, proc: procOf(place) }));
    },
  });
  if (asking.length > 0) progress.tell('asking the components');
  const [asked] = await Promise.all(asking);
  if (asked === undefined) return { snapshot, options: null };
  return { snapshot: { ...snapshot, observations: asked.observations }, options: asked.options };
}

interface Asked {
  observations: Observation[];
  options: ProveOptions;
}

async function ask(
  seen: Seen,
  cluster: ClusterRequest | null,
  how: Pick<ProveOptions, 'deep' | 'wanted' | 'proc'>,
): Promise<Asked> {
  const { prove } = await import('../prove/index.ts');
  const options = { ...how, now, toolVersion: VERSION, user: await userCredential(cluster) };
  return { observations: await prove(seen, options), options };
}

/** Probes show only what the node already holds or the user has named; without asking the cluster, nothing of the user. */
async function userCredential(cluster: ClusterRequest | null): Promise<UserCredential | string> {
  if (cluster === null || !cluster.ask) return 'the cluster is not asked (--no-cluster)';
  const { heldCredential } = await import('../collect/cluster/credential.ts');
  const { kubeconfig, context } = cluster;
  return heldCredential({ kubeconfig, context, environment: process.env });
}

async function clusterFacts({ ask, ...access }: ClusterRequest, progress: Progress): Promise<Cluster> {
  if (!ask) return { state: 'absent', reason: '--no-cluster was given' };
  const { collectCluster } = await import('../collect/cluster/index.ts');
  const { env: environment } = process;
  return collectCluster({ ...access, environment, now, toolVersion: VERSION, progress: progress.tell });
}
