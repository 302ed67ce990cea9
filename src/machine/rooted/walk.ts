import { encodeBytes } from '../../util/bytes.ts';
import { failedReading, missing, type Reading, read, unreadable } from '../reading.ts';
import { type Handle, linkText, openEntry, release } from './handle.ts';
import type { KeptDirectories } from './kept-directories.ts';

/** As Linux: MAXSYMLINKS and PATH_MAX. */
const MAX_LINKS = 40;
const MAX_PATH_BYTES = 4095;

export interface Found {
  handle: Handle;
  /** Path inside the root after all links. */
  path: string;
  /** Whether the path itself is a link, which was followed. */
  linked: boolean;
}

/** A place on the way. */
interface Step {
  handle: Handle;
  /** Path inside the root after all links. */
  path: string;
  /** Whether somebody else holds it open. */
  kept: boolean;
}

interface Walk {
  top: Handle;
  kept: KeptDirectories;
  /** Directories entered below the top, the place reached last. */
  trail: Step[];
  /** Path components still to go, next one last. */
  pending: string[];
  links: number;
  /** Whether the last component was a link. */
  linked: boolean;
}

/**
 * Resolves a path component by component inside `top`: absolute links start there again and `..` never leads
 * above it. `use` gets the place found, which is held open only while it runs.
 */
export function visit<T>(
  { top, kept }: { top: Handle; kept: KeptDirectories },
  path: string,
  followLast: boolean,
  use: (found: Found, parent: Handle) => Reading<T>,
): Reading<T> {
  const refusal = refusedPath(path);
  if (refusal !== null) return unreadable(refusal);
  const walk: Walk = { top, kept, trail: [], pending: components(path), links: 0, linked: false };
  try {
    const stopped = advance(walk, followLast);
    if (stopped !== null) return stopped;
    const reached = walk.trail.at(-1);
    return use(
      { handle: reached?.handle ?? top, path: reached?.path ?? '/', linked: walk.linked },
      walk.trail.at(-2)?.handle ?? top,
    );
  } finally {
    for (const step of walk.trail) leave(step);
    kept.trim();
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
  if (left !== undefined) leave(left);
  return null;
}

function leave({ handle, kept }: Step): void {
  if (!kept) release(handle);
}

function descend(walk: Walk, name: string, followLast: boolean): Reading<never> | null {
  const at = walk.trail.at(-1);
  const parent = at?.handle ?? walk.top;
  const path = `${at?.path ?? ''}/${name}`;
  const known = walk.kept.get(path);
  if (known !== undefined) {
    walk.trail.push({ handle: known, path, kept: true });
    return null;
  }
  const last = walk.pending.length === 0;
  const opened = attempt(() => openEntry(parent, name));
  if (opened.state !== 'read') return opened.state === 'missing' ? missing(last) : opened;
  const entry = opened.value;
  if (entry.stats.isSymbolicLink() && (followLast || !last)) {
    release(entry);
    walk.linked ||= last;
    return followLink(walk, parent, name);
  }
  const isDirectory = entry.stats.isDirectory();
  // What a path leads through leads to more; where one ends, nothing else may follow.
  walk.trail.push({ handle: entry, path, kept: isDirectory && !last && walk.kept.take(path, entry) });
  return last || isDirectory ? null : unreadable('a part of the path is not a directory');
}

function followLink(walk: Walk, parent: Handle, name: string): Reading<never> | null {
  walk.links += 1;
  if (walk.links > MAX_LINKS) return unreadable('too many links');
  const text = attempt(() => linkText(parent, name));
  if (text.state !== 'read') return text;
  if (text.value.startsWith('/')) {
    for (const step of walk.trail.splice(0)) leave(step);
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
