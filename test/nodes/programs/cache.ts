import { homedir } from 'node:os';
import { join } from 'node:path';

/** A place below the user's cache directory that is ours, the same that etcd programs are kept below. */
export function cachePath(...parts: readonly string[]): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kubetrue', ...parts);
}

/** Hears of slow steps, a line at a time. */
export type Say = (message: string) => void;

export function sayOnStderr(message: string): void {
  process.stderr.write(`${message}\n`);
}
