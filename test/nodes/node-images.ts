import { cp, link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { run } from '../../src/cli/demo/binary-run.ts';
import { type Image, ownArchitecture, writeLayout } from '../../tools/image/layout.ts';
import { libraries } from './programs/debian.ts';
import type { KubernetesPrograms, KubernetesVersion } from './programs/kubernetes.ts';

export interface ImageSources {
  version: KubernetesVersion;
  kubernetes: KubernetesPrograms;
  pause: string;
  /** Debian's packages, for kube-proxy. */
  usr: string;
}

/** The images that kubeadm names, by their last word; CoreDNS has no program here. */
export type ImageNames = Readonly<Record<string, string>>;

export async function imageNames({ version, kubernetes }: ImageSources): Promise<ImageNames> {
  const text = await run(kubernetes.kubeadm, [
    'config',
    'images',
    'list',
    `--kubernetes-version=v${version}`,
  ]);
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((name) => [basename(name).replace(/:.*/, ''), name] as const)
      .filter(([word]) => word !== 'coredns'),
  );
}

/** Writes an OCI layout of these images below `directory`, each of the real program alone; gives its path. */
export async function writeImages(
  directory: string,
  sources: ImageSources,
  names: ImageNames,
): Promise<string> {
  const images: Image[] = [];
  for (const [word, name] of Object.entries(names)) {
    const root = join(directory, 'roots', word);
    const config = { Entrypoint: [await writeRoot(root, word, sources)], Env: [PATH] };
    images.push({ name, platforms: [{ architecture: ownArchitecture(), layers: [{ root }], config }] });
  }
  const layout = join(directory, 'layout');
  await writeLayout(layout, images);
  return layout;
}

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Gives the path of the program in it. */
async function writeRoot(root: string, word: string, sources: ImageSources): Promise<string> {
  const { kubernetes, pause, usr } = sources;
  if (word === 'pause') return place(root, '/pause', pause);
  const program = Object.entries(kubernetes).find(([name]) => name === word)?.[1];
  if (program === undefined)
    throw new Error(`kubeadm names an image of ${word}, for which there is no program`);
  await mkdir(join(root, 'etc'), { recursive: true });
  await writeFile(join(root, 'etc', 'passwd'), 'root:x:0:0:root:/root:/sbin/nologin\n');
  await mkdir(join(root, 'tmp'));
  if (word === 'kube-proxy') await addIptables(root, usr);
  return place(root, `/usr/local/bin/${word}`, program);
}

async function place(root: string, path: string, program: string): Promise<string> {
  await mkdir(join(root, dirname(path)), { recursive: true });
  // A link, where the program is in our cache; etcd may be from elsewhere.
  await link(program, join(root, path)).catch(() => cp(program, join(root, path)));
  return path;
}

/** iptables on nftables under all its names, with its libraries and extensions. */
async function addIptables(root: string, usr: string): Promise<void> {
  const program = join(usr, 'sbin', 'xtables-nft-multi');
  await place(root, '/usr/sbin/xtables-nft-multi', program);
  for (const family of ['iptables', 'ip6tables']) {
    for (const name of [family, `${family}-save`, `${family}-restore`]) {
      await symlink('xtables-nft-multi', join(root, 'usr', 'sbin', name));
    }
  }
  for (const { path } of await libraries(program, usr)) {
    if (path === null) continue;
    const inside = path.startsWith(usr) ? `/usr${path.slice(usr.length)}` : path;
    await copy(path, join(root, inside));
    if (inside.includes('/libxtables.')) {
      await copy(join(dirname(path), 'xtables'), join(root, dirname(inside), 'xtables'));
    }
  }
}

/** With what links point at, in their place. */
async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { recursive: true, dereference: true });
}
