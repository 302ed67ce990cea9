import { encodeBytes } from '../../util/bytes.ts';
import { failedReading, missing, type Reading, read, unreadable } from '../reading.ts';
import { type Handle, linkText, openEntry, release } from './handle.ts';

/** As Linux: MAXSYMLINKS and PATH_MAX. */
const MAX_LINKS = 40;
const MAX_PATH_BYTES = 4095;

export interface Found {
  handle: Handle;
  /** Path inside the root after all links. */
  path: string;
}

interface Walk {
  top: Handle;
  /** Directories entered below the top, the place reached last. */
  trail: Handle[];
  /** Path components still to go, next one last. */
  pending: string[];
  links: number;
}

/**
 * Resolves a path component by component inside `top`: absolute links start there again and `..` never leads
 * above it. `use` gets the place found, which is held open only while it runs.
 */
export function visit<T>(
  top: Handle,
  path: string,
  followLast: boolean,
  use: (found: Found, parent: Handle) => Reading<T>,
): Reading<T> {
  const refusal = refusedPath(path);
  if (refusal !== null) return unreadable(refusal);
  const walk: Walk = { top, trail: [], pending: components(path), links: 0 };
  try {
    const stopped = advance(walk, followLast);
    if (stopped !== null) return stopped;
    const handle = walk.trail.at(-1) ?? top;
    return use(
      { handle, path: `/${walk.trail.map((step) => step.name).join('/')}` },
      walk.trail.at(-2) ?? top,
    );
  } finally {
    for (const handle of walk.trail) release(handle);
  }
}

function refusedPath(path: string): string | null {
  if (path.includes('\0')) return 'the path holds a NUL byte';
  if (encodeBytes(path).length > MAX_PATH_BYTES) return 'the path is too long';
  return null;
}

function advance(walk: Walk, followLast: boolean): Reading<never> | null {
  for (let name = walk.pending.pop(); name !== undefined; name = walk.pending.pop()) {
    const stopped = name === '..' ? ascend(walk) : descend(walk, name, followLast);
    if (stopped !== null) return stopped;
  }
  return null;
}

function ascend(walk: Walk): null {
  const left = walk.trail.pop();
  if (left !== undefined) release(left);
  return null;
}

function descend(walk: Walk, name: string, followLast: boolean): Reading<never> | null {
  const parent = walk.trail.at(-1) ?? walk.top;
  const last = walk.pending.length === 0;
  const opened = attempt(() => openEntry(parent, name));
  if (opened.state !== 'read') return opened.state === 'missing' ? missing(last) : opened;
  const entry = opened.value;
  if (entry.stats.isSymbolicLink() && (followLast || !last)) {
    release(entry);
    return followLink(walk, parent, name);
  }
  walk.trail.push(entry);
  return last || entry.stats.isDirectory() ? null : unreadable('a part of the path is not a directory');
}

function followLink(walk: Walk, parent: Handle, name: string): Reading<never> | null {
  walk.links += 1;
  if (walk.links > MAX_LINKS) return unreadable('too many links');
  const text = attempt(() => linkText(parent, name));
  if (text.state !== 'read') return text;
  if (text.value.startsWith('/')) {
    for (const handle of walk.trail.splice(0)) release(handle);
  }
  walk.pending.push(...components(text.value));
  return null;
}

/** In reverse, so that the next one is popped. A path of `a/.` or `a/` needs no `.` here: `a` is checked on use. */
function components(path: string): string[] {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .reverse();
}

function attempt<T>(action: () => T): Reading<T> {
  try {
    return read(action());
  } catch (error) {
    return failedReading(error, 'CAP_DAC_READ_SEARCH');
  }
}
