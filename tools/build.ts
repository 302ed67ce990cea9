import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BuildOptions, build as bundle, type Metafile, type Plugin } from 'esbuild';
import { compileCatalog } from '../src/catalog/compiled.ts';
import { loadCatalog } from '../src/catalog/index.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes dist/: the program as one file, the library as another, each dependency as one more that is loaded when needed,
 * the rule set compiled to catalog.json and its prose to pages.json, and the bundled captures. The new directory replaces the old one at the
 * end, so that a failed build leaves the last good one.
 */
export async function build(): Promise<void> {
  const target = `${ROOT}dist`;
  const fresh = `${target}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  try {
    await allOf([bundleAll(fresh), writeLibraryTypes(fresh), writeCatalog(fresh), copyCaptures(fresh)]);
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
  // bin/load.js compiles without what import() needs, which Node calls experimental there.
  supported: { 'dynamic-import': false },
  minifyWhitespace: true,
  minifySyntax: true,
  minifyIdentifiers: true,
  legalComments: 'none',
  logLevel: 'warning',
};

async function bundleAll(directory: string): Promise<void> {
  const imported = new Set<string>();
  const programs = [
    await bundleProgram(`${directory}/kubetrue.cjs`, 'src/cli/entry.ts', imported),
    await bundleProgram(`${directory}/library.cjs`, 'src/library/index.ts', imported),
  ];
  await checkOneByte(`${directory}/kubetrue.cjs`);
  const byFile = Map.groupBy(imported, fileOf);
  const contents = await Promise.all(
    [...byFile].map(([file, paths]) => bundlePackages(directory, file, paths)),
  );
  await writeFile(
    `${directory}/THIRD-PARTY-LICENSES.txt`,
    await licences([...programs.flatMap(contentsOf), ...contents.flat()]),
  );
}

async function bundleProgram(
  outfile: string,
  entry: string,
  imported: Set<string>,
): Promise<Metafile | undefined> {
  const { metafile } = await bundle({
    ...COMMON,
    metafile: true,
    // Read only when a bug of the program is told: src/machine/stack.ts
    sourcemap: entry.startsWith('src/cli/') ? 'external' : false,
    sourcesContent: false,
    mainFields: ['module', 'main'],
    entryPoints: [`${ROOT}${entry}`],
    outfile,
    plugins: [apart(imported)],
    define: { 'import.meta.url': '$here' },
    banner: { js: "const $here=require('node:url').pathToFileURL(__filename).href;" },
  });
  return metafile;
}

/** V8 keeps a source with any sign past Latin-1 at two bytes a sign. esbuild escapes those of strings, not of patterns. */
async function checkOneByte(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const at = text.search(/[^\n\t\x20-\x7e]/);
  if (at < 0) return;
  const around = text.slice(Math.max(0, at - 40), at + 20);
  throw new Error(`${file} is not plain ASCII; write the sign as \\uXXXX in its source, near: ${around}`);
}

/**
 * Packages of many small modules, of which a scan needs a few: they go into the program itself, without the rest.
 * Loading a module of theirs does nothing but define, which their manifests do not say.
 */
const PICKED = /^(asn1js|@peculiar\/asn1-|@peculiar\/utils|pvtsutils|pvutils|tslib)/;

/** Leaves other packages out of the program: each import becomes a look into the package's own file, made when it is reached. */
function apart(imported: Set<string>): Plugin {
  return {
    name: 'packages-apart',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (path.startsWith('node:') || kind === 'entry-point' || pluginData === 'seen') return;
        if (PICKED.test(path)) {
          const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: 'seen' });
          return { ...found, sideEffects: false };
        }
        if (kind === 'require-call') return;
        imported.add(path);
        return { path, namespace: 'package' };
      });
      build.onResolve({ filter: /^[.]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (pluginData === 'seen' || !importer.includes('/node_modules/')) return;
        const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: 'seen' });
        return { ...found, sideEffects: false };
      });
      build.onResolve({ filter: /^[.][/]/, namespace: 'package' }, ({ path }) => ({ path, external: true }));
      build.onLoad({ filter: /.*/, namespace: 'package' }, ({ path }) => ({
        contents: `const part=require(${JSON.stringify(`./${fileOf(path)}`)})[${JSON.stringify(path)}];${HANDED_OVER}`,
      }));
    },
  };
}

/** What import takes for the default export of CommonJS is all of it: a package that has no other export is that export. */
const HANDED_OVER = "module.exports=Object.keys(part).join()==='default'?part.default:part;";

/** Packages that hand each other objects share a file: a class must exist once for both. */
const TOGETHER: Readonly<Record<string, string>> = { '@peculiar/x509': 'x509', 'reflect-metadata': 'x509' };

/**
 * The Kubernetes client reads kubeconfigs and prepares requests; it is never asked for its typed API, which these
 * packages serve, nor for tokens that it would refresh. They would take longer to load than all the rest of it.
 */
const NEVER_REACHED = /^(undici|openid-client|jsonpath-plus|js-yaml)$/;

/** What few are asked for, a proxy or a plug-in: by module, what the client takes of it. */
const SELDOM_REACHED: Readonly<
  Record<string, { functions?: readonly string[]; classes?: readonly string[] }>
> = {
  'node:child_process': { functions: ['execSync', 'spawn', 'spawnSync'] },
  socks: { classes: ['SocksClient'] },
  'socks-proxy-agent': { classes: ['SocksProxyAgent'] },
};

/** A module that loads another one when something of it is used; functions may be handed around before that. */
function whenUsed(path: string): string {
  const { functions = [], classes = [] } = SELDOM_REACHED[path] ?? {};
  const real = `require(${JSON.stringify(path)})`;
  const members = [
    ...functions.map((name) => `${name}(...all){return ${real}.${name}(...all)}`),
    ...classes.map((name) => `get ${name}(){return ${real}.${name}}`),
  ];
  return `module.exports={${members.join()}};`;
}

/** Leaves out of the Kubernetes client what is not reached: packages, and the modules of its typed API. */
function kubernetesClientAlone(): Plugin {
  return {
    name: 'kubernetes-client-alone',
    setup(build) {
      build.onResolve({ filter: NEVER_REACHED }, ({ path, importer }) =>
        importer.includes('/@kubernetes/client-node/') ? { path, namespace: 'never-reached' } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'never-reached' }, () => ({ contents: 'module.exports={};' }));
      build.onResolve({ filter: /^(node:|socks)/ }, ({ path, importer }) =>
        importer.includes('/@kubernetes/client-node/') && Object.hasOwn(SELDOM_REACHED, path)
          ? { path, namespace: 'seldom-reached' }
          : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'seldom-reached' }, ({ path }) => ({
        contents: whenUsed(path),
        resolveDir: ROOT,
      }));
      build.onResolve({ filter: /^[.]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (pluginData === 'seen' || !importer.includes('/@kubernetes/client-node/')) return;
        const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: 'seen' });
        return { ...found, sideEffects: false };
      });
    },
  };
}

/**
 * The YAML parser asks the environment at every token whether to print it: a fifth of the time that parsing takes, and
 * a variable of somebody else's that would spoil a report.
 */
function yamlWithoutLog(): Plugin {
  const asked = /node_process\.env\.LOG_[A-Z]+/g;
  return {
    name: 'yaml-without-log',
    setup(build) {
      build.onLoad(
        { filter: /[/]yaml[/]dist[/](?:parse[/]parser|compose[/]composer)[.]js$/ },
        async ({ path }) => {
          const source = await readFile(path, 'utf8');
          if (source.match(asked) === null)
            throw new Error(`${path} asks no variable any more: leave this out`);
          return { contents: source.replaceAll(asked, 'false') };
        },
      );
    },
  };
}

/** All that the program imports of some packages, in one file, each part made when it is asked for. */
async function bundlePackages(directory: string, file: string, paths: readonly string[]): Promise<string[]> {
  const { metafile } = await bundle({
    ...COMMON,
    metafile: true,
    plugins: [kubernetesClientAlone(), yamlWithoutLog()],
    stdin: { contents: SHAKEN.has(file) ? allAtOnce(paths) : eachWhenAsked(paths), resolveDir: ROOT },
    outfile: `${directory}/${file}`,
  });
  return contentsOf(metafile);
}

/** The files of which something came into what was written. */
function contentsOf(metafile: Metafile | undefined): string[] {
  return Object.values(metafile?.outputs ?? {}).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
}

/** Files whose packages are loaded as modules, so that unused parts of them are left out. */
const SHAKEN: ReadonlySet<string> = new Set(['kubernetes-client-node.cjs', 'fast-xml-builder.cjs']);

function allAtOnce(paths: readonly string[]): string {
  return paths
    .map((path) => JSON.stringify(path))
    .map((path) => `export * as ${path} from ${path};`)
    .join('');
}

function eachWhenAsked(paths: readonly string[]): string {
  const members = paths
    .map((path) => JSON.stringify(path))
    .map((path) => `get ${path}(){return require(${path})}`);
  return `module.exports={${members.join()}};`;
}

/** The file in dist/ that holds what is imported from `path`, `@scope/name/part` for instance. */
function fileOf(path: string): string {
  const name = path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
  return `${TOGETHER[name] ?? name.replace('@', '').replace('/', '-')}.cjs`;
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
  const text = name === undefined ? await declaredIn(folder) : await readFile(`${folder}/${name}`, 'utf8');
  return `${folder.replace(/^.*node_modules\//, '')}\n\n${text}`;
}

/** Some packages are published without the text. */
async function declaredIn(folder: string): Promise<string> {
  const { license, author, repository } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
  if (typeof license !== 'string') throw new Error(`${folder} has no licence`);
  const notices = await Promise.all(
    (NOTICES_WITHIN[folder.replace(/^.*node_modules\//, '')] ?? []).map((file) =>
      noticeIn(`${folder}/${file}`),
    ),
  );
  if (/Apache-2\.0/.test(license)) notices.push(await readFile(`${ROOT}LICENSE`, 'utf8'));
  const by = author?.name ?? author ?? 'its authors';
  return [
    `${license}, as its package.json says, by ${by}: ${repository?.url ?? repository}\n`,
    ...notices,
  ].join('\n');
}

/** Files of packages without a licence text that hold a notice of somebody else's. */
const NOTICES_WITHIN: Readonly<Record<string, readonly string[]>> = {
  '@bufbuild/protobuf': ['dist/esm/wire/varint.js'],
};

/** The comment at the head of a file, its marks taken away. */
async function noticeIn(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const head = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('//') && line.trim() !== ''),
  );
  const notice = head.map((line) => line.replace(/^\/\/ ?/, '')).join('\n');
  if (!notice.includes('Copyright')) throw new Error(`${file} has no notice`);
  return notice;
}

/** Declarations of the files that make up what the library shows, in one that needs no other. */
async function writeLibraryTypes(directory: string): Promise<void> {
  const parts = `${directory}/types`;
  await promisify(execFile)('tsc', ['-p', `${ROOT}src/library`, '--outDir', parts], {
    env: WITH_OWN_PROGRAMS,
  });
  const names = ['library/built/report', 'library/options', 'model/errors', 'library/index'];
  const texts = await Promise.all(names.map((name) => readFile(`${parts}/${name}.d.ts`, 'utf8')));
  const text = texts.join('\n').replaceAll(/^(?:import|export) .* from '.*';\n/gm, '');
  if (text.includes('import')) throw new Error('the declarations of the library need another file');
  // Without the last line all would be exported, also what is not there.
  const shown = text.replace('export declare const ERROR_CODES', 'declare const ERROR_CODES');
  await writeFile(`${directory}/library.d.cts`, `${shown}export {};\n`);
  await rm(parts, { recursive: true });
}

const WITH_OWN_PROGRAMS = { ...process.env, PATH: `${ROOT}node_modules/.bin:${process.env.PATH}` };

async function writeCatalog(directory: string): Promise<void> {
  const { catalog, pages } = compileCatalog(loadCatalog(`${ROOT}content`));
  await writeFile(`${directory}/catalog.json`, JSON.stringify(catalog));
  await writeFile(`${directory}/pages.json`, JSON.stringify(pages));
}

async function copyCaptures(directory: string): Promise<void> {
  await cp(`${ROOT}content/demo`, `${directory}/captures`, { recursive: true });
}

if (import.meta.main) await build();
