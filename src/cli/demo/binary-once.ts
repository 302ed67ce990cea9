import { rmSync } from 'node:fs';
import { mkdir, rmdir, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from './cluster-exit.ts';

const POLL_MS = 250;
/** A lock older than this was left by a builder that was killed. */
const ABANDONED_MS = 20 * 60_000;

/**
 * Lets one builder of `target` work at a time, over all processes of this machine: two builds at once would take
 * twice the memory for nothing. Each waiter then runs `work`, which finds the finished file.
 */
export async function once<T>(target: string, work: () => Promise<T>): Promise<T> {
  const lock = `${target}.lock`;
  while (!(await taken(lock))) await sleep(POLL_MS);
  // An interrupted build would else keep the next one waiting until the lock counts as left behind.
  const forget = atExit(() => rmSync(lock, { recursive: true, force: true }));
  try {
    return await work();
  } finally {
    await rmdir(lock).catch(() => {});
    forget();
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > ABANDONED_MS) await rmdir(lock).catch(() => {});
  return false;
}
