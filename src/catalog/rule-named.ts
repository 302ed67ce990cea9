import type { Rule } from '../model/rule.ts';

/** The rule of that id, or that had it once. */
export function ruleNamed(rules: readonly Rule[], wanted: string): Rule | undefined {
  return rules.find(({ id, aliases }) => id === wanted || aliases.includes(wanted));
}
