import { chmod, cp, mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { run } from '../../src/cli/demo/binary-run.ts';
import { downloadPackages } from './apt.ts';
import type { Architecture } from './layout.ts';

/** Where the programs of an architecture look for what starts them, and for their libraries. */
const PLACES = {
  amd64: { triplet: 'x86_64-linux-gnu', loader: 'lib64/ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'lib/ld-linux-aarch64.so.1' },
} as const satisfies Record<Architecture, { triplet: string; loader: string }>;

/** What Node.js is linked to. */
const LIBRARIES = {
  libc6: ['libc.so.6', 'libm.so.6', 'libdl.so.2', 'libpthread.so.0'],
  'libgcc-s1': ['libgcc_s.so.1'],
  'libstdc++6': ['libstdc++.so.6'],
  libatomic1: ['libatomic.so.1'],
  // Of setpriv.
  'libcap-ng0': ['libcap-ng.so.0'],
} as const;

/** Programs: what hands rights on, and what a container runs that has nothing left to do. */
const PROGRAMS = { 'util-linux': 'setpriv', coreutils: 'sleep' } as const;

/** The name of the release, and the licences that those of the others refer to. */
const RELEASE = 'base-files';

const PASSWD = 'root:x:0:0:root:/:/sbin/nologin\nkubetrue:x:65532:65532:kubetrue:/:/sbin/nologin\n';
const GROUP = 'root:x:0:\nkubetrue:x:65532:\n';

/**
 * Lays out all that Node.js needs of a system below `root`: libraries of Debian's packages, with their licences and
 * what scanners of images know the packages by. No shell, no package manager.
 */
export async function layOutSystem(root: string, architecture: Architecture): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'kubetrue-image-'));
  try {
    const packages = await unpack(
      scratch,
      [...Object.keys(LIBRARIES), ...Object.keys(PROGRAMS), RELEASE],
      architecture,
    );
    const { triplet, loader } = PLACES[architecture];
    const libraries = [`lib/${triplet}`, `usr/lib/${triplet}`];
    for (const name of Object.values(LIBRARIES).flat())
      await place(await inDirectories(packages, libraries, name), join(root, 'lib', triplet, name));
    await place(await inDirectories(packages, libraries, basename(loader)), join(root, loader));
    await chmod(join(root, loader), 0o755);
    for (const name of Object.values(PROGRAMS))
      await place(await inDirectories(packages, ['usr/bin', 'bin'], name), join(root, 'usr/bin', name));
    await place(join(packages, 'usr/lib/os-release'), join(root, 'etc/os-release'));
    await licences(packages, root);
    await writeFile(join(root, 'etc/passwd'), PASSWD);
    await writeFile(join(root, 'etc/group'), GROUP);
    await tellPackages(scratch, root);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The packages and those that hold their licences, unpacked over each other. */
async function unpack(
  scratch: string,
  wanted: readonly string[],
  architecture: Architecture,
): Promise<string> {
  const packages = join(scratch, 'root');
  for (const archive of await downloadPackages(scratch, wanted, architecture))
    await run('dpkg-deb', ['-x', archive, packages]);
  const documents = join(packages, 'usr/share/doc');
  const elsewhere = new Set<string>();
  for (const entry of await readdir(documents, { withFileTypes: true }))
    if (entry.isSymbolicLink()) elsewhere.add(await readlink(join(documents, entry.name)));
  if (elsewhere.size === 0) return packages;
  for (const archive of await downloadPackages(scratch, [...elsewhere], architecture))
    await run('dpkg-deb', ['-x', archive, packages]);
  return packages;
}

/** Newer releases have all below /usr. */
async function inDirectories(
  packages: string,
  directories: readonly string[],
  name: string,
): Promise<string> {
  for (const directory of directories) {
    const names = await readdir(join(packages, directory)).catch((): string[] => []);
    if (names.includes(name)) return join(packages, directory, name);
  }
  throw new Error(`none of Debian's packages has ${name}`);
}

/** With what a link points at, in its place. */
async function place(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { dereference: true });
}

async function licences(packages: string, root: string): Promise<void> {
  const documents = join(packages, 'usr/share/doc');
  for (const name of await readdir(documents))
    await place(join(documents, name, 'copyright'), join(root, 'usr/share/doc', name, 'copyright'));
  const common = 'usr/share/common-licenses';
  await cp(join(packages, common), join(root, common), { recursive: true, verbatimSymlinks: true });
}

/** As in other images without a package manager: a file for each package, of which scanners learn what to look up. */
async function tellPackages(scratch: string, root: string): Promise<void> {
  const status = join(root, 'var/lib/dpkg/status.d');
  await mkdir(status, { recursive: true });
  for (const archive of (await readdir(scratch)).filter((name) => name.endsWith('.deb'))) {
    const told = await run('dpkg-deb', ['-f', join(scratch, archive)]);
    await writeFile(join(status, archive.replace(/_.*/, '')), told);
  }
}
