import { chooseBenchmark, distributionFor } from '../catalog/select.ts';
import type { Benchmark } from '../model/benchmark.ts';
import type { Rule } from '../model/rule.ts';
import { safe } from '../report/text/safe.ts';
import { padTo, widthOf, wrap } from '../report/text/width.ts';
import { openCatalog } from './catalog.ts';
import { clockOf } from './clock.ts';
import { checkOutput, writeOutput, writeStdout } from './output.ts';
import { type Invocation, optionOf } from './parse.ts';
import { lookOf } from './terminal.ts';
import { VERSION } from './version.ts';

/** `kubetrue benchmarks list` */
export async function listBenchmarks(invocation: Invocation): Promise<number> {
  const { benchmarks } = await openCatalog();
  const rows = benchmarks.map((one) => ({
    name: one.name,
    version: one.version,
    controls: one.total,
    kubernetes: one.kubernetes,
    chosenFor: one.chosenFor,
    distribution: distributionFor(one.name),
  }));
  return deliver(invocation, { benchmarks: rows }, () =>
    table(
      ['benchmark', 'controls', 'judged here', 'Kubernetes', 'chosen for'],
      benchmarks.map((one) => [
        `${one.name}@${one.version}`,
        `${one.total}`,
        `${judged(one)}`,
        one.kubernetes,
        distributionFor(one.name) ?? one.chosenFor,
      ]),
      widthFor(invocation),
    ),
  );
}

/** `kubetrue rules list` */
export async function listRules(invocation: Invocation): Promise<number> {
  const catalog = await openCatalog();
  const { benchmark } = chooseBenchmark(catalog, optionOf(invocation, 'benchmark') ?? null);
  const chosen = invocation.options.has('unproved') ? catalog.rules.filter(isUnproved) : catalog.rules;
  if (optionOf(invocation, 'format') === 'oscal') return listAsOscal(invocation, chosen, benchmark);
  const rules = rulesOf(chosen, benchmark);
  return deliver(invocation, { benchmark: { name: benchmark.name, version: benchmark.version }, rules }, () =>
    table(
      [benchmark.version, 'severity', 'rule', 'title'],
      rules.map((rule) => [rule.controls.join(', ') || '-', rule.severity, rule.id, rule.title]),
      widthFor(invocation),
    ),
  );
}

/** Rules in the order of their controls; those that the benchmark does not number come last. */
function rulesOf(rules: readonly Rule[], benchmark: Benchmark) {
  const order = benchmark.controls.flatMap((one) => one.rules);
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return rules
    .map(({ id, title, component, severity, stability, proof }) => {
      const controls = benchmark.controls.filter((one) => one.rules.includes(id)).map((one) => one.control);
      return { id, title, component, severity, stability, controls, proof: proof ?? null };
    })
    .sort((left, right) => place(left.id) - place(right.id));
}

/** About a running process, which could be asked, and nothing asks it. Files and API objects are what they are read as. */
function isUnproved({ component, proof }: Rule): boolean {
  return proof === undefined && component !== 'files' && component !== 'cluster';
}

function judged(benchmark: Benchmark): number {
  return benchmark.controls.filter((one) => one.rules.length > 0).length;
}

function widthFor(invocation: Invocation): number {
  return lookOf(optionOf(invocation, 'output') === undefined ? process.stdout : {}, process.env, true).width;
}

async function listAsOscal(
  invocation: Invocation,
  rules: readonly Rule[],
  benchmark: Benchmark,
): Promise<number> {
  const at = clockOf(optionOf(invocation, 'at'));
  const { renderComponentDefinition } = await import('../report/oscal/component-definition.ts');
  return write(invocation, renderComponentDefinition({ rules, benchmark, toolVersion: VERSION, at }));
}

async function deliver(invocation: Invocation, data: unknown, text: () => string): Promise<number> {
  const json = optionOf(invocation, 'format') === 'json';
  return write(invocation, json ? `${JSON.stringify(data, null, 2)}\n` : text());
}

async function write(invocation: Invocation, written: string): Promise<number> {
  const output = optionOf(invocation, 'output') ?? null;
  checkOutput(output);
  if (output === null) await writeStdout(written);
  else writeOutput(output, written);
  return 0;
}

/** Below this many columns a text is no longer read but spelled. */
const READABLE = 30;

/** The last column on lines of its own, where the others leave it no room. */
function stacked(rows: readonly (readonly string[])[], widths: readonly number[], width: number): string {
  const lines = rows.flatMap((row) => {
    const first = row.slice(0, -1).map((cell, column) => `${padTo(cell, widths[column] ?? 0)}  `);
    const indent = (widths[0] ?? 0) + 2;
    const last = wrap(row.at(-1) ?? '', width - indent).map((line) => ' '.repeat(indent) + line);
    return [first.join('').trimEnd(), ...last];
  });
  return `${lines.join('\n')}\n`;
}

/** Columns as wide as their content; what is too long for the terminal continues in the last column. */
function table(head: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const all = [head, ...rows].map((row) => row.map(safe));
  const widths = head.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ''))));
  const lead = widths.slice(0, -1).reduce((sum, columns) => sum + columns + 2, 0);
  const longest = widths.at(-1) ?? 0;
  if (width - lead < Math.min(longest, READABLE)) return stacked(all, widths, width);
  const lines = all.flatMap((row) => {
    const first = row.slice(0, -1).map((cell, column) => `${padTo(cell, widths[column] ?? 0)}  `);
    const last = wrap(row.at(-1) ?? '', width - lead);
    return last.map((line, index) => ((index === 0 ? first.join('') : ' '.repeat(lead)) + line).trimEnd());
  });
  return `${lines.join('\n')}\n`;
}
