import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/demo/binary-run.ts';
import { type Architecture, ownArchitecture } from './layout.ts';

/**
 * Downloads packages of this system's release into a directory and returns their paths there, in order of their names.
 * Nothing is installed, and what apt knows of this machine stays as it is.
 */
export async function downloadPackages(
  directory: string,
  packages: readonly string[],
  architecture: Architecture = ownArchitecture(),
): Promise<string[]> {
  if (architecture === ownArchitecture()) await downloadOwn(directory, packages);
  else await downloadForeign(directory, packages, architecture);
  const names = (await readdir(directory)).filter((name) => name.endsWith('.deb'));
  return names.sort().map((name) => join(directory, name));
}

/** On a new machine apt-get knows no packages before an update. */
async function downloadOwn(directory: string, packages: readonly string[]): Promise<void> {
  const get = () => run('apt-get', ['download', ...packages], { cwd: directory });
  try {
    await get();
  } catch {
    await run('apt-get', ['update']);
    await get();
  }
}

/** As a machine of that architecture would, whose lists of packages are kept only for so long. */
async function downloadForeign(
  directory: string,
  packages: readonly string[],
  architecture: Architecture,
): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'kubetrue-apt-'));
  try {
    await mkdir(join(scratch, 'state', 'lists', 'partial'), { recursive: true });
    await mkdir(join(scratch, 'cache', 'archives', 'partial'), { recursive: true });
    await writeFile(join(scratch, 'status'), '');
    const settings = [
      ...[`APT::Architecture=${architecture}`, `APT::Architectures::=${architecture}`],
      ...[`Dir::State=${join(scratch, 'state')}`, `Dir::Cache=${join(scratch, 'cache')}`],
      `Dir::State::status=${join(scratch, 'status')}`,
    ].flatMap((setting) => ['-o', setting]);
    await run('apt-get', [...settings, 'update']);
    await run('apt-get', [...settings, 'download', ...packages], { cwd: directory });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
