import type { Benchmark, Catalog, Control } from '../model/benchmark.ts';
import { KubetrueError } from '../model/errors.ts';
import type { Rule } from '../model/rule.ts';
import { settingsOf } from '../model/rule-settings.ts';
import { didYouMean } from '../util/nearest.ts';
import { controlOf, homeOf } from './home.ts';
import { ruleNamed } from './rule-named.ts';

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
    ruleNamed(catalog.rules, name) ??
    catalog.rules.find((one) => settingsOf(one.letter).includes(name)) ??
    bySupportingSetting(catalog, name);
  if (rule === undefined) throw unknownRule(catalog, wanted, name);
  const control = controlOf(benchmark, rule);
  if (control === undefined) throw notInBenchmark(catalog, benchmark, rule);
  return { rule, control };
}

/** A rule may be for versions or benchmarks other than the chosen one. */
function notInBenchmark(catalog: Catalog, { name, version }: Benchmark, rule: Rule): KubetrueError {
  const holder = homeOf(catalog, rule, name)?.benchmark;
  return new KubetrueError('KT_UNKNOWN_RULE', {
    message: `${name} ${version} has no control for ${rule.id}.`,
    ...(holder === undefined ? {} : { hint: `--benchmark ${holder.name}@${holder.version} has one` }),
  });
}

function byControl(catalog: Catalog, benchmark: Benchmark, number: string): FoundRule {
  const control = benchmark.controls.find((one) => one.control === number);
  if (control === undefined) throw unknownControl(benchmark, number);
  const rule = catalog.rules.find((one) => control.rules.includes(one.id));
  if (rule === undefined) throw withoutRule(benchmark, control);
  return { rule, control };
}

function unknownControl({ name, version, controls }: Benchmark, number: string): KubetrueError {
  const numbers = controls.map((one) => one.control);
  return new KubetrueError('KT_UNKNOWN_CONTROL', {
    message: `There is no control ${number} in ${name} ${version}.`,
    hint: didYouMean(number, numbers) ?? `controls: ${numbers[0]} to ${numbers.at(-1)}`,
  });
}

function withoutRule({ name, version }: Benchmark, control: Control): KubetrueError {
  const { manual, differs } = control;
  return new KubetrueError('KT_UNKNOWN_CONTROL', {
    message: `No rule judges control ${control.control} of ${name} ${version}: ${control.title}.`,
    hint:
      manual === undefined
        ? (differs ?? 'This release has no rule for it yet.')
        : `${manual.why} ${manual.look}`,
  });
}

/** A setting that no sentence is about belongs to the rule that lists it first among its evidence. */
function bySupportingSetting(catalog: Catalog, name: string): Rule | undefined {
  return catalog.rules
    .filter((rule) => rule.evidence.includes(name))
    .sort((left, right) => left.evidence.indexOf(name) - right.evidence.indexOf(name))[0];
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
    hint: didYouMean(name, names) ?? '`kubetrue rules list` shows them all',
  });
}
