import type { Benchmark, Catalog, Control } from '../../model/benchmark.ts';
import type { Rule } from '../../model/rule.ts';

/** The catalog with rules of one's own at its end. */
export function catalogWith(catalog: Catalog, own: readonly Rule[]): Catalog {
  return own.length === 0 ? catalog : { ...catalog, rules: [...catalog.rules, ...own] };
}

/** The catalog and the benchmark with rules of one's own beside those of Kubetrue. */
export function withOwnRules(
  catalog: Catalog,
  benchmark: Benchmark,
  own: readonly Rule[],
): { catalog: Catalog; benchmark: Benchmark } {
  if (own.length === 0) return { catalog, benchmark };
  const replaced = new Set(own.flatMap(({ replaces = [] }) => replaces));
  const keys = new Set(benchmark.controls.map(({ key }) => key));
  const controls = benchmark.controls.map((control) => ({
    ...control,
    rules: [
      ...control.rules.filter((id) => !replaced.has(id)),
      ...own.filter(({ key }) => key === control.key).map(({ id }) => id),
    ],
  }));
  const standIns = own.filter(({ key }) => !keys.has(key)).map(standIn);
  return {
    catalog: catalogWith(catalog, own),
    benchmark: { ...benchmark, controls: [...controls, ...standIns] },
  };
}

/** A rule that belongs to no control of the benchmark is judged by itself. */
function standIn({ id, key, title }: Rule): Control {
  return { control: '', key, subject: title, title, level: null, assessment: 'automated', rules: [id] };
}
