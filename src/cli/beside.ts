import type { Catalog } from '../model/benchmark.ts';
import type { Report } from '../model/finding.ts';
import type { OptionName } from './options.ts';
import { type Invocation, optionOf } from './parse.ts';

/** What is read to be shown beside the findings. A mistake in it is found before any work is done. */
export interface Beside {
  beside(report: Report): Report;
  /** Lines for stderr. */
  notes(report: Report): string;
}

/** --waivers and --baseline, in this order: what is waived is neither new nor known. */
export async function besideOf(invocation: Invocation, catalog: Catalog, at: Date): Promise<Beside[]> {
  const waivers = optionOf(invocation, 'waivers');
  const baseline = optionOf(invocation, 'baseline');
  const narrowed = NARROWING.some((name) => invocation.options.has(name));
  return [
    ...(waivers === undefined
      ? []
      : [(await import('./waivers/apply.ts')).loadWaivers({ path: waivers, catalog, at, narrowed })]),
    ...(baseline === undefined ? [] : [await (await import('./compare/baseline.ts')).loadBaseline(baseline)]),
  ];
}

/** Options that leave findings out. */
const NARROWING: readonly OptionName[] = ['control', 'rule', 'component', 'profile'];
