import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Home, homeOf } from '../src/catalog/home.ts';
import { loadCatalog } from '../src/catalog/index.ts';
import { exportPage } from '../src/catalog/page/export.ts';
import { DEFAULT_BENCHMARK, distributionFor } from '../src/catalog/select.ts';
import type { Benchmark, Catalog } from '../src/model/benchmark.ts';
import type { Rule } from '../src/model/rule.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const DOCS = `${ROOT}docs/rules/`;

interface Entry extends Home {
  rule: Rule;
}

/** All files of docs/rules by name: an index, and each rule's page for the newest benchmark version that has it. */
export function rulePages(catalog: Catalog): Map<string, string> {
  const newest = catalog.benchmarks.findLast(({ name }) => name === DEFAULT_BENCHMARK);
  if (newest === undefined) throw new Error(`the catalog has no ${DEFAULT_BENCHMARK}`);
  const entries = entriesOf(catalog, newest);
  const pages = entries.map(
    ({ rule, control, benchmark }) =>
      [`${rule.id}.md`, exportPage(rule, control, benchmark, catalog)] as const,
  );
  return new Map([['README.md', indexPage(entries, newest, catalog)], ...pages]);
}

/** In the order of the newest version's controls; rules that it does not have come last. */
function entriesOf(catalog: Catalog, newest: Benchmark): Entry[] {
  const entries = catalog.rules.flatMap((rule) => {
    const home = homeOf(catalog, rule);
    return home === undefined ? [] : [{ rule, ...home }];
  });
  const place = ({ benchmark, control }: Entry) =>
    benchmark === newest ? newest.controls.indexOf(control) : newest.controls.length;
  return entries.sort((left, right) => place(left) - place(right));
}

function indexPage(entries: readonly Entry[], newest: Benchmark, catalog: Catalog): string {
  return `${[
    '# Rules',
    `Written by \`npm run gen\` from \`content/\`. Control numbers are those of ${DEFAULT_BENCHMARK} ${newest.version}, unless another benchmark is named.`,
    table(
      ['control', 'rule', 'what it asks', 'severity', 'level', 'assessment'],
      entries.map(({ rule, control, benchmark }) => [
        benchmark === newest
          ? control.control
          : `${control.control} (${benchmark.name} ${benchmark.version})`,
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
    `The benchmark is chosen by the node's distribution, its version by the node's Kubernetes version, unless \`--benchmark\` names one.`,
    table(
      ['benchmark', 'version', 'written for Kubernetes', 'chosen for', 'controls', 'with a rule'],
      catalog.benchmarks.map((one) => [
        one.name,
        one.version,
        one.kubernetes,
        distributionFor(one.name) ?? one.chosenFor,
        String(one.total),
        String(one.controls.filter(({ rules }) => rules.length > 0).length),
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
