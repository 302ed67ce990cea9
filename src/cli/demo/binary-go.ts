import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from './binary-run.ts';

const SERVER = 'go.etcd.io/etcd/server/v3';
/** Where Go's own installer puts it, often without touching PATH. */
const USUAL_GO = '/usr/local/go/bin/go';

/**
 * Builds etcd from the Go module proxy, checksums verified, in a scratch module beside `target`; renamed into place
 * when complete.
 */
export async function buildWithGo(version: string, target: string): Promise<void> {
  const scratch = await mkdtemp(join(dirname(target), 'build-'));
  try {
    await writeFile(join(scratch, 'go.mod'), `module scratch\ngo 1.24.0\nrequire ${SERVER} v${version}\n`);
    await run(await goProgram(), ['build', '-trimpath', '-ldflags', '-s -w', '-o', 'etcd', SERVER], {
      cwd: scratch,
      env: { CGO_ENABLED: '0', GOFLAGS: '-mod=mod', GOWORK: 'off' },
    });
    await rename(join(scratch, 'etcd'), target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function goProgram(): Promise<string> {
  try {
    await run('go', ['version']);
    return 'go';
  } catch (error) {
    if (existsSync(USUAL_GO)) return USUAL_GO;
    throw error;
  }
}
