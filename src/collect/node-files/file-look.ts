import { posix } from 'node:path';
import type { Place } from '../../components/files/place.ts';
import { type Reading, readValue } from '../../machine/reading.ts';
import { kindOf, type RootedFs } from '../../machine/rooted/rooted-fs.ts';
import type { Fact } from '../../model/fact.ts';
import type { NodeFile, NodeFileAttributes } from '../../model/node-files.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { absent, fileOrigin, notReadable, present } from '../facts.ts';
import { type HostPath, hostPathOf } from '../files/host-path.ts';
import type { Host } from '../host.ts';
import { NOT_CAPTURED } from '../proc/source.ts';
import { openProcessRoot, type ProcessRoot } from '../process-root.ts';
import { entriesBelow } from './tree.ts';

/** Where something is looked at, and how it is named in what is said about it. */
interface Where {
  fs: RootedFs;
  path: string;
  shown: string;
  onHost: HostPath;
}

/** Looks at the files of places: through the host's root, or through that of the process that names them. */
export class FileLook {
  readonly #host: Host;
  readonly #processes: readonly ProcessFacts[];
  readonly #roots = new Map<number, Reading<ProcessRoot>>();
  readonly #translations = new Map<number, HostPath>();
  readonly #closed = new Map<RootedFs, Map<string, string | null>>();
  /** Device and inode of what was looked at, which no fact keeps. */
  readonly #identities = new Map<Fact<NodeFileAttributes>, string>();

  constructor(host: Host, processes: readonly ProcessFacts[]) {
    this.#host = host;
    this.#processes = processes;
  }

  /** The file of a place, or all files and directories of its tree. */
  at(place: Place): NodeFile[] {
    const where = this.#where(place);
    if ('reason' in where) {
      return [this.#file(place, where.shown, notReadable(fileOrigin(where.shown), where.reason))];
    }
    const { fs, path } = where;
    const entries = place.extent === 'tree' ? entriesBelow(fs, path) : [{ name: '', problem: null }];
    const same = new Map<string, string>();
    return entries.map(({ name, problem }) => {
      const entry = this.#seen(where, name, same);
      const attributes =
        problem === null
          ? this.#attributes(entry.fs, entry.path, entry.shown)
          : notReadable(fileOrigin(entry.shown), problem);
      const inside = posix.join(path, name);
      const moved = place.pid !== null && fs !== this.#host.files && entry.fs === this.#host.files;
      const found = this.#file(place, entry.shown, attributes);
      return moved && entry.path !== inside ? { ...found, alsoAs: [inside] } : found;
    });
  }

  /** What a file is whatever the way to it; null where it is not there or cannot be seen. */
  identityOf({ attributes }: NodeFile): string | null {
    return this.#identities.get(attributes) ?? null;
  }

  close(): void {
    for (const root of this.#roots.values()) if (root.state === 'read') root.value.fs.close();
  }

  #file({ group, because, named }: Place, path: string, attributes: Fact<NodeFileAttributes>): NodeFile {
    return { group, path, because, named, attributes };
  }

  /**
   * An entry of a place, on the host where the mounts of the process say that it is there under that path.
   * @param same paths that were found to lead to the same file on the host, and those there
   */
  #seen({ fs, path, shown, onHost }: Where, name: string, same: Map<string, string>): Where {
    const inside = posix.join(path, name);
    const outside = onHost(inside);
    const beside = same.get(posix.dirname(inside));
    const known = beside !== undefined && outside === posix.join(beside, posix.basename(inside));
    if (outside === null || !(known || sameFile(fs, inside, this.#host.files, outside)))
      return { fs, path: inside, shown: posix.join(shown, name), onHost };
    same.set(inside, outside);
    return { fs: this.#host.files, path: outside, shown: outside, onHost };
  }

  /** The host's own path wins, because only there all directories above can be seen. */
  #where({ path, pid }: Place): Where | { reason: string; shown: string } {
    const onHost: HostPath = () => null;
    if (pid === null) return { fs: this.#host.files, path, shown: path, onHost };
    const process = processNaming(this.#processes, pid, path);
    const absolute = absolutePath(process, path);
    if (absolute === null) return { reason: 'its working directory is not known', shown: path };
    const fact = process?.files[path];
    const hostPath = fact?.state === 'present' ? fact.value.hostPath : null;
    if (hostPath !== null) return { fs: this.#host.files, path: hostPath, shown: hostPath, onHost };
    const root = this.#root(pid, process?.container ?? null);
    const shown = `/proc/${pid}/root${absolute}`;
    if (root.state === 'read')
      return { fs: root.value.fs, path: absolute, shown, onHost: this.#translation(pid, root) };
    return { reason: root.state === 'missing' ? 'the process has ended' : root.reason, shown };
  }

  /** A captured process root has no mounts that could be followed. */
  #translation(pid: number, root: Reading<ProcessRoot>): HostPath {
    if (this.#host.procPath === null) return () => null;
    const known = this.#translations.get(pid) ?? hostPathOf(this.#host, pid, root);
    this.#translations.set(pid, known);
    return known;
  }

  #root(pid: number, container: string | null): Reading<ProcessRoot> {
    const known = this.#roots.get(pid) ?? openProcessRoot(this.#host, pid, container);
    this.#roots.set(pid, known);
    return known;
  }

  #attributes(fs: RootedFs, path: string, shown: string): Fact<NodeFileAttributes> {
    const place = fs.stat(path);
    const origin = fileOrigin(shown);
    if (place.state === 'unreadable') return notReadable(origin, place.reason);
    if (place.state === 'missing') {
      const captured = this.#host.source === 'captured' && !place.parent;
      return captured ? notReadable(origin, NOT_CAPTURED) : absent(origin);
    }
    const { stats, path: target, linked } = place.value;
    const found = present(
      {
        type: kindOf(stats),
        mode: stats.mode & 0o7777,
        uid: stats.uid,
        gid: stats.gid,
        leadsTo: linked ? target : null,
        closedBy: this.#closedBy(fs, posix.dirname(target)),
      },
      origin,
    );
    this.#identities.set(found, `${stats.dev}:${stats.ino}`);
    return found;
  }

  /** The outermost of a directory and those above it that others may not enter; null when they may enter all. */
  #closedBy(fs: RootedFs, directory: string): string | null {
    if (directory === '/') return null;
    const known = this.#closed.get(fs) ?? new Map<string, string | null>();
    this.#closed.set(fs, known);
    const before = known.get(directory);
    if (before !== undefined) return before;
    const above = this.#closedBy(fs, posix.dirname(directory));
    const closed = above ?? (othersMayNotEnter(fs, directory) ? directory : null);
    known.set(directory, closed);
    return closed;
  }
}

/** A link on the way may lead elsewhere in the other root, so paths alone do not tell. */
function sameFile(fs: RootedFs, path: string, otherFs: RootedFs, otherPath: string): boolean {
  const [one, other] = [readValue(fs.stat(path))?.stats, readValue(otherFs.stat(otherPath))?.stats];
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}

/** Of several components in one process the one that was seen to read the file. */
function processNaming(
  processes: readonly ProcessFacts[],
  pid: number,
  path: string,
): ProcessFacts | undefined {
  const all = processes.filter((one) => one.pid === pid);
  return all.find(({ files }) => files[path] !== undefined) ?? all[0];
}

function othersMayNotEnter(fs: RootedFs, directory: string): boolean {
  return ((readValue(fs.stat(directory))?.stats.mode ?? 1) & 0o001) === 0;
}

function absolutePath(process: ProcessFacts | undefined, path: string): string | null {
  if (path.startsWith('/')) return path;
  if (process?.workingDirectory.state !== 'present') return null;
  return posix.join(process.workingDirectory.value, path);
}
