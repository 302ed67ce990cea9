import type { Benchmark, Catalog, Control } from '../model/benchmark.ts';
import type { Rule } from '../model/rule.ts';
import { DEFAULT_BENCHMARK } from './select.ts';

export interface Home {
  benchmark: Benchmark;
  control: Control;
}

/** The control that a benchmark version has for a rule. */
export function controlOf(benchmark: Benchmark, rule: Rule): Control | undefined {
  return benchmark.controls.find((one) => one.rules.includes(rule.id));
}

/**
 * The benchmark that a rule is best shown by: the newest version of the given name that has a control for it, else
 * of cis-kubernetes, else any. Rules outlive the versions that asked for them.
 */
export function homeOf(catalog: Catalog, rule: Rule, name = DEFAULT_BENCHMARK): Home | undefined {
  const homes = catalog.benchmarks.flatMap((benchmark) => {
    const control = controlOf(benchmark, rule);
    return control === undefined ? [] : [{ benchmark, control }];
  });
  const newest = (wanted: string) => homes.findLast(({ benchmark }) => benchmark.name === wanted);
  return newest(name) ?? newest(DEFAULT_BENCHMARK) ?? homes.at(-1);
}
