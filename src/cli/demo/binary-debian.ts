import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { askVersion, run } from './binary-run.ts';

/** Unpacks Debian's etcd-server without installing it (no service is started); only if it is that version. */
export async function unpackDebian(version: string, target: string): Promise<void> {
  const scratch = await mkdtemp(join(dirname(target), 'unpack-'));
  try {
    await run('apt-get', ['download', 'etcd-server'], { cwd: scratch });
    const [archive] = await readdir(scratch);
    if (archive === undefined) throw new Error('apt-get brought no package');
    await run('dpkg-deb', ['-x', archive, 'files'], { cwd: scratch });
    const program = join(scratch, 'files', 'usr', 'bin', 'etcd');
    const found = await askVersion(program);
    if (found !== version)
      throw new Error(`the package holds etcd ${found ?? 'of an unknown version'}, not ${version}`);
    await rename(program, target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
