import type { Benchmark, Catalog, Control } from '../model/benchmark.ts';
import { KubetrueError } from '../model/errors.ts';
import type { Check, Rule } from '../model/rule.ts';
import { didYouMean } from '../util/nearest.ts';

export interface FoundRule {
  rule: Rule;
  control: Control;
}

const CONTROL_NUMBER = /^\d+(\.\d+)*$/;

/**
 * The rule that a person means by a control number (`2.5`), a rule id or alias, or the name of a setting that the
 * benchmark's sentence is about or that it depends on (`peer-client-cert-auth`, dashes before it allowed).
 *
 * @throws KubetrueError KT_UNKNOWN_CONTROL or KT_UNKNOWN_RULE with the nearest that exists.
 */
export function findRule(catalog: Catalog, benchmark: Benchmark, wanted: string): FoundRule {
  if (CONTROL_NUMBER.test(wanted)) return byControl(catalog, benchmark, wanted);
  const name = wanted.replace(/^--?/, '').toLowerCase();
  const rule =
    catalog.rules.find((one) => one.id === name || one.aliases.includes(name)) ??
    catalog.rules.find((one) => settingsOf(one.letter).includes(name)) ??
    bySupportingSetting(catalog, name);
  const control = rule && benchmark.controls.find((one) => one.rules.includes(rule.id));
  if (rule === undefined || control === undefined) throw unknownRule(catalog, wanted, name);
  return { rule, control };
}

function byControl(catalog: Catalog, benchmark: Benchmark, number: string): FoundRule {
  const control = benchmark.controls.find((one) => one.control === number);
  const rule = catalog.rules.find((one) => control?.rules.includes(one.id));
  if (control !== undefined && rule !== undefined) return { rule, control };
  const numbers = benchmark.controls.map((one) => one.control);
  throw new KubetrueError('KT_UNKNOWN_CONTROL', {
    message: `There is no control ${number} in ${benchmark.name} ${benchmark.version} as far as this release holds it.`,
    hint: didYouMean(number, numbers) ?? `controls: ${numbers.join(', ')}`,
  });
}

/** A setting that no sentence is about belongs to the rule that lists it first among its evidence. */
function bySupportingSetting(catalog: Catalog, name: string): Rule | undefined {
  return catalog.rules
    .filter((rule) => rule.evidence.includes(name))
    .sort((left, right) => left.evidence.indexOf(name) - right.evidence.indexOf(name))[0];
}

function settingsOf(check: Check): readonly string[] {
  return 'settings' in check ? check.settings : [];
}

function unknownRule(catalog: Catalog, wanted: string, name: string): KubetrueError {
  const names = catalog.rules.flatMap((rule) => [
    rule.id,
    ...rule.aliases,
    ...settingsOf(rule.letter),
    ...rule.evidence,
  ]);
  return new KubetrueError('KT_UNKNOWN_RULE', {
    message: `There is no rule or setting ${JSON.stringify(wanted)}.`,
    hint: didYouMean(name, names) ?? `rules: ${catalog.rules.map((rule) => rule.id).join(', ')}`,
  });
}
