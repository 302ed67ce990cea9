import type { ControlEntry } from '../../model/benchmark.ts';
import type { Rule } from '../../model/rule.ts';
import { didYouMean } from '../../util/nearest.ts';
import { firstShared, parseRange } from '../kubernetes-range.ts';
import type { LocatedBenchmark } from './benchmark-file.ts';
import type { LocatedRule } from './rule-file.ts';
import { type Problems, problemAt } from './source-file.ts';
import type { YamlPath } from './yaml.ts';

/** What only shows when rules and benchmarks are seen together. */
export function crossCheck(
  rules: readonly LocatedRule[],
  benchmarks: readonly LocatedBenchmark[],
  problems: Problems,
): void {
  checkIds(rules, problems);
  checkKeys(rules, benchmarks, problems);
  for (const benchmark of benchmarks) checkParameters(benchmark, rules);
  checkChosenFor(benchmarks);
}

/** Ids and aliases share one name space: either may be typed to `explain`. */
function checkIds(rules: readonly LocatedRule[], problems: Problems): void {
  const owners = new Map<string, string>();
  for (const { rule, file, lineOf } of rules) {
    for (const [index, name] of [rule.id, ...rule.aliases].entries()) {
      const owner = owners.get(name);
      const line = lineOf(index === 0 ? ['id'] : ['aliases', index - 1]);
      if (owner !== undefined) problems.push(problemAt(file, line, `${name} is already taken by ${owner}`));
      owners.set(name, rule.id);
    }
  }
}

/** A rule whose key no control has would never judge anything. */
function checkKeys(
  rules: readonly LocatedRule[],
  benchmarks: readonly LocatedBenchmark[],
  problems: Problems,
): void {
  const keys = new Set(benchmarks.flatMap(({ benchmark }) => benchmark.controls.map(({ key }) => key)));
  for (const { rule, file, lineOf } of rules) {
    if (keys.has(rule.key)) continue;
    const message = `no control of any benchmark has the key ${rule.key}`;
    problems.push(problemAt(file, lineOf(['key']), message, didYouMean(rule.key, keys)));
  }
}

/** Values for parameters that no rule of the key has would change nothing. Keys without a rule are left alone. */
function checkParameters({ benchmark, complain }: LocatedBenchmark, rules: readonly LocatedRule[]): void {
  for (const [index, control] of benchmark.controls.entries()) {
    const known = parametersFor(control, rules);
    for (const name of Object.keys(control.parameters ?? {})) {
      if (known === null || known.includes(name)) continue;
      const path: YamlPath = ['controls', index, 'parameters', name];
      complain(path, `no rule of ${control.key} has a parameter ${name}`, didYouMean(name, known));
    }
  }
}

function parametersFor({ key }: ControlEntry, rules: readonly LocatedRule[]): string[] | null {
  const ofKey: Rule[] = rules.map(({ rule }) => rule).filter((rule) => rule.key === key);
  return ofKey.length === 0 ? null : ofKey.flatMap((rule) => Object.keys(rule.parameters));
}

/** One default version per Kubernetes minor. */
function checkChosenFor(benchmarks: readonly LocatedBenchmark[]): void {
  for (const [index, { benchmark, complain }] of benchmarks.entries()) {
    for (const { benchmark: other } of benchmarks.slice(0, index)) {
      const ranges = [parseRange(benchmark.chosenFor), parseRange(other.chosenFor)] as const;
      if (other.name !== benchmark.name || ranges[0] === null || ranges[1] === null) continue;
      const minor = firstShared(ranges[0], ranges[1]);
      if (minor !== null)
        complain(['chosenFor'], `Kubernetes 1.${minor} is already taken by version ${other.version}`);
    }
  }
}
