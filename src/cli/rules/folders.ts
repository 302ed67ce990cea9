import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KubetrueError } from '../../model/errors.ts';

/** A folder to be written: its path below the directory, and its files. */
export interface NewFolder {
  path: string;
  files: Readonly<Record<string, string>>;
}

/**
 * Writes folders below a directory, made if need be: all of them or, on trouble, none; one that is there already is
 * never touched.
 *
 * @returns the paths written
 * @throws KubetrueError KT_OUTPUT
 */
export function writeFolders(directory: string, folders: readonly NewFolder[]): string[] {
  const taken = folders.find(({ path }) => existsSync(join(directory, path)));
  if (taken !== undefined)
    throw refused(join(directory, taken.path), 'it is there already and is left alone');
  const twice = folders.find(({ path }, index) => folders.findIndex((one) => one.path === path) < index);
  if (twice !== undefined)
    throw refused(join(directory, twice.path), 'two of the drafts would have this name');
  const moved: string[] = [];
  let staging: string | null = null;
  try {
    mkdirSync(directory, { recursive: true });
    staging = mkdtempSync(join(directory, '.kubetrue-'));
    for (const folder of folders) stage(staging, folder);
    for (const { path } of folders) {
      const target = join(directory, path);
      mkdirSync(dirname(target), { recursive: true });
      renameSync(join(staging, path), target);
      moved.push(target);
    }
    return moved;
  } catch (error) {
    for (const path of moved) rmSync(path, { recursive: true, force: true });
    throw refused(directory, error instanceof Error ? error.message : String(error), error);
  } finally {
    if (staging !== null) rmSync(staging, { recursive: true, force: true });
  }
}

function stage(staging: string, { path, files }: NewFolder): void {
  for (const [name, text] of Object.entries(files)) {
    const at = join(staging, path, name);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, text);
  }
}

function refused(file: string, why: string, cause?: unknown): KubetrueError {
  return new KubetrueError('KT_OUTPUT', { message: `cannot be written: ${why}`, file }, { cause });
}
