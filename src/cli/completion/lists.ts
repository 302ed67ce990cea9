import type { Catalog } from '../../model/benchmark.ts';
import type { Takes } from '../options.ts';

/** Values that can be listed, whatever command they are for. */
export type Lists = Readonly<
  Record<Exclude<Takes, 'file' | 'directory' | 'format' | 'text'>, readonly string[]>
>;

/** What a rule set has to choose from. */
export function listsOf({ rules, benchmarks }: Catalog): Lists {
  const rule = rules.map(({ id }) => id);
  const controls = benchmarks.flatMap((one) => one.controls.map(({ control }) => control));
  const control = [...new Set(controls)].sort(byNumber.compare);
  return {
    ...{ rule, control, page: [...control, ...rule] },
    benchmark: benchmarks.map(({ name, version }) => `${name}@${version}`),
    component: [...new Set(rules.map(({ component }) => component))],
  };
}

/** 1.2.9 comes before 1.2.10. */
const byNumber = new Intl.Collator('en', { numeric: true });
