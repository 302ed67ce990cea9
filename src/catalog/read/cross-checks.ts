import type { Rule } from '../../model/rule.ts';
import { didYouMean } from '../../util/nearest.ts';
import { parseRange } from '../kubernetes-range.ts';
import type { LocatedBenchmark } from './benchmark-file.ts';
import type { LocatedRule } from './rule-file.ts';
import { type Problems, problemAt } from './source-file.ts';

/** What only shows when rules and benchmarks are seen together. */
export function crossCheck(
  rules: readonly LocatedRule[],
  benchmarks: readonly LocatedBenchmark[],
  problems: Problems,
): void {
  checkIds(rules, problems);
  const byId = new Map(rules.map(({ rule }) => [rule.id, rule]));
  for (const benchmark of benchmarks) checkRulesOf(benchmark, byId);
  checkChosenFor(benchmarks);
  const named = new Set(
    benchmarks.flatMap(({ benchmark }) => benchmark.controls.flatMap((control) => control.rules)),
  );
  for (const { rule, file, lineOf } of rules) {
    if (!named.has(rule.id))
      problems.push(problemAt(file, lineOf(['id']), `no control of any benchmark names ${rule.id}`));
  }
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

function checkRulesOf({ benchmark, complain }: LocatedBenchmark, rules: ReadonlyMap<string, Rule>): void {
  for (const [index, control] of benchmark.controls.entries()) {
    for (const [position, id] of control.rules.entries()) {
      const rule = rules.get(id);
      const path = ['controls', index, 'rules', position];
      if (rule === undefined) complain(path, `there is no rule ${id}`, didYouMean(id, rules.keys()));
      else if (rule.key !== control.key) complain(path, `${id} has the key ${rule.key}, not ${control.key}`);
    }
  }
}

/** One default version per Kubernetes minor. */
function checkChosenFor(benchmarks: readonly LocatedBenchmark[]): void {
  const taken = new Map<string, string>();
  for (const { benchmark, complain } of benchmarks) {
    const range = parseRange(benchmark.chosenFor);
    for (let minor = range?.low ?? 0; range !== null && minor <= range.high; minor += 1) {
      const slot = `${benchmark.name} 1.${minor}`;
      const other = taken.get(slot);
      if (other !== undefined)
        complain(['chosenFor'], `Kubernetes 1.${minor} is already taken by version ${other}`);
      taken.set(slot, benchmark.version);
    }
  }
}
