import type { Benchmark, BenchmarkFile, ControlEntry } from '../model/benchmark.ts';
import type { Rule } from '../model/rule.ts';

/** Controls with the rules that judge them: those of their key, unless the version asks something else. */
export function joinRules(benchmark: BenchmarkFile, rules: readonly Rule[]): Benchmark {
  return {
    ...benchmark,
    controls: benchmark.controls.map((control) => ({ ...control, rules: rulesOf(control, rules) })),
  };
}

function rulesOf(control: ControlEntry, rules: readonly Rule[]): string[] {
  if (control.differs !== undefined) return [];
  return rules.filter((rule) => rule.key === control.key).map((rule) => rule.id);
}
