import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from './cluster-exit.ts';

export interface TemporaryDirectory {
  path: string;
  remove(): Promise<void>;
}

/** A new directory (mode 0700) that does not outlive this process. */
export function temporaryDirectory(prefix: string): TemporaryDirectory {
  // Made and registered in one turn: an exit between the two would leave it behind.
  const path = mkdtempSync(join(tmpdir(), prefix));
  // A killed etcd may still be writing for a moment, hence the retries.
  const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 };
  const forget = atExit(() => rmSync(path, options));
  const remove = async () => {
    await rm(path, options);
    forget();
  };
  return { path, remove };
}
