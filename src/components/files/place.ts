import type { NoNodeFile } from '../../model/node-files.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';

/** A file or tree to look at, before anybody has looked. */
export interface Place {
  group: string;
  path: string;
  /** Process in whose mount namespace the path is meant; null for the host's. */
  pid: number | null;
  /** The file alone, or a directory and all below it. */
  extent: 'file' | 'tree';
  because: string;
  /** Named by a setting of something that runs, so that it must be there. */
  named: boolean;
}

/** A static Pod manifest and the program that one of its containers starts. */
export interface Manifest {
  path: string;
  program: string;
}

/** What is known of a node when its files are looked for. */
export interface NodeView {
  processes: readonly ProcessFacts[];
  /** False when processes may be hidden, so that one which is not seen may still be there. */
  processesComplete: boolean;
  distribution: string;
  manifests: readonly Manifest[];
  /** Directories that the kubelet takes static Pods from. */
  manifestDirectories: readonly string[];
  /** Why those directories could not be looked through; null when they could. */
  manifestsHidden: string | null;
  /** CNI directories by the container runtime's configuration. */
  cni: readonly { path: string; because: string; named: boolean }[];
  /** Why what would name other directories could not be read; null when it could. */
  cniHidden: string | null;
  /** The systemd unit that the kubelet runs in and its drop-ins, as found on disk. */
  kubeletUnits: readonly string[];
  /** Why unit files could not be looked for; null when they could. */
  unitsHidden: string | null;
}

export type Search = (view: NodeView) => readonly Place[] | NoNodeFile;

/** There is no such file on this node, and why. */
export function none(group: string, reason: string): NoNodeFile {
  return { group, state: 'none', reason };
}

/** What would name the file is not known. */
export function hidden(group: string, reason: string): NoNodeFile {
  return { group, state: 'hidden', reason };
}

export function isPlaces(found: readonly Place[] | NoNodeFile): found is readonly Place[] {
  return Array.isArray(found);
}
