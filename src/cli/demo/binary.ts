import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { KubetrueError, type Problem } from '../../model/errors.ts';
import { unpackDebian } from './binary-debian.ts';
import { buildWithGo } from './binary-go.ts';
import { once } from './binary-once.ts';
import { askVersion } from './binary-run.ts';

/** Where a real etcd came from. */
export type EtcdSource = 'PATH' | 'cache' | 'Go module proxy' | 'Debian package';

export interface EtcdBinary {
  path: string;
  version: string;
  from: EtcdSource;
}

interface Builder {
  from: EtcdSource;
  /** Puts an etcd of that version at `target`; throws with a one-line reason. */
  build(version: string, target: string): Promise<void>;
}

const GO: Builder = { from: 'Go module proxy', build: buildWithGo };
const DEBIAN: Builder = { from: 'Debian package', build: unpackDebian };

/** Versions that the demonstration and the tests use, and what can make them. The server of 3.4 is no Go module of its own. */
export const ETCD_VERSIONS = {
  '3.4.23': [DEBIAN],
  '3.5.21': [GO],
  '3.6.5': [GO],
  '3.7.1': [GO],
} as const satisfies Record<string, readonly Builder[]>;

export type EtcdVersion = keyof typeof ETCD_VERSIONS;
export const DEFAULT_ETCD: EtcdVersion = '3.6.5';

/**
 * A real etcd program. With `version` exactly that one; without, whatever etcd is on PATH, else the default version.
 * Looked for on PATH, in the cache (`$XDG_CACHE_HOME/kubetrue/etcd`), then built or unpacked into the cache.
 * `say` hears of slow steps. Throws KT_LIVE with every way that was tried and what to do.
 */
export async function findEtcd(
  version?: string,
  say: (message: string) => void = () => {},
): Promise<EtcdBinary> {
  const tried: Problem[] = [];
  const onPath = await etcdOnPath(version, tried);
  if (onPath !== null) return onPath;
  const wanted = version ?? DEFAULT_ETCD;
  const target = join(cacheDirectory(), wanted, 'etcd');
  if (existsSync(target)) return { path: target, version: wanted, from: 'cache' };
  const from = await make(wanted, target, tried, say);
  if (from !== null) return { path: target, version: wanted, from };
  throw new KubetrueError('KT_LIVE', [
    { message: `No etcd ${wanted} could be found or built.`, hint: whatToDo(wanted, target) },
    ...tried,
  ]);
}

function cacheDirectory(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kubetrue', 'etcd');
}

function whatToDo(version: string, target: string): string {
  return `Put etcd on PATH, or its program at ${target}; or install Go, which builds etcd ${version} from its module proxy.`;
}

async function etcdOnPath(version: string | undefined, tried: Problem[]): Promise<EtcdBinary | null> {
  const directories = (process.env.PATH ?? '').split(delimiter).filter((directory) => directory !== '');
  const path = directories
    .map((directory) => join(directory, 'etcd'))
    .find((candidate) => existsSync(candidate));
  if (path === undefined) {
    tried.push({ message: 'PATH: no etcd.' });
    return null;
  }
  const found = await askVersion(path);
  if (found !== null && (version === undefined || found === version))
    return { path, version: found, from: 'PATH' };
  tried.push({
    message: `PATH: ${path} is ${found === null ? 'no etcd that tells its version' : `etcd ${found}`}.`,
  });
  return null;
}

async function make(
  version: string,
  target: string,
  tried: Problem[],
  say: (message: string) => void,
): Promise<EtcdSource | null> {
  const builders: readonly Builder[] = ETCD_VERSIONS[version as EtcdVersion] ?? [GO];
  await mkdir(join(target, '..'), { recursive: true });
  return once(target, async () => {
    if (existsSync(target)) return 'cache';
    for (const { from, build } of builders) {
      say(`No etcd ${version} here yet; fetching it: ${from}.`);
      try {
        await build(version, target);
        return from;
      } catch (error) {
        tried.push({ message: `${from}: ${error instanceof Error ? error.message : String(error)}` });
      }
    }
    return null;
  });
}
