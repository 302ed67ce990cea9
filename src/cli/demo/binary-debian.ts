import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { askVersion, run } from './binary-run.ts';

/**
 * Unpacks Debian's etcd-server without installing it (no service is started) to where `target` says; `target` may
 * refuse the version by throwing. Scratch files go below `cache`.
 */
export async function unpackDebian(
  cache: string,
  target: (version: string) => string,
): Promise<{ path: string; version: string }> {
  const scratch = await mkdtemp(join(cache, 'unpack-'));
  try {
    await run('apt-get', ['download', 'etcd-server'], { cwd: scratch });
    const [archive] = await readdir(scratch);
    if (archive === undefined) throw new Error('apt-get brought no package');
    await run('dpkg-deb', ['-x', archive, 'files'], { cwd: scratch });
    const program = join(scratch, 'files', 'usr', 'bin', 'etcd');
    const version = await askVersion(program);
    if (version === null) throw new Error('the etcd of the package does not tell its version');
    const path = target(version);
    await mkdir(dirname(path), { recursive: true });
    await rename(program, path);
    return { path, version };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
