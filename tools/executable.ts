import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build as bundle } from 'esbuild';
import { build } from './build.ts';
import { compiledCode } from './executable/compiled-code.ts';
import { ARCHES, type Arch, nodeFor } from './executable/node-for.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Of this machine, whose Node.js puts the executable together, whatever processor that is for. */
export const HERE = ARCHES.find((one) => one === process.arch) ?? 'x64';

/**
 * Makes the single executable: Node.js with what dist/ holds inside.
 *
 * @param arch the processor that it is for. Compiled code is got by running the program, so only for that of this machine
 * @param directory where it goes
 * @returns its path
 */
export async function buildExecutable(arch: Arch, directory: string): Promise<string> {
  const output = join(directory, `kubetrue-linux-${arch}`);
  const work = mkdtempSync(join(tmpdir(), 'kubetrue-executable-'));
  try {
    // Its path comes into the executable, so that the same program gives the same one only if the path is no absolute one.
    const main = 'start.cjs';
    await bundle({
      entryPoints: [`${ROOT}tools/executable/start.cjs`],
      outfile: join(work, main),
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'warning',
    });
    const { program } = nodeFor(arch);
    const config = {
      ...{ main, output, executable: program },
      disableExperimentalSEAWarning: true,
      // NODE_OPTIONS that are meant for other programs are none of its business.
      execArgvExtension: 'none',
      assets: { ...parts(), ...(arch === HERE ? codes(work, program) : {}) },
    };
    writeFileSync(join(work, 'config.json'), JSON.stringify(config));
    mkdirSync(directory, { recursive: true });
    execFileSync(nodeFor(HERE).program, ['--build-sea', 'config.json'], { cwd: work, stdio: 'pipe' });
    return output;
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** What the program reads of dist/, by the names that it reads it by. */
function parts(): Record<string, string> {
  const cwd = `${ROOT}dist`;
  const names = globSync(['*.cjs', '*.cjs.map', '*.json', 'captures/*.json'], {
    cwd,
    exclude: ['library.cjs'],
  });
  return Object.fromEntries(names.sort().map((name) => [name, join(cwd, name)]));
}

function codes(work: string, node: string): Record<string, string> {
  return Object.fromEntries(
    compiledCode(work, node).map(({ command, file, path }) => [`code/${command}/${file}`, path]),
  );
}

/** The licences of all that is inside: of the program, its packages, Node.js and what that is made of. */
function licences(arch: Arch): string {
  const files = ['LICENSE', 'NOTICE', 'dist/THIRD-PARTY-LICENSES.txt'].map((name) => `${ROOT}${name}`);
  return [...files, nodeFor(arch).licence]
    .map((file) => readFileSync(file, 'utf8'))
    .join(`\n${'='.repeat(80)}\n\n`);
}

/** As `sha256sum -c` reads it. */
function sum(file: string): string {
  return `${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${basename(file)}\n`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { arch: { type: 'string', default: HERE } } });
  const arch = ARCHES.find((one) => one === values.arch);
  if (arch === undefined) throw new Error(`--arch is one of: ${ARCHES.join(', ')}`);
  await build();
  const directory = `${ROOT}build`;
  const file = await buildExecutable(arch, directory);
  writeFileSync(join(directory, 'LICENSES.txt'), licences(arch));
  writeFileSync(`${file}.sha256`, sum(file));
  console.log(`build/${basename(file)}: ${Math.round(statSync(file).size / 2 ** 20)} MiB`);
}

if (import.meta.main) await main();
