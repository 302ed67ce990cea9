import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { cachePath } from '../../test/nodes/programs/cache.ts';

/** Node.js for one processor: the program that the executable is made of, and the licences of what is in it. */
export interface NodeProgram {
  program: string;
  licence: string;
}

const VERSION = manifest.devDependencies.node;

/** What npm's registry must hand out, per processor. Another version of Node.js needs other ones. */
const INTEGRITY = {
  x64: 'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
  arm64: 'sha512-idArV/cmqW9M9ODyGlbOIiyxFourDh1mJB0SdKCdMbSZjjef9CLEN3o1/eE4yf+B0+5BD+F74MpTTHiB3XXTBQ==',
} as const;

export type Arch = keyof typeof INTEGRITY;
export const ARCHES = Object.keys(INTEGRITY) as readonly Arch[];

/** The Node.js of the development dependency: brought by it for this machine, else fetched once into the user's cache. */
export function nodeFor(arch: Arch): NodeProgram {
  const own = join(import.meta.dirname, '../../node_modules/node/node_modules', packageOf(arch));
  return existsSync(own) ? within(own) : within(fetched(arch));
}

function within(folder: string): NodeProgram {
  return { program: join(folder, 'bin/node'), licence: join(folder, 'LICENSE') };
}

function packageOf(arch: Arch): string {
  return `node-linux-${arch}`;
}

function fetched(arch: Arch): string {
  const folder = cachePath(`${packageOf(arch)}-${VERSION}`);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}.`);
  try {
    const name = `${packageOf(arch)}@${VERSION}`;
    execFileSync('npm', ['pack', name, '--pack-destination', fresh], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const file = join(fresh, `${packageOf(arch)}-${VERSION}.tgz`);
    const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
    if (found !== INTEGRITY[arch]) throw new Error(`${name} is not what it should be: ${found}`);
    execFileSync('tar', ['-xzf', file, '-C', fresh, 'package/bin/node', 'package/LICENSE']);
    renameSync(join(fresh, 'package'), folder);
  } finally {
    rmSync(fresh, { recursive: true });
  }
  return folder;
}
