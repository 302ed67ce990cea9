import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { KubetrueError, type Problem } from '../../model/errors.ts';
import { unpackDebian } from './binary-debian.ts';
import { buildWithGo, type GoProgram } from './binary-go.ts';
import { once } from './binary-once.ts';
import { askVersion } from './binary-run.ts';

/** A real etcd program and where it came from. */
export interface EtcdBinary {
  path: string;
  version: string;
  from: 'PATH' | 'cache' | 'Go module proxy' | 'Debian package';
}

/** Before 3.5 the server had no module of its own, and its tags are no module versions: a commit of release-3.4. */
const ETCD_3_4_13: GoProgram = {
  module: 'go.etcd.io/etcd',
  version: 'v0.5.0-alpha.5.0.20200910180754-dd1b699fc489',
};

/** Versions that the demonstration and the tests use. */
export const ETCD_VERSIONS = {
  '3.4.13': ETCD_3_4_13,
  '3.5.21': server('3.5.21'),
  '3.6.5': server('3.6.5'),
  '3.7.1': server('3.7.1'),
} as const satisfies Record<string, GoProgram>;

export type EtcdVersion = keyof typeof ETCD_VERSIONS;
const DEFAULT_VERSION: EtcdVersion = '3.6.5';

function server(version: string): GoProgram {
  return { module: 'go.etcd.io/etcd/server/v3', version: `v${version}` };
}

type Say = (message: string) => void;

/**
 * A real etcd. With `version` exactly that one; without, whatever etcd is at hand or can be had. Looked for on PATH
 * and in the cache (`$XDG_CACHE_HOME/kubetrue/etcd`), then built or unpacked into the cache. `say` hears of slow
 * steps. Throws KT_LIVE with all that was tried and what to do.
 */
export async function findEtcd(version?: EtcdVersion, say: Say = () => {}): Promise<EtcdBinary> {
  const tried: Problem[] = [];
  const wanted = version ?? DEFAULT_VERSION;
  const found =
    (await attempt('PATH', tried, () => onPath(version))) ??
    (await attempt('Go', tried, () => cachedOrBuilt(wanted, say))) ??
    (await attempt('Debian', tried, () => fromDebian(version, say)));
  if (found !== null) return found;
  const message = `No etcd${version === undefined ? '' : ` ${version}`} could be found or built.`;
  throw new KubetrueError('KT_LIVE', [{ message, hint: whatToDo(wanted) }, ...tried]);
}

async function attempt(
  where: string,
  tried: Problem[],
  look: () => Promise<EtcdBinary>,
): Promise<EtcdBinary | null> {
  try {
    return await look();
  } catch (error) {
    tried.push({ message: `${where}: ${error instanceof Error ? error.message : String(error)}` });
    return null;
  }
}

async function onPath(version: string | undefined): Promise<EtcdBinary> {
  const directories = (process.env.PATH ?? '').split(delimiter).filter((directory) => directory !== '');
  const path = directories
    .map((directory) => join(directory, 'etcd'))
    .find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error('no etcd');
  const found = await askVersion(path);
  if (found === null) throw new Error(`${path} is no etcd that tells its version`);
  if (version !== undefined && found !== version) throw new Error(`${path} is etcd ${found}`);
  return { path, version: found, from: 'PATH' };
}

async function cachedOrBuilt(version: EtcdVersion, say: Say): Promise<EtcdBinary> {
  const path = cachePath(version);
  if (existsSync(path)) return { path, version, from: 'cache' };
  await mkdir(dirname(path), { recursive: true });
  return once(path, async () => {
    if (existsSync(path)) return { path, version, from: 'cache' };
    say(`Building etcd ${version} from the Go module proxy, once; this takes a minute or two.`);
    await buildWithGo(ETCD_VERSIONS[version], dirname(path), path);
    return { path, version, from: 'Go module proxy' };
  });
}

async function fromDebian(version: string | undefined, say: Say): Promise<EtcdBinary> {
  await mkdir(cacheDirectory(), { recursive: true });
  say("Unpacking etcd from Debian's package etcd-server.");
  const unpacked = await unpackDebian(cacheDirectory(), (found) => {
    if (version !== undefined && found !== version) throw new Error(`the package holds etcd ${found}`);
    return cachePath(found);
  });
  return { ...unpacked, from: 'Debian package' };
}

function cacheDirectory(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kubetrue', 'etcd');
}

function cachePath(version: string): string {
  return join(cacheDirectory(), version, 'etcd');
}

function whatToDo(version: string): string {
  return `Put etcd on PATH or at ${cachePath(version)}, or install Go, with which it is built from the Go module proxy.`;
}
