import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './binary-run.ts';

/** A main package, and the module version that holds it. */
export interface GoProgram {
  module: string;
  version: string;
}

/** Where Go's own installer puts it, often without touching PATH. */
const USUAL_GO = '/usr/local/go/bin/go';

/**
 * Builds a program from the Go module proxy, checksums verified, in a scratch module below `cache`; renamed to
 * `target` when complete.
 */
export async function buildWithGo(
  { module, version }: GoProgram,
  cache: string,
  target: string,
): Promise<void> {
  const scratch = await mkdtemp(join(cache, 'build-'));
  try {
    await writeFile(join(scratch, 'go.mod'), `module scratch\ngo 1.24.0\nrequire ${module} ${version}\n`);
    await run(await goCommand(), ['build', '-trimpath', '-ldflags', '-s -w', '-o', 'etcd', module], {
      cwd: scratch,
      env: { CGO_ENABLED: '0', GOFLAGS: '-mod=mod', GOWORK: 'off' },
    });
    await rename(join(scratch, 'etcd'), target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Go on PATH, or where its installer put it; throws when there is none. */
export async function goCommand(): Promise<string> {
  try {
    await run('go', ['version']);
    return 'go';
  } catch (error) {
    if (existsSync(USUAL_GO)) return USUAL_GO;
    throw error;
  }
}
