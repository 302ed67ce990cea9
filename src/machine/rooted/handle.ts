import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  type Stats,
} from 'node:fs';
import { decodeBytes, encodeBytes } from '../../util/bytes.ts';

/** Linux, on every architecture that Node runs on; node:fs.constants does not list it. */
const O_PATH = 0o10000000;

const pinned = process.platform === 'linux' && existsSync('/proc/self/fd');

/**
 * One inode, held open on Linux so that nobody can exchange it for a link between look and use: a container's
 * own root is written by people we do not trust. Elsewhere (captured trees on other systems) it is a path.
 */
export interface Handle {
  readonly name: string;
  readonly stats: Stats;
  /** A path that leads to exactly this inode. */
  readonly at: Buffer;
  readonly descriptor: number | null;
}

export function openTop(directory: string): Handle {
  const path = encodeBytes(directory);
  if (!pinned) return { name: '', stats: lstatSync(path), at: path, descriptor: null };
  return hold('', openSync(path, O_PATH | constants.O_DIRECTORY));
}

/** Opens the entry itself: a link is not followed. */
export function openEntry(parent: Handle, name: string): Handle {
  const path = entryPath(parent, name);
  if (!pinned) return { name, stats: lstatSync(path), at: path, descriptor: null };
  return hold(name, openSync(path, O_PATH | constants.O_NOFOLLOW));
}

export function linkText(parent: Handle, name: string): string {
  return decodeBytes(readlinkSync(entryPath(parent, name), { encoding: 'buffer' }));
}

/** A regular file's descriptor for reading. Never blocks. */
export function openForReading(handle: Handle): number {
  const follow = handle.descriptor === null ? constants.O_NOFOLLOW : 0;
  return openSync(handle.at, constants.O_RDONLY | constants.O_NONBLOCK | follow);
}

export function release(handle: Handle): void {
  if (handle.descriptor !== null) closeSync(handle.descriptor);
}

function entryPath(parent: Handle, name: string): Buffer {
  return Buffer.concat([parent.at, Buffer.from('/'), encodeBytes(name)]);
}

function hold(name: string, descriptor: number): Handle {
  const at = Buffer.from(`/proc/self/fd/${descriptor}`);
  return { name, stats: fstatSync(descriptor), at, descriptor };
}
