import { lstatSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { KubetrueError } from '../../model/errors.ts';
import { asRefusal, Refusal } from './refusal.ts';
import { syncDirectory } from './target.ts';

export const DEFAULT_STATE = '/var/lib/kubetrue';
const PRIVATE = 0o700;
const ID = /^\d{8}T\d{9}Z-[0-9a-f]{8}$/;

/** Where journals and backups are kept: one directory for each transaction, below `transactions`. */
export interface StateDirectory {
  path: string;
  transactions: string;
}

/**
 * Opens the state directory, making it (0700) where it is not.
 * @throws KubetrueError KT_STATE when others could change or read what is in it
 */
export function makeState(path: string): StateDirectory {
  const wanted = resolve(path);
  try {
    mkdirSync(join(wanted, 'transactions'), { recursive: true, mode: PRIVATE });
    syncDirectory(realpathSync(dirname(wanted)));
  } catch (error) {
    throw new KubetrueError('KT_STATE', asRefusal(wanted, 'made', error).message, { cause: error });
  }
  const state = findState(wanted);
  if (state === null) throw new KubetrueError('KT_STATE', `${wanted} was removed while it was made`);
  return state;
}

/** The same without making anything; null when there is none, which means that nothing was ever applied. */
export function findState(path: string): StateDirectory | null {
  const wanted = resolve(path);
  const stats = lstatSync(wanted, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  const problem = problemOf(wanted, stats);
  if (problem !== null)
    throw new KubetrueError('KT_STATE', {
      message: `${wanted} ${problem}`,
      hint: 'Give a directory of your own with --state; kubetrue makes it.',
    });
  return { path: wanted, transactions: join(wanted, 'transactions') };
}

function problemOf(path: string, stats: NonNullable<ReturnType<typeof lstatSync>>): string | null {
  if (stats.isSymbolicLink()) return 'is a symbolic link';
  if (!stats.isDirectory()) return 'is no directory';
  if (Number(stats.uid) !== process.geteuid?.()) return 'belongs to another user';
  if ((Number(stats.mode) & 0o077) !== 0) return 'lets other users in (its mode must be 0700)';
  return realpathSync(path) === path ? null : 'is reached through a symbolic link';
}

/** Ids of all transactions, oldest first. */
export function transactionIds(state: StateDirectory): string[] {
  try {
    return readdirSync(state.transactions)
      .filter((name) => ID.test(name))
      .sort();
  } catch (error) {
    throw new KubetrueError('KT_STATE', asRefusal(state.transactions, 'read', error).message, {
      cause: error,
    });
  }
}

/** A name that sorts by time and tells plans apart. */
export function transactionId(now: Date, planHash: string): string {
  const time = now.toISOString().replaceAll(/[-:.]/g, '');
  return `${time}-${planHash.slice(0, 8)}`;
}

/**
 * A state directory inside the directory of a file that is changed would itself be watched.
 * @throws Refusal
 */
export function keepApart(state: StateDirectory, files: readonly string[]): void {
  for (const file of files) {
    const directory = dirname(file);
    if (state.path === directory || state.path.startsWith(`${directory}/`) || state.path === file)
      throw new Refusal(`the state directory ${state.path} lies inside ${directory}, which may be watched`);
  }
}
