import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { KubetrueError } from '../model/errors.ts';

const REASONS: Record<string, string> = {
  ENOENT: 'the directory does not exist',
  ENOTDIR: 'a part of the path is not a directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left',
  EFBIG: 'the file would become too large',
  EDQUOT: 'the quota is used up',
  EISDIR: 'it is a directory',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
};

/**
 * Finds out before any work is done whether a file could be written.
 *
 * @throws KubetrueError KT_OUTPUT
 */
export function checkOutput(path: string | null): void {
  if (path === null) return;
  guarded(path, () => {
    const target = targetOf(path);
    if (target.kind === 'directory') throw failure(path, 'it is a directory');
    const directory = dirname(target.path);
    if (!statSync(directory).isDirectory()) throw failure(path, 'a part of the path is not a directory');
    accessSync(target.kind === 'special' ? target.path : directory, constants.W_OK);
  });
}

/**
 * Writes a whole file or leaves what was there: a new file beside it takes its place in one step.
 *
 * @param mode permissions of a new file, before the umask
 * @throws KubetrueError KT_OUTPUT
 */
export function writeOutput(path: string, text: string, mode = 0o666): void {
  guarded(path, () => {
    const target = targetOf(path);
    // A pipe or a device cannot be replaced, and /dev/null must not be.
    if (target.kind === 'special') return writeFileSync(target.path, text);
    const fresh = join(dirname(target.path), `.${basename(target.path)}.${process.pid}.tmp`);
    try {
      const descriptor = openSync(fresh, 'wx', target.kind === 'file' ? target.mode : mode);
      try {
        writeFileSync(descriptor, text);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(fresh, target.path);
    } catch (error) {
      rmSync(fresh, { force: true });
      throw error;
    }
  });
}

/**
 * Text on stdout, all of it. A reader who has seen enough (`| head`) is no error.
 *
 * @throws KubetrueError KT_OUTPUT
 */
export async function writeStdout(text: string): Promise<void> {
  // The stream takes a file that is full up as written, when it had room for the beginning.
  if (fstatSync(1).isFile()) return guarded('standard output', () => writeFileSync(1, text));
  const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => {
    process.stdout.on('error', resolve);
    process.stdout.write(text, resolve);
  });
  if (error && error.code !== 'EPIPE') throw failure('standard output', reasonOf(error), error);
}

type OutputTarget =
  | { kind: 'new' | 'special' | 'directory'; path: string }
  | { kind: 'file'; path: string; mode: number };

function targetOf(path: string): OutputTarget {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return { kind: 'new', path };
  const real = realpathSync(path);
  if (stats.isFile()) return { kind: 'file', path: real, mode: stats.mode & 0o777 };
  // realpath of /dev/stdout ends in a name like pipe:[123], which cannot be opened.
  return { kind: stats.isDirectory() ? 'directory' : 'special', path };
}

function guarded(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw failure(path, reasonOf(error), error);
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function reasonOf(error: NodeJS.ErrnoException): string {
  return REASONS[error.code ?? ''] ?? error.message;
}

function failure(path: string, reason: string, cause?: Error): KubetrueError {
  return new KubetrueError('KT_OUTPUT', `Cannot write ${path}: ${reason}.`, { cause });
}
