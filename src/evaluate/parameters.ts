import type { Parameters } from '../components/subject.ts';
import type { Control } from '../model/benchmark.ts';
import type { Rule } from '../model/rule.ts';

/** A rule's parameters, those that this version of the benchmark sets laid over the rule's own. */
export function parametersOf(rule: Rule, control: Control): Parameters {
  const own = Object.entries(rule.parameters).map(([name, { default: value }]) => [name, value] as const);
  return { ...Object.fromEntries(own), ...control.parameters };
}
