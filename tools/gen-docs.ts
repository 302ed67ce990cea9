import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadCatalog } from '../src/catalog/index.ts';
import { exportPage } from '../src/catalog/page/export.ts';
import type { Benchmark, Catalog, Control } from '../src/model/benchmark.ts';
import type { Rule } from '../src/model/rule.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const DOCS = `${ROOT}docs/rules/`;

interface Entry {
  rule: Rule;
  control: Control;
}

/** All files of docs/rules by name: an index, and each rule's page for the newest benchmark version. */
export function rulePages(catalog: Catalog): Map<string, string> {
  const benchmark = catalog.benchmarks.at(-1);
  if (benchmark === undefined) throw new Error('the catalog has no benchmark');
  const entries = entriesOf(catalog, benchmark);
  const pages = entries.map(
    ({ rule, control }) => [`${rule.id}.md`, exportPage(rule, control, benchmark, catalog)] as const,
  );
  return new Map([['README.md', indexPage(entries, benchmark, catalog)], ...pages]);
}

function entriesOf(catalog: Catalog, benchmark: Benchmark): Entry[] {
  return benchmark.controls.flatMap((control) =>
    catalog.rules.filter((rule) => control.rules.includes(rule.id)).map((rule) => ({ rule, control })),
  );
}

function indexPage(entries: readonly Entry[], benchmark: Benchmark, catalog: Catalog): string {
  const versions = catalog.benchmarks.filter(({ name }) => name === benchmark.name);
  return `${[
    '# Rules',
    `Written by \`npm run gen\` from \`content/\`. Control numbers are those of ${benchmark.name} ${benchmark.version}.`,
    table(
      ['control', 'rule', 'what it asks', 'severity', 'level', 'assessment'],
      entries.map(({ rule, control }) => [
        control.control,
        `[${rule.id}](${rule.id}.md)`,
        rule.title,
        rule.severity,
        String(control.level ?? ''),
        control.assessment,
      ]),
    ),
    '## How severity is judged',
    'Benchmarks grade by level, not by danger; the severity is ours. **high**: whoever reaches the port needs nothing ' +
      'else to read or change the cluster. **medium**: the way in needs a credential that many hold for other purposes. ' +
      '**low**: the finding weakens another defence but opens nothing by itself.',
    '## Benchmark versions',
    `The version is chosen by the node's Kubernetes version, unless \`--benchmark\` names one.`,
    table(
      ['version', 'written for Kubernetes', 'chosen for', 'controls', 'held here'],
      versions.map((one) => [
        one.version,
        one.kubernetes,
        one.chosenFor,
        String(one.total),
        String(one.controls.length),
      ]),
    ),
  ].join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Names of files that are missing, out of date, or should not be there. */
export function staleDocs(pages: ReadonlyMap<string, string>, directory = DOCS): string[] {
  const present = new Set(readdirSync(directory));
  const stale = [...pages].filter(
    ([name, text]) => !present.has(name) || readFileSync(`${directory}${name}`, 'utf8') !== text,
  );
  return [...stale.map(([name]) => name), ...[...present].filter((name) => !pages.has(name))].sort();
}

/** Makes the directory hold these pages and nothing else. */
export function writeDocs(pages: ReadonlyMap<string, string>, directory = DOCS): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of pages) writeFileSync(`${directory}${name}`, text);
}

/** `--check` only compares, and fails when a file differs. */
function main(): void {
  const pages = rulePages(loadCatalog(`${ROOT}content`));
  if (process.argv.includes('--check')) check(pages);
  else writeDocs(pages);
}

function check(pages: ReadonlyMap<string, string>): void {
  const stale = staleDocs(pages);
  if (stale.length === 0) return;
  console.error(`docs/rules is out of date (${stale.join(', ')}): run npm run gen`);
  process.exitCode = 1;
}

if (import.meta.main) main();
