import { chooseBenchmark } from '../catalog/select.ts';
import type { Benchmark, Catalog } from '../model/benchmark.ts';
import { safe } from '../report/text/safe.ts';
import { padTo, widthOf, wrap } from '../report/text/width.ts';
import { openCatalog } from './catalog.ts';
import { checkOutput, writeOutput, writeStdout } from './output.ts';
import { type Invocation, optionOf } from './parse.ts';
import { lookOf } from './terminal.ts';

/** `kubetrue benchmarks list` */
export async function listBenchmarks(invocation: Invocation): Promise<number> {
  const { benchmarks } = await openCatalog();
  const rows = benchmarks.map(({ name, version, total, kubernetes }) => ({
    name,
    version,
    controls: total,
    kubernetes,
  }));
  return deliver(invocation, { benchmarks: rows }, () =>
    table(
      ['benchmark', 'controls', 'judged here', 'Kubernetes'],
      benchmarks.map((one) => [
        `${one.name}@${one.version}`,
        `${one.total}`,
        `${judged(one)}`,
        one.kubernetes,
      ]),
      widthFor(invocation),
    ),
  );
}

/** `kubetrue rules list` */
export async function listRules(invocation: Invocation): Promise<number> {
  const catalog = await openCatalog();
  const { benchmark } = chooseBenchmark(catalog, optionOf(invocation, 'benchmark') ?? null, null);
  const rules = rulesOf(catalog, benchmark);
  return deliver(invocation, { benchmark: { name: benchmark.name, version: benchmark.version }, rules }, () =>
    table(
      [benchmark.version, 'severity', 'rule', 'title'],
      rules.map((rule) => [rule.controls.join(', ') || '-', rule.severity, rule.id, rule.title]),
      widthFor(invocation),
    ),
  );
}

/** Rules in the order of their controls; those that the benchmark does not number come last. */
function rulesOf(catalog: Catalog, benchmark: Benchmark) {
  const order = benchmark.controls.flatMap((one) => one.rules);
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return catalog.rules
    .map(({ id, title, component, severity, stability }) => {
      const controls = benchmark.controls.filter((one) => one.rules.includes(id)).map((one) => one.control);
      return { id, title, component, severity, stability, controls };
    })
    .sort((left, right) => place(left.id) - place(right.id));
}

function judged(benchmark: Benchmark): number {
  return benchmark.controls.filter((one) => one.rules.length > 0).length;
}

function widthFor(invocation: Invocation): number {
  return lookOf(optionOf(invocation, 'output') === undefined ? process.stdout : {}, process.env, true).width;
}

async function deliver(invocation: Invocation, data: unknown, text: () => string): Promise<number> {
  const output = optionOf(invocation, 'output') ?? null;
  checkOutput(output);
  const written = optionOf(invocation, 'format') === 'json' ? `${JSON.stringify(data, null, 2)}\n` : text();
  if (output === null) await writeStdout(written);
  else writeOutput(output, written);
  return 0;
}

/** Columns as wide as their content; what is too long for the terminal continues in the last column. */
function table(head: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const all = [head, ...rows].map((row) => row.map(safe));
  const widths = head.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ''))));
  const lead = widths.slice(0, -1).reduce((sum, columns) => sum + columns + 2, 0);
  const lines = all.flatMap((row) => {
    const first = row.slice(0, -1).map((cell, column) => `${padTo(cell, widths[column] ?? 0)}  `);
    const last = wrap(row.at(-1) ?? '', width - lead);
    return last.map((line, index) => ((index === 0 ? first.join('') : ' '.repeat(lead)) + line).trimEnd());
  });
  return `${lines.join('\n')}\n`;
}
