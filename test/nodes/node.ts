import { atExit } from '../../src/cli/demo/cluster-exit.ts';
import {
  claimDirectory,
  listNodes,
  ownMark,
  removeLeftovers,
  removeNode,
  saveState,
} from './node-directory.ts';
import { type Node, nodeOf, stateOf } from './node-handle.ts';
import type { KubeadmMore } from './node-kubeadm.ts';
import type { NodeState } from './node-state.ts';
import { bringSources, importImages, initialise, joinCluster, startMachine } from './node-up.ts';
import { type Say, sayOnStderr } from './programs/cache.ts';
import { DEFAULT_KUBERNETES, type KubernetesVersion } from './programs/kubernetes.ts';

export { findNode, type Node } from './node-handle.ts';

export interface NodeOptions extends KubeadmMore {
  /** Default: 1.34.1. */
  version?: KubernetesVersion;
  /** Its name, in the cluster too. Default: cp1; of a node that joins worker1, or cp2, by its place in the network. */
  hostname?: string;
  /** The control plane that it joins as a worker. Default: it becomes a control plane of its own. */
  join?: Node;
  /** The control plane that it joins as another one, etcd too. That one was made with `endpoint`. */
  joinControlPlane?: Node;
  /** Its cluster gets a name that stands for all its API servers, without which no control plane can join. */
  endpoint?: boolean;
  /** It outlives this process, until somebody takes it down, and its id is its host name. Default: no. */
  keep?: boolean;
  /** Hears of each step. Default: a line on stderr. */
  say?: Say;
}

/**
 * Makes a real node with kubeadm and returns when it and all its Pods are ready. Needs root and Linux with cgroups of
 * version 1. It ends with this process, however that ends; what a killed process leaves, the next call removes.
 */
export async function upNode(options: NodeOptions = {}): Promise<Node> {
  const { say = sayOnStderr } = options;
  if (process.getuid?.() !== 0) throw new Error('a node needs root');
  for (const id of removeLeftovers()) say(`Removed what was left of node ${id}.`);
  const state = newState(options);
  const sources = await bringSources(state.version, say);
  const directory = claimDirectory(state);
  const forget = atExit(() => removeNode(state));
  const step = (text: string) => say(`${state.hostname}: ${text}`);
  try {
    step('namespaces and files');
    const joined = joinedBy(options);
    const first = joined === null ? null : stateOf(joined.id);
    const up = await startMachine(state, directory, sources, { first, bound: options.keep !== true });
    const node = nodeOf(up, forget);
    step('images');
    await importImages(node, directory, sources);
    step(`kubeadm ${joined === null ? 'init' : 'join'}`);
    await (joined === null ? initialise(node, up, options) : joinCluster(node, up, joined, options));
    step('waiting for its Pods');
    await node.waitUntilReady();
    if (options.keep === true) {
      saveState({ ...up, owner: null });
      forget();
    }
    return node;
  } catch (error) {
    removeNode(state);
    forget();
    throw error;
  }
}

function joinedBy({ join, joinControlPlane }: NodeOptions): Node | null {
  return joinControlPlane ?? join ?? null;
}

function newState(options: NodeOptions): NodeState {
  const { version = DEFAULT_KUBERNETES, hostname, keep = false, endpoint = false } = options;
  const joined = joinedBy(options);
  const isControlPlane = options.join === undefined;
  const index = joined === null ? 0 : nextIndex(joined.id);
  const name = hostname ?? (isControlPlane ? `cp${index + 1}` : `worker${index}`);
  count += 1;
  return {
    id: keep ? name : `${name}-${process.pid}-${count}`,
    hostname: name,
    version,
    index,
    joined: joined?.id ?? null,
    isControlPlane,
    hasEndpoint: joined === null ? endpoint : stateOf(joined.id).hasEndpoint,
    owner: ownMark(),
    init: null,
    cgroups: [],
  };
}

let count = 0;

function nextIndex(first: string): number {
  const taken = listNodes().filter(({ joined }) => joined === first);
  return Math.max(0, ...taken.map(({ index }) => index)) + 1;
}
