import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build as bundle, type Plugin } from 'esbuild';
import { loadCatalog } from '../src/catalog/index.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes dist/: the program as one file, each dependency as another that is loaded when needed, the rule set
 * compiled to catalog.json, and the bundled captures. The new directory replaces the old one at the end, so that a
 * failed build leaves the last good one.
 */
export async function build(): Promise<void> {
  const target = `${ROOT}dist`;
  const fresh = `${target}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  try {
    await allOf([bundleAll(fresh), compileCatalog(fresh), copyCaptures(fresh)]);
    await replace(target, fresh);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Another build may put its own there in between. */
async function replace(target: string, fresh: string, tries = 5): Promise<void> {
  await rm(target, { recursive: true, force: true });
  try {
    await rename(fresh, target);
  } catch (error) {
    if (tries === 0) throw error;
    await replace(target, fresh, tries - 1);
  }
}

/** Waits for all parts even when one fails, since the others still write; then throws the first failure. */
async function allOf(parts: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(parts);
  await Promise.all(parts);
}

/** One CommonJS file starts faster than many modules: it is read, checked and taken from the compile cache at once. */
const COMMON: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
};

async function bundleAll(directory: string): Promise<void> {
  const imported = new Set<string>();
  await bundle({
    ...COMMON,
    entryPoints: [`${ROOT}src/cli/entry.ts`],
    outfile: `${directory}/kubetrue.cjs`,
    plugins: [apart(imported)],
    define: { 'import.meta.url': '$here' },
    banner: { js: "const $here=require('node:url').pathToFileURL(__filename).href;" },
  });
  const byPackage = Map.groupBy(imported, packageOf);
  const contents = await Promise.all(
    [...byPackage].map(([name, paths]) => bundlePackage(directory, name, paths)),
  );
  await writeFile(`${directory}/THIRD-PARTY-LICENSES.txt`, await licences(contents.flat()));
}

/** Leaves packages out of the program: each import becomes a look into the package's own file, made when it is reached. */
function apart(imported: Set<string>): Plugin {
  return {
    name: 'packages-apart',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
        if (path.startsWith('node:') || kind === 'entry-point' || kind === 'require-call') return;
        imported.add(path);
        return { path, namespace: 'package' };
      });
      build.onResolve({ filter: /^[.][/]/, namespace: 'package' }, ({ path }) => ({ path, external: true }));
      build.onLoad({ filter: /.*/, namespace: 'package' }, ({ path }) => ({
        contents: `module.exports=require(${JSON.stringify(`./${fileOf(packageOf(path))}`)})[${JSON.stringify(path)}];`,
      }));
    },
  };
}

/** All paths of a package that the program imports, in one file, so that what they share exists once. */
async function bundlePackage(directory: string, name: string, paths: readonly string[]): Promise<string[]> {
  const members = paths.map((path) => `${JSON.stringify(path)}:require(${JSON.stringify(path)})`);
  const { metafile } = await bundle({
    ...COMMON,
    metafile: true,
    stdin: { contents: `module.exports={${members.join()}};`, resolveDir: ROOT },
    outfile: `${directory}/${fileOf(name)}`,
  });
  return Object.keys(metafile?.inputs ?? {});
}

/** `@scope/name/path` -> `@scope/name` */
function packageOf(path: string): string {
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
}

function fileOf(name: string): string {
  return `${name.replace('@', '').replace('/', '-')}.cjs`;
}

/** The licence texts of all packages that the given files belong to. */
async function licences(files: readonly string[]): Promise<string> {
  const folders = new Set(
    files.flatMap((file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []),
  );
  const texts = await Promise.all([...folders].sort().map(licenceOf));
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

async function licenceOf(folder: string): Promise<string> {
  const name = (await readdir(folder)).find((one) => /^(licen[cs]e|copying)/i.test(one));
  if (name === undefined) throw new Error(`${folder} has no licence file`);
  return `${folder.replace(/^.*node_modules\//, '')}\n\n${await readFile(`${folder}/${name}`, 'utf8')}`;
}

async function compileCatalog(directory: string): Promise<void> {
  await writeFile(`${directory}/catalog.json`, JSON.stringify(loadCatalog(`${ROOT}content`)));
}

async function copyCaptures(directory: string): Promise<void> {
  await cp(`${ROOT}content/demo`, `${directory}/captures`, { recursive: true });
}

if (import.meta.main) await build();
