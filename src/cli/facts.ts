import { posix } from 'node:path';
import type { ClusterOptions } from '../collect/cluster/index.ts';
import { collect } from '../collect/index.ts';
import { containerProcesses } from '../machine/proc/containers.ts';
import type { Cluster, Rights } from '../model/cluster.ts';
import type { Observation } from '../model/observation.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Containers, ProveOptions, Seen, UserCredential } from '../prove/index.ts';
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
  /** The whole process may take the rights of another account for a moment: nothing else runs in it. */
  alone: boolean;
}

export const HERE: Place = { root: null, own: false, nodeName: null, alone: true };

/** --root, --host, --node-name */
export function placeOf(invocation: Invocation): Place {
  const host = optionOf(invocation, 'host');
  return {
    root: host ?? optionOf(invocation, 'root') ?? null,
    own: host !== undefined,
    nodeName: optionOf(invocation, 'node-name') ?? null,
    alone: true,
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
  const containers = prove === 'off' ? NONE : containersOf(place);
  const isHere = (id: string) => containers().has(id);
  const asked = isTree(place) || cluster === null ? NOBODY : askedOf(cluster, progress, isHere);
  const [node, known] = await Promise.all([
    nodeFacts(place, prove, progress, { ...asked, request: cluster, proofs, containers }),
    asked.cluster,
  ]);
  const snapshot = known === null ? node : { ...node, cluster: known };
  const tryOthers = prove !== 'off' && place.root === null && place.alone;
  return tryOthers ? withOthers(snapshot, proofs) : snapshot;
}

const NONE: Containers = () => new Map();

/** What is known of a cluster, as it comes. Null where nobody asks for it. */
interface Asked {
  cluster: Promise<Cluster> | null;
  /** Null in the end: no rights have been listed. */
  rights: Promise<Rights | null> | null;
}

const NOBODY: Asked = { cluster: null, rights: null };

/** Both promises settle, whatever happens to the cluster. */
function askedOf(request: ClusterRequest, progress: Progress, isHere: (id: string) => boolean): Asked {
  const { promise: rights, resolve } = Promise.withResolvers<Rights | null>();
  const cluster = clusterFacts(request, progress, { onRights: resolve, isHere });
  return { cluster: cluster.finally(() => resolve(null)), rights };
}

/** Processes of the containers of this machine, looked for when they are asked for first, and once. */
function containersOf(place: Place): Containers {
  let found: ReturnType<Containers> | undefined;
  return () => {
    found ??= containerProcesses(procOf(place) ?? '/proc');
    return found;
  };
}

/** Of a tree nothing is asked: what is mounted or captured may not be what runs. */
function isTree({ root, own }: Place): boolean {
  return root !== null && !own;
}

/** What other accounts can open. Last: for that moment the program has their rights, and nothing else may go on. */
async function withOthers(snapshot: Snapshot, proofs: ReadonlySet<string> | null): Promise<Snapshot> {
  const { openAsOthers } = await import('../prove/index.ts');
  return {
    ...snapshot,
    observations: [...snapshot.observations, ...openAsOthers(snapshot, now, proofs)],
  };
}

/** What the probes may show and wait for. */
interface Asking extends Asked {
  request: ClusterRequest | null;
  proofs: ReadonlySet<string> | null;
  containers: Containers;
}

/** The components are asked while the files of the node are looked at: most of that time is waiting. */
async function nodeFacts(
  place: Place,
  proving: Proving,
  progress: Progress,
  asking: Asking,
): Promise<Snapshot> {
  const answers: Promise<Observation[]>[] = [];
  const snapshot = await collect({
    ...{ ...place, now, toolVersion: VERSION, progress: progress.tell },
    onProcesses: (seen) => {
      if (proving === 'off' || isTree(place) || seen.processes.length === 0) return;
      answers.push(ask(seen, asking, { deep: proving === 'deep', proc: procOf(place) }));
    },
  });
  if (answers.length === 0) return snapshot;
  progress.tell('asking the components');
  return { ...snapshot, observations: (await Promise.all(answers)).flat() };
}

async function ask(
  seen: Seen,
  { request, cluster, rights, proofs: wanted, containers }: Asking,
  how: Pick<ProveOptions, 'deep' | 'proc'>,
): Promise<Observation[]> {
  const { prove } = await import('../prove/index.ts');
  const user = await userCredential(request);
  const own = { wanted, now, toolVersion: VERSION, user, containers };
  return prove(seen, { ...how, ...own, cluster: cluster?.catch(notKnown) ?? null, rights });
}

/** Whoever asked for the cluster is told why there is none; for proofs it is not there. */
function notKnown(): Cluster {
  return { state: 'absent', reason: 'it could not be asked' };
}

/** Probes show only what the node already holds or the user has named; without asking the cluster, nothing of the user. */
async function userCredential(cluster: ClusterRequest | null): Promise<UserCredential | string> {
  if (cluster === null || !cluster.ask) return 'the cluster is not asked (--no-cluster)';
  const { heldCredential } = await import('../collect/cluster/credential.ts');
  const { kubeconfig, context } = cluster;
  return heldCredential({ kubeconfig, context, environment: process.env });
}

async function clusterFacts(
  { ask, ...access }: ClusterRequest,
  progress: Progress,
  forProofs: Pick<ClusterOptions, 'onRights' | 'isHere'>,
): Promise<Cluster> {
  if (!ask) return { state: 'absent', reason: '--no-cluster was given' };
  const { collectCluster } = await import('../collect/cluster/index.ts');
  const { env: environment } = process;
  const { tell } = progress;
  const options = { ...access, environment, now, toolVersion: VERSION, progress: tell };
  return collectCluster({ ...options, ...forProofs });
}
