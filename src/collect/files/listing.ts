import { posix } from 'node:path';
import { type Reading, read, unreadable } from '../../machine/reading.ts';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import type { FileContent } from '../../model/snapshot.ts';
import { compareBytes } from '../../util/bytes.ts';

const MOST_NAMES = 5_000;
const DEEPEST = 16;

/** Paths of everything but directories below a directory, relative to it, in byte order; links are followed. */
export function listing(fs: RootedFs, path: string): Reading<FileContent> {
  const names: string[] = [];
  const problem = walk(fs, path, '', 0, names);
  if (problem !== null) return problem;
  return read({ kind: 'listing', names: names.sort(compareBytes) });
}

/** Null when all could be read. */
function walk(
  fs: RootedFs,
  top: string,
  below: string,
  depth: number,
  names: string[],
): Reading<never> | null {
  const entries = fs.list(posix.join(top, below));
  if (entries.state !== 'read') return entries;
  for (const entry of entries.value) {
    const name = posix.join(below, entry);
    const place = fs.stat(posix.join(top, name));
    if (place.state === 'read' && place.value.stats.isDirectory()) {
      if (depth === DEEPEST) return unreadable(`directories are nested more than ${DEEPEST} deep`);
      const problem = walk(fs, top, name, depth + 1, names);
      if (problem !== null) return problem;
    } else {
      names.push(name);
    }
    if (names.length > MOST_NAMES) return unreadable(`more than ${MOST_NAMES} files`);
  }
  return null;
}
