import { posix } from 'node:path';
import { readValue } from '../../machine/reading.ts';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import { compareBytes } from '../../util/bytes.ts';

const MOST_ENTRIES = 5_000;
const DEEPEST = 12;

export interface TreeEntry {
  /** Path relative to the top, which is the empty name. */
  name: string;
  /** Why what is here could not be looked through; null when it could, or is no directory. */
  problem: string | null;
}

/**
 * A directory and all below it. Links are looked at and not entered. What could not be listed has an entry of its own
 * that says so, because nobody knows what is in there.
 */
export function entriesBelow(fs: RootedFs, top: string): TreeEntry[] {
  const entries = walk(fs, top, '', 0);
  const rest = entries.length - MOST_ENTRIES;
  if (rest <= 0) return entries;
  return [
    ...entries.slice(0, MOST_ENTRIES),
    { name: '*', problem: `${rest} more entries were not looked at` },
  ];
}

function walk(fs: RootedFs, top: string, below: string, depth: number): TreeEntry[] {
  const own: TreeEntry = { name: below, problem: null };
  const listed = fs.list(posix.join(top, below));
  if (listed.state === 'missing') return [own];
  if (listed.state === 'unreadable') {
    const isDirectory = readValue(fs.stat(posix.join(top, below)))?.stats.isDirectory() === true;
    return isDirectory ? [own, { name: posix.join(below, '*'), problem: listed.reason }] : [own];
  }
  if (depth === DEEPEST) return [own, { name: posix.join(below, '*'), problem: 'nested too deeply' }];
  return [
    own,
    ...listed.value.sort(compareBytes).flatMap((entry) => inside(fs, top, posix.join(below, entry), depth)),
  ];
}

function inside(fs: RootedFs, top: string, name: string, depth: number): TreeEntry[] {
  const path = posix.join(top, name);
  const place = readValue(fs.stat(path));
  return place?.stats.isDirectory() === true && !place.linked
    ? walk(fs, top, name, depth + 1)
    : [{ name, problem: null }];
}
