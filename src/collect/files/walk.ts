import { posix } from 'node:path';
import { type Reading, read, readValue, unreadable } from '../../machine/reading.ts';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import type { FileContent } from '../../model/snapshot.ts';
import { compareBytes } from '../../util/bytes.ts';

const MOST_NAMES = 5_000;
const DEEPEST = 16;

/**
 * What Go's filepath.WalkDir meets below a path, relative to it and in its order, directories with a `/` at the end.
 * Links are not followed, not even the path itself unless it ends with `/`: a link, like a file, is met as `` alone.
 */
export function walk(fs: RootedFs, path: string): Reading<FileContent> {
  const names: string[] = [];
  const problem = isDirectory(fs, path) ? enter(fs, path, '', 0, names) : meet('', names);
  return problem ?? read({ kind: 'listing', names });
}

function isDirectory(fs: RootedFs, path: string): boolean {
  const place = readValue(fs.stat(path));
  return place?.stats.isDirectory() === true && (!place.linked || path.endsWith('/'));
}

/** Null when all could be read. */
function enter(
  fs: RootedFs,
  top: string,
  below: string,
  depth: number,
  names: string[],
): Reading<never> | null {
  const entries = fs.list(posix.join(top, below));
  if (entries.state !== 'read') return entries;
  for (const entry of entries.value.sort(compareBytes)) {
    const name = posix.join(below, entry);
    const directory = isDirectory(fs, posix.join(top, name));
    const problem =
      meet(directory ? `${name}/` : name, names) ?? (directory ? inside(fs, top, name, depth, names) : null);
    if (problem !== null) return problem;
  }
  return null;
}

function inside(
  fs: RootedFs,
  top: string,
  name: string,
  depth: number,
  names: string[],
): Reading<never> | null {
  if (depth === DEEPEST) return unreadable(`directories are nested more than ${DEEPEST} deep`);
  return enter(fs, top, name, depth + 1, names);
}

function meet(name: string, names: string[]): Reading<never> | null {
  names.push(name);
  return names.length > MOST_NAMES ? unreadable(`more than ${MOST_NAMES} files`) : null;
}
