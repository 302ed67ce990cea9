import { ruleNamed } from '../catalog/rule-named.ts';
import type { Benchmark, Catalog } from '../model/benchmark.ts';
import { type ErrorCode, KubetrueError } from '../model/errors.ts';
import { didYouMean } from '../util/nearest.ts';
import type { Invocation } from './parse.ts';

/** What is judged; an empty list leaves everything in. */
export interface Selection {
  controls: readonly string[];
  rules: readonly string[];
  components: readonly string[];
}

/**
 * The controls, rules and components asked for, by their proper names.
 *
 * @throws KubetrueError KT_UNKNOWN_CONTROL, KT_UNKNOWN_RULE, KT_UNKNOWN_COMPONENT with the nearest that exists
 */
export function selectionOf({ options }: Invocation, catalog: Catalog, benchmark: Benchmark): Selection {
  const components = [...new Set(catalog.rules.map((rule) => rule.component))];
  const controls = benchmark.controls.map((one) => one.control);
  return {
    controls: (options.get('control') ?? []).map((one) =>
      known('KT_UNKNOWN_CONTROL', one, controls, `control ${one} in ${benchmark.name} ${benchmark.version}`),
    ),
    rules: (options.get('rule') ?? []).map((one) => ruleId(catalog, one)),
    components: (options.get('component') ?? []).map((one) =>
      known(
        'KT_UNKNOWN_COMPONENT',
        one,
        components,
        `component ${JSON.stringify(one)} that this release judges`,
      ),
    ),
  };
}

/**
 * Rules whose proofs are switched off.
 * @throws KubetrueError KT_UNKNOWN_RULE
 */
export function unprovedRules({ options }: Invocation, catalog: Catalog): ReadonlySet<string> {
  return new Set((options.get('no-prove') ?? []).map((one) => ruleId(catalog, one)));
}

/**
 * Rules whose fixes are consented to.
 * @throws KubetrueError KT_UNKNOWN_RULE
 */
export function allowedRules({ options }: Invocation, catalog: Catalog): ReadonlySet<string> {
  const ids = catalog.rules.map(({ id }) => id);
  const allowed = options.get('allow') ?? [];
  const unknown = allowed.find((rule) => !ids.includes(rule));
  if (unknown === undefined) return new Set(allowed);
  throw new KubetrueError('KT_UNKNOWN_RULE', {
    message: `There is no rule ${JSON.stringify(unknown)}.`,
    hint: didYouMean(unknown, ids) ?? 'kubetrue rules list',
  });
}

/** Proofs that the other rules name; null: nothing is switched off. */
export function wantedProofs(catalog: Catalog, unproved: ReadonlySet<string>): ReadonlySet<string> | null {
  if (unproved.size === 0) return null;
  const wanted = catalog.rules.filter(({ id }) => !unproved.has(id));
  return new Set(wanted.flatMap(({ proof }) => proof ?? []));
}

function ruleId(catalog: Catalog, wanted: string): string {
  return (
    ruleNamed(catalog.rules, wanted)?.id ??
    known(
      'KT_UNKNOWN_RULE',
      wanted,
      catalog.rules.map((one) => one.id),
      `rule ${JSON.stringify(wanted)}`,
    )
  );
}

function known(code: ErrorCode, wanted: string, names: readonly string[], what: string): string {
  if (names.includes(wanted)) return wanted;
  const hint =
    code === 'KT_UNKNOWN_CONTROL'
      ? controlHint(wanted, names)
      : (didYouMean(wanted, names) ?? `one of: ${names.join(', ')}`);
  throw new KubetrueError(code, { message: `There is no ${what}.`, hint });
}

/** Numbers that differ in a digit have nothing to do with each other; one typed too long has. */
function controlHint(wanted: string, names: readonly string[]): string {
  const all = `controls go from ${names[0]} to ${names.at(-1)}`;
  const longest = names
    .filter((one) => wanted.startsWith(one))
    .sort((left, right) => right.length - left.length);
  return longest[0] === undefined ? all : `did you mean ${JSON.stringify(longest[0])}? Else ${all}`;
}
