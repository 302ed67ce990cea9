import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { loadCatalog } from '../src/catalog/index.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes dist/: the bundled program, the rule set compiled to catalog.json, and the bundled captures. The new
 * directory replaces the old one in one step, so that a failed build leaves the last good one.
 */
export async function build(): Promise<void> {
  const target = `${ROOT}dist`;
  const fresh = `${target}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  try {
    await Promise.all([bundleProgram(fresh), compileCatalog(fresh), copyDemonstration(fresh)]);
    await rm(target, { recursive: true, force: true });
    await rename(fresh, target);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function bundleProgram(directory: string): Promise<void> {
  await bundle({
    entryPoints: { kubetrue: `${ROOT}src/cli/entry.ts` },
    outdir: directory,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'linked',
    chunkNames: '[name]-[hash]',
    // Some dependencies are CommonJS and call require() for Node's own modules.
    banner: { js: "import{createRequire as $cr}from'node:module';const require=$cr(import.meta.url);" },
    logLevel: 'warning',
  });
}

async function compileCatalog(directory: string): Promise<void> {
  await writeFile(`${directory}/catalog.json`, JSON.stringify(loadCatalog(`${ROOT}content`)));
}

async function copyDemonstration(directory: string): Promise<void> {
  await cp(`${ROOT}content/demo`, `${directory}/captures`, { recursive: true });
}

if (import.meta.main) await build();
