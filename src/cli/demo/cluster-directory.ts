import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from './cluster-exit.ts';

export interface TemporaryDirectory {
  path: string;
  remove(): Promise<void>;
}

/** A new directory (mode 0700) that does not outlive this process. */
export async function temporaryDirectory(prefix: string): Promise<TemporaryDirectory> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  // A killed etcd may still be writing for a moment, hence the retries.
  const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 };
  const forget = atExit(() => rmSync(path, options));
  const remove = async () => {
    await rm(path, options);
    forget();
  };
  return { path, remove };
}
