import { closeSync, constants, fstatSync, fsyncSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { readAll } from '../../machine/rooted/read-all.ts';
import type { FileState } from '../../model/plan.ts';
import { modeText } from '../mode.ts';
import { sha256 } from '../plan-hash.ts';
import { asRefusal, Refusal } from './refusal.ts';

/** No file that a repair is about is as large; a larger one is not what it was taken for. */
const LIMIT = 16 * 1024 * 1024;
const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

/** A directory that is held open, so that nobody can put a link in its place between look and use. */
export interface Held {
  path: string;
  descriptor: number;
  /** A path that leads to an entry of exactly this directory. */
  entry: (name: string) => string;
}

/**
 * Holds a directory during some work.
 * @throws Refusal when it is reached through a symbolic link or cannot be opened
 */
export function withDirectory<T>(path: string, work: (held: Held) => T): T {
  const descriptor = openDirectory(path);
  try {
    return work({ path, descriptor, entry: (name) => `/proc/self/fd/${descriptor}/${name}` });
  } finally {
    closeSync(descriptor);
  }
}

function openDirectory(path: string): number {
  try {
    const real = realpathSync(path);
    if (real !== path) throw new Refusal(`${path} is reached through a symbolic link; it really is ${real}`);
    return openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  } catch (error) {
    throw asRefusal(path, 'opened', error);
  }
}

/** Makes names that were given or taken in a directory survive a power loss. */
export function syncDirectory(path: string): void {
  withDirectory(path, ({ descriptor }) => fsyncSync(descriptor));
}

/** A file or directory as it is now; `bytes` null for a directory and where the content was not asked for. */
export interface Seen {
  state: FileState;
  bytes: Buffer | null;
  /** Names that a file has. */
  links: number;
}

/**
 * Looks at a file or directory without following a link.
 * @throws Refusal when it is missing, a link, neither file nor directory, too large, or cannot be read
 */
export function look(path: string, content: boolean): Seen {
  return withTarget(path, (descriptor) => seen(path, descriptor, content));
}

/** Opens a target, and only itself, for `work`; its attributes are changed through this descriptor. */
export function withTarget<T>(path: string, work: (descriptor: number) => T): T {
  return withDirectory(dirname(path), ({ entry }) => {
    const descriptor = openTarget(path, entry(basename(path)));
    try {
      return work(descriptor);
    } finally {
      closeSync(descriptor);
    }
  });
}

function openTarget(path: string, entry: string): number {
  try {
    return openSync(entry, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    throw asRefusal(path, 'opened', error);
  }
}

export function seen(path: string, descriptor: number, content: boolean): Seen {
  const stats = fstatSync(descriptor);
  if (!stats.isFile() && !stats.isDirectory()) throw new Refusal(`${path} is neither a file nor a directory`);
  const bytes = content && stats.isFile() ? bytesOf(path, descriptor) : null;
  const state = {
    sha256: bytes === null ? null : sha256(bytes),
    mode: modeText(stats.mode),
    uid: stats.uid,
    gid: stats.gid,
    device: stats.dev,
    inode: stats.ino,
  };
  return { state, bytes, links: stats.isFile() ? stats.nlink : 1 };
}

function bytesOf(path: string, descriptor: number): Buffer {
  const bytes = readAll(descriptor, LIMIT);
  if (bytes === null) throw new Refusal(`${path} is larger than ${LIMIT} bytes`);
  return bytes;
}

/**
 * Whether an entry can be renamed from one directory into the other: the same mount, which is more than the same file
 * system (rename(2), EXDEV).
 */
export function sameMount(left: Held, right: Held): boolean {
  const [one, other] = [mountOf(left), mountOf(right)];
  return one !== null && one === other;
}

function mountOf({ descriptor }: Held): string | null {
  return /^mnt_id:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1] ?? null;
}
