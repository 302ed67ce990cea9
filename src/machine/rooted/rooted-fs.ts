import { closeSync, readdirSync, readlinkSync, type Stats, statfsSync } from 'node:fs';
import { decodeBytes } from '../../util/bytes.ts';
import { failedReading, type Reading, type Right, read, unreadable } from '../reading.ts';
import { type Handle, linkText, openForReading, openTop, release } from './handle.ts';
import { KeptDirectories } from './kept-directories.ts';
import { readAll } from './read-all.ts';
import { type Found, visit } from './walk.ts';

export interface Place {
  /** Path inside the root after all links. */
  path: string;
  stats: Stats;
  /** Whether the path itself is a link, which was followed. */
  linked: boolean;
}

export type FileKind = 'file' | 'directory' | 'fifo' | 'socket' | 'device';

/**
 * A file system seen from one directory as its root: this machine's, a mounted or captured one, or that of a
 * process. No path leads out of it, whatever links it meets. Read only; only regular files are ever opened.
 */
export class RootedFs {
  readonly #top: Handle;
  readonly #kept = new KeptDirectories();

  private constructor(top: Handle) {
    this.#top = top;
  }

  /** `right`: what it would take where the kernel refuses the directory itself. */
  static open(directory: string, right: Right): Reading<RootedFs> {
    try {
      return read(new RootedFs(openTop(directory)));
    } catch (error) {
      return failedReading(error, right);
    }
  }

  /** A directory inside, as a root of its own. */
  inside(path: string): Reading<{ fs: RootedFs; path: string }> {
    return this.#visit(path, (found) => {
      if (!found.handle.stats.isDirectory()) return unreadable('not a directory');
      return read({ fs: new RootedFs(openTop(decodeBytes(found.handle.at))), path: found.path });
    });
  }

  /** Attributes of what the path leads to. */
  stat(path: string): Reading<Place> {
    return this.#visit(path, (found) =>
      read({ path: found.path, stats: found.handle.stats, linked: found.linked }),
    );
  }

  /** Content of a regular file of at most `limit` bytes. */
  read(path: string, limit: number): Reading<Buffer> {
    return this.#visit(path, (found) => readRegular(found.handle, limit));
  }

  /** Lends a descriptor of a regular file for positioned reads. */
  withFile<T>(path: string, use: (descriptor: number, size: number) => Reading<T>): Reading<T> {
    return this.#visit(path, (found) => lend(found.handle, use));
  }

  /** Names in a directory, in no particular order. */
  list(path: string): Reading<string[]> {
    return this.#visit(path, (found) => {
      if (!found.handle.stats.isDirectory()) return unreadable('not a directory');
      return read(readdirSync(found.handle.at, { encoding: 'buffer' }).map(decodeBytes));
    });
  }

  /** Text of a link, which is not followed. */
  link(path: string): Reading<string> {
    return guarded(() =>
      visit({ top: this.#top, kept: this.#kept }, path, false, (found, parent) => {
        if (!found.handle.stats.isSymbolicLink()) return unreadable('not a link');
        return read(linkText(parent, found.handle.name));
      }),
    );
  }

  /** Type number of the file system that holds a directory, and its path on this machine. */
  fileSystem(path: string): Reading<{ type: number; path: string }> {
    return this.#visit(path, (found) => {
      const at = decodeBytes(found.handle.at);
      const real = found.handle.descriptor === null ? at : readlinkSync(at);
      return read({ type: statfsSync(at).type, path: real });
    });
  }

  close(): void {
    this.#kept.close();
    release(this.#top);
  }

  #visit<T>(path: string, use: (found: Found) => Reading<T>): Reading<T> {
    return guarded(() => visit({ top: this.#top, kept: this.#kept }, path, true, use));
  }
}

/** What kind of thing an inode is, in words of the snapshot. */
export function kindOf(stats: Stats): FileKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isFIFO()) return 'fifo';
  return stats.isSocket() ? 'socket' : 'device';
}

function readRegular(handle: Handle, limit: number): Reading<Buffer> {
  return lend(handle, (descriptor, size) => {
    if (size > limit) return unreadable(tooLarge(size, limit));
    const content = readAll(descriptor, limit);
    return content === null ? unreadable(tooLarge(null, limit)) : read(content);
  });
}

function lend<T>(handle: Handle, use: (descriptor: number, size: number) => Reading<T>): Reading<T> {
  const kind = kindOf(handle.stats);
  if (kind !== 'file') return unreadable(`a ${kind}, not a regular file`);
  const descriptor = openForReading(handle);
  try {
    return use(descriptor, handle.stats.size);
  } finally {
    closeSync(descriptor);
  }
}

function tooLarge(size: number | null, limit: number): string {
  const what = size === null ? 'larger' : `${size} bytes`;
  return `${what}, more than the limit of ${limit} bytes`;
}

function guarded<T>(action: () => Reading<T>): Reading<T> {
  try {
    return action();
  } catch (error) {
    return failedReading(error, 'CAP_DAC_READ_SEARCH');
  }
}
