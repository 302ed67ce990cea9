import { readdirSync, realpathSync, statSync } from 'node:fs';
import { parseBootTime } from '../machine/proc/parse.ts';
import { readValue } from '../machine/reading.ts';
import { RootedFs } from '../machine/rooted/rooted-fs.ts';
import { KubetrueError } from '../model/errors.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { readerOfManifests, type StaticContainer } from './container/static-pods.ts';
import type { SocketCache } from './proc/listeners.ts';
import { capturedProc, kernelProc, type ProcSource } from './proc/source.ts';

/** Magic number of procfs in statfs(2). */
const PROCFS = 0x9fa0;

/** The machine that is being looked at. */
export interface Host {
  source: Snapshot['source'];
  /** This machine, looked at from a container that has its file system mounted. */
  throughMount: boolean;
  proc: ProcSource;
  /** Path of a kernel's procfs; null in a captured tree. */
  procPath: string | null;
  /** Where this machine's root directory is in our own mount namespace; null for another machine and for trees. */
  mountPoint: string | null;
  /** The file system as the host sees it. */
  files: RootedFs;
  /** Milliseconds since 1970. */
  bootTime: number | null;
  sockets: SocketCache;
  /** Containers of the static Pod manifests in some directories, or in the usual ones. */
  staticContainers: (directories?: readonly string[]) => Promise<readonly StaticContainer[]>;
}

/**
 * @param root directory at which a host is mounted or captured; null: this machine as it is seen from here
 * @param own the directory is this machine, seen through a mount
 * @throws KubetrueError KT_ROOT if `root` cannot be used.
 */
export function openHost(root: string | null, own = false): Host {
  const files = openRoot(root);
  const procPath = root === null ? '/proc' : kernelProcPath(files);
  const throughMount = root !== null && own;
  if (throughMount && procPath === null) {
    files.close();
    throw new KubetrueError('KT_ROOT', {
      message: `${root}/proc is not the procfs of a running kernel`,
      hint: 'Mount the root directory of this machine with all that is mounted below it; a capture is judged by --root.',
    });
  }
  const proc = procPath === null ? capturedProc(files) : kernelProc(procPath);
  const stat = readValue(proc.read('stat'));
  const bootTime = stat === undefined ? null : parseBootTime(stat);
  return {
    source: throughMount ? 'live' : sourceOf(root, procPath),
    throughMount,
    mountPoint: root === null ? '/' : throughMount ? realpathSync(root) : null,
    proc,
    procPath,
    files,
    bootTime,
    sockets: new Map(),
    staticContainers: readerOfManifests(files),
  };
}

function sourceOf(root: string | null, procPath: string | null): Snapshot['source'] {
  if (root === null) return 'live';
  return procPath === null ? 'captured' : 'mounted';
}

function kernelProcPath(files: RootedFs): string | null {
  const place = readValue(files.fileSystem('/proc'));
  return place?.type === PROCFS ? place.path : null;
}

/** A directory that may be opened by name only would look like an empty capture. */
function searchable(root: string, opened: RootedFs): RootedFs {
  try {
    readdirSync(root);
    statSync(`${root}/.`);
    return opened;
  } catch (cause) {
    opened.close();
    throw new KubetrueError(
      'KT_ROOT',
      { message: `${root}: permission denied`, hint: 'Run as root, or as a user who may read and enter it.' },
      { cause },
    );
  }
}

function openRoot(root: string | null): RootedFs {
  const opened = RootedFs.open(root ?? '/', 'CAP_DAC_READ_SEARCH');
  if (opened.state === 'read') return root === null ? opened.value : searchable(root, opened.value);
  const why =
    opened.state === 'missing' ? 'no such directory' : opened.reason.replace('a part of the path is ', '');
  throw new KubetrueError('KT_ROOT', {
    message: `${root}: ${why}`,
    hint: 'Give the directory at which a host file system is mounted or was captured, the one that holds etc and proc.',
  });
}
