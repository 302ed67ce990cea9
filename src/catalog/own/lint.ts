import type { Catalog } from '../../model/benchmark.ts';
import { KubetrueError, type Problem } from '../../model/errors.ts';
import type { Check, Rule } from '../../model/rule.ts';
import { settingsOf } from '../../model/rule-settings.ts';
import { didYouMean } from '../../util/nearest.ts';
import type { LocatedRule } from '../read/rule-file.ts';
import { type Problems, problemAt } from '../read/source-file.ts';
import type { YamlPath } from '../read/yaml.ts';

/** What rules may name. */
export interface Names {
  /** Processes, `files` and `cluster`. */
  components: readonly string[];
  /** Settings of a component, derived ones included; null for one that has none. */
  settings(component: string): readonly string[] | null;
  /** What `each` may go through. */
  properties(component: string): readonly string[];
  proofs(component: string): readonly string[];
}

/**
 * What is wrong with rules of one's own although each reads well: names that nobody has, ids that are taken,
 * parameters that are missing or of no use.
 *
 * @throws KubetrueError KT_RULE with all of it, each with file, line and the nearest name
 */
export function checkOwnRules(rules: readonly LocatedRule[], catalog: Catalog, names: Names): void {
  const problems: Problems = rules.flatMap((rule) => problemsWith(rule, catalog, names));
  problems.push(...takenIds(rules, catalog));
  if (problems.length > 0) throw new KubetrueError('KT_RULE', problems);
}

type Complain = (path: YamlPath, message: string, hint?: string) => Problem;

function problemsWith(located: LocatedRule, catalog: Catalog, names: Names): Problem[] {
  const { rule, file, lineOf } = located;
  const complain: Complain = (path, message, hint) => problemAt(file, lineOf(path), message, hint);
  if (!names.components.includes(rule.component)) {
    const hint = didYouMean(rule.component, names.components) ?? `one of: ${names.components.join(', ')}`;
    return [complain(['component'], `nothing judges the component ${rule.component}`, hint)];
  }
  return [
    ...unknownKey(rule, catalog, complain),
    ...replacedProblems(rule, catalog, complain),
    ...unknownSettings(rule, names, complain),
    ...unknownProperties(rule, names, complain),
    ...unknownProof(rule, names, complain),
    ...parameterProblems(rule, complain),
  ];
}

function unknownKey({ key }: Rule, { benchmarks }: Catalog, complain: Complain): Problem[] {
  if (key.startsWith('own.')) return [];
  const keys = new Set(benchmarks.flatMap(({ controls }) => controls.map((one) => one.key)));
  if (keys.has(key)) return [];
  const hint = didYouMean(key, keys) ?? 'a rule that belongs to no control has a key of its own: own.NAME';
  return [complain(['key'], `no control of any benchmark has the key ${key}`, hint)];
}

/** A rule that leaves has to be replaced where it stands: its control would be judged by nobody. */
function replacedProblems({ key, replaces = [] }: Rule, { rules }: Catalog, complain: Complain): Problem[] {
  const keys = new Map(rules.map((rule) => [rule.id, rule.key]));
  return replaces.flatMap((id, index) => {
    const wanted = keys.get(id);
    if (wanted === undefined)
      return [complain(['replaces', index], `there is no rule ${id}`, didYouMean(id, keys.keys()))];
    if (wanted === key) return [];
    return [
      complain(
        ['replaces', index],
        `nothing would judge the control of ${id}: this rule has the key ${key}`,
        `key: ${wanted} puts it there; a rule takes the place of those of one control`,
      ),
    ];
  });
}

function unknownSettings(rule: Rule, names: Names, complain: Complain): Problem[] {
  const known = names.settings(rule.component);
  const places: readonly (readonly [string, readonly string[]])[] = [
    ['check', settingsOf(rule.check)],
    ['letter', rule.letter === rule.check ? [] : settingsOf(rule.letter)],
    ['evidence', rule.evidence],
  ];
  return places.flatMap(([key, settings]) =>
    settings
      .filter((name) => known?.includes(name) !== true && !isGate(name))
      .map((name) =>
        complain([key], `${rule.component} has no setting ${name}`, didYouMean(name, known ?? [])),
      ),
  );
}

/** Feature gates come and go with versions; a component says itself what it makes of one. */
function isGate(name: string): boolean {
  return /^[A-Z]/.test(name);
}

function unknownProperties(rule: Rule, names: Names, complain: Complain): Problem[] {
  const known = names.properties(rule.component);
  const isPath = (name: string) => rule.component === 'files' && /^\/|^\S+ --\S+$/.test(name);
  return eachIn(rule.check, rule.letter)
    .filter((name) => !known.includes(name) && !isPath(name))
    .map((name) =>
      complain(
        ['check'],
        `${rule.component} has nothing called ${name} to go through`,
        didYouMean(name, known) ?? `one of: ${known.join(', ')}`,
      ),
    );
}

function eachIn(...checks: readonly Check[]): string[] {
  const single = checks.flatMap((check) => ('allOf' in check ? check.allOf : [check]));
  return [...new Set(single.flatMap((check) => ('each' in check ? [check.each] : [])))];
}

function unknownProof({ proof, component }: Rule, names: Names, complain: Complain): Problem[] {
  const known = names.proofs(component);
  if (proof === undefined || known.includes(proof)) return [];
  return [complain(['proof'], `there is no proof ${proof} of ${component}`, didYouMean(proof, known))];
}

const REFERENCE = /"\$([\w-]+)"/g;

/** Properties look parameters up by themselves, so of rules with one no parameter is known to be of no use. */
function parameterProblems(rule: Rule, complain: Complain): Problem[] {
  const { check, letter, parameters, remediation } = rule;
  const text = JSON.stringify([check, letter, remediation.fix ?? {}]);
  const used = new Set([...text.matchAll(REFERENCE)].map(([, name = '']) => name));
  const missing = [...used].filter((name) => !Object.hasOwn(parameters, name));
  const free =
    eachIn(check, letter).length > 0 ? [] : Object.keys(parameters).filter((name) => !used.has(name));
  return [
    ...missing.map((name) =>
      complain(['check'], `$${name} is no parameter of this rule`, didYouMean(name, Object.keys(parameters))),
    ),
    ...free.map((name) => complain(['parameters', name], `nothing uses the parameter ${name}`)),
  ];
}

/** Ids and aliases of ours are taken, and so are those of another rule of one's own. */
function takenIds(rules: readonly LocatedRule[], catalog: Catalog): Problem[] {
  const owners = new Map(
    catalog.rules.flatMap(({ id, aliases }) => [id, ...aliases].map((one) => [one, id])),
  );
  const problems: Problem[] = [];
  for (const { rule, file, lineOf } of rules) {
    for (const [index, name] of [rule.id, ...rule.aliases].entries()) {
      const owner = owners.get(name);
      const line = lineOf(index === 0 ? ['id'] : ['aliases', index - 1]);
      const hint = 'to judge by your rule instead, give it another id and `replaces: [ID]`';
      if (owner !== undefined)
        problems.push(problemAt(file, line, `${name} is already taken by ${owner}`, hint));
      owners.set(name, rule.id);
    }
  }
  return problems;
}
