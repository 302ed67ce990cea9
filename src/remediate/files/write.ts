import { lstatSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { KubetrueError } from '../../model/errors.ts';
import { modeText } from '../mode.ts';
import { writeAnew } from '../transaction/write-new.ts';
import type { FileChange } from './input.ts';

/**
 * Replaces a file by what a repair made of it, in one step; mode, owner and group stay.
 *
 * @throws KubetrueError KT_FILE when it is a link, has further names, or is not as it was read any more; it is left alone
 */
export function writeChange({ path, before, after }: FileChange): void {
  const stats = guarded(path, () => lstatSync(path));
  if (!stats.isFile()) throw refusal(path, 'it is a symbolic link or no plain file');
  if (stats.nlink > 1)
    throw refusal(path, 'it has further names (hard links), which would keep the old content');
  if (!guarded(path, () => readFileSync(path)).equals(before)) throw refusal(path, 'it changed meanwhile');
  const fresh = join(dirname(path), `.kubetrue-${basename(path)}`);
  guarded(path, () => {
    writeAnew(fresh, after, { mode: modeText(stats.mode), uid: stats.uid, gid: stats.gid });
    try {
      renameSync(fresh, path);
    } catch (error) {
      rmSync(fresh, { force: true });
      throw error;
    }
  });
}

/** Why a file cannot be repaired, before anything is tried; null when it can. */
export function unwritable(path: string): string | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) return 'it is a symbolic link or no plain file';
  return stats.nlink > 1 ? 'it has further names (hard links), which would keep the old content' : null;
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    throw refusal(path, `error ${String(error.code)}`);
  }
}

function refusal(path: string, why: string): KubetrueError {
  return new KubetrueError('KT_FILE', { message: `${path} was not changed: ${why}.` });
}
