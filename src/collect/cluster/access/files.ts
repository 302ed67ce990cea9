import { readFileSync, statSync } from 'node:fs';
import { Unusable } from './access.ts';

const LIMIT = 4 * 1024 * 1024;

/**
 * A file that somebody named for access to the cluster; null if there is none.
 * @throws Unusable there is one, but it cannot be read
 */
export function readIfThere(path: string): Buffer | null {
  try {
    const { size } = statSync(path);
    if (size > LIMIT) throw new Unusable(`${path} is larger than ${LIMIT} bytes`);
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined && MISSING.includes(code)) return null;
    throw troubleOf(error, path);
  }
}

const MISSING = ['ENOENT', 'ENOTDIR'];
const WORDS: Readonly<Record<string, string>> = { EACCES: 'permission denied', EISDIR: 'a directory' };

/** Why a file could not be read, in words, where the error tells; other errors as they are. */
export function troubleOf(error: unknown, known?: string): unknown {
  const { code, path = known, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || path === undefined || syscall === undefined) return error;
  if (MISSING.includes(code)) return new Unusable(`${path} is not there`);
  return new Unusable(`${path} cannot be read (${WORDS[code] ?? code})`);
}
