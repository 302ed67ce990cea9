import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from '../../../src/cli/demo/binary-once.ts';
import { run } from '../../../src/cli/demo/binary-run.ts';
import { downloadPackages } from '../../../tools/image/apt.ts';
import { cachePath, type Say } from './cache.ts';

/** What a node runs beside Kubernetes, and the libraries of it that a small installation lacks. */
const PACKAGES = [
  'containerd',
  'runc',
  'containernetworking-plugins',
  'iptables',
  'conntrack',
  'libseccomp2',
  'libxtables12',
  'libmnl0',
  'libnftnl11',
  'libnfnetlink0',
  'libnetfilter-conntrack3',
];

/** What must run once it lies over the machine's own /usr. */
const PROGRAMS = ['bin/containerd', 'bin/ctr', 'sbin/runc', 'sbin/xtables-nft-multi', 'sbin/conntrack'];

/** The names that update-alternatives would make: iptables and its kin on nftables. */
const IPTABLES = ['iptables', 'ip6tables'].flatMap((name) => [name, `${name}-save`, `${name}-restore`]);

/**
 * A tree of unpacked Debian packages to lie over /usr; nothing is installed and no service started. From the cache,
 * or downloaded into it by apt-get once.
 */
export async function findDebianUsr(say: Say): Promise<string> {
  const target = cachePath('programs', await releaseName(), 'usr');
  if (existsSync(target)) return target;
  await mkdir(join(target, '..'), { recursive: true });
  return once(target, async () => {
    if (!existsSync(target)) {
      say(`Unpacking ${PACKAGES.length} packages of this system, once: ${PACKAGES.join(', ')}.`);
      await unpackInto(target);
    }
    return target;
  });
}

/** `debian-12`: another release brings other packages. */
async function releaseName(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8');
  const value = (key: string) => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? 'unknown';
  return `${value('ID')}-${value('VERSION_ID')}`;
}

async function unpackInto(target: string): Promise<void> {
  const scratch = await mkdtemp(join(target, '..', 'unpack-'));
  try {
    const root = join(scratch, 'root');
    for (const archive of await downloadPackages(scratch, PACKAGES)) {
      await run('dpkg-deb', ['-x', archive, root]);
    }
    const usr = join(root, 'usr');
    await mergeIntoUsr(root, usr);
    for (const name of IPTABLES) await symlink('xtables-nft-multi', join(usr, 'sbin', name));
    await demandLibraries(usr);
    await rename(usr, target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Packages may still name /bin, /sbin and /lib, which are links into /usr today. */
async function mergeIntoUsr(root: string, usr: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib']) {
    if (existsSync(join(root, name))) {
      await cp(join(root, name), join(usr, name), { recursive: true, verbatimSymlinks: true });
    }
  }
}

async function demandLibraries(usr: string): Promise<void> {
  for (const program of PROGRAMS) {
    const missing = (await libraries(join(usr, program), usr)).filter(({ path }) => path === null);
    if (missing.length > 0) {
      const names = missing.map(({ name }) => name).join(', ');
      throw new Error(`${program} of Debian's packages needs libraries that this machine lacks: ${names}`);
    }
  }
}

/** The shared libraries of a program with `usr` laid over /usr: where each is, null when it is nowhere. */
export async function libraries(
  program: string,
  usr: string,
): Promise<{ name: string; path: string | null }[]> {
  const places = (await readdir(join(usr, 'lib'))).filter((name) => name.endsWith('-linux-gnu'));
  const search = places.map((name) => join(usr, 'lib', name)).join(':');
  const text = await run('ldd', [program], { env: { LD_LIBRARY_PATH: search } });
  return text.split('\n').flatMap((line) => {
    const [, name = '', path] = /^\s+(\S+)(?: => (\/\S+|not found))?/.exec(line) ?? [];
    if (name === '' || name.startsWith('linux-vdso')) return [];
    if (path === undefined) return name.startsWith('/') ? [{ name, path: name }] : [];
    return [{ name, path: path === 'not found' ? null : path }];
  });
}
