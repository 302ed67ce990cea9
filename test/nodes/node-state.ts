import type { ProcessMark } from './process-mark.ts';
import { cachePath } from './programs/cache.ts';
import type { KubernetesVersion } from './programs/kubernetes.ts';

/** What must be known of a node to use it or to remove it; kept in its directory. */
export interface NodeState {
  /** Tells it from other nodes on this machine. */
  id: string;
  hostname: string;
  version: KubernetesVersion;
  /** Position in its network, from 0; 0 is the node that made the cluster. */
  index: number;
  /** Id of the node it joined; null when it made the cluster. */
  joined: string | null;
  isControlPlane: boolean;
  /** Whether its cluster has a name for all its API servers, so that further control planes can join. */
  hasEndpoint: boolean;
  /** The node ends with this process; null when it stays until it is taken down. */
  owner: ProcessMark | null;
  /** Its first process, once there is one. */
  init: ProcessMark | null;
  cgroups: readonly string[];
}

/** A node that is up. */
export type NodeUp = NodeState & { readonly init: ProcessMark };

export function directoryOf(id: string): string {
  return cachePath('nodes', id);
}

/** The last part of the path of each of a node's cgroups. */
export function cgroupName(id: string): string {
  return `kubetrue-${id}`;
}
