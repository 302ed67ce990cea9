import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { manifestsSection } from './bench/manifests.ts';
import { mergeSection } from './bench/merge.ts';
import { nodeSection } from './bench/node.ts';
import type { Section } from './bench/section.ts';
import { build } from './build.ts';

const PROGRAM = fileURLToPath(new URL('../bin/kubetrue.js', import.meta.url));
const RESULT = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));

/** What is measured, in the order of the page; each part alone by its name. */
const PARTS: Readonly<Record<string, (program: string) => Promise<Section>>> = {
  node: nodeSection,
  manifests: manifestsSection,
  merge: mergeSection,
};

const HEAD = `# Benchmarks

Written by \`npm run bench\`, a part alone by its name (\`npm run bench -- manifests\`): whole processes from start to
exit. Processor time is that of the user and of the system, of all threads. Peak memory is the kernel's VmHWM; memory and
children come from runs of their own.

Scans of a whole control-plane node, beside kube-bench: [benchmarks-node.md](benchmarks-node.md).
`;

/** The page's parts as they stand, by the marks between them. */
function partsOf(page: string): Map<string, string> {
  const pieces = page.split(/^<!-- (\w+) -->\n/m);
  return new Map(
    pieces.flatMap((name, index) => (index % 2 === 1 ? [[name, (pieces[index + 1] ?? '').trim()]] : [])),
  );
}

/** Parts that were not measured keep their text. */
function pageOf(texts: ReadonlyMap<string, string>): string {
  const parts = Object.keys(PARTS).flatMap((name) => {
    const text = texts.get(name);
    return text === undefined ? [] : [`<!-- ${name} -->\n${text.trim()}\n`];
  });
  return [HEAD, ...parts].join('\n');
}

async function main(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) {
    console.error(`There is no part ${unknown} of the benchmark: ${Object.keys(PARTS).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  await build();
  const texts = partsOf(readFileSync(RESULT, 'utf8'));
  const problems: string[] = [];
  for (const [name, measured] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const section = await measured(PROGRAM);
    console.log(section.text);
    texts.set(name, section.text);
    problems.push(...section.problems);
  }
  writeFileSync(RESULT, pageOf(texts));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

await main(process.argv.slice(2));
