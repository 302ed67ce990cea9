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
      known(
        'KT_UNKNOWN_CONTROL',
        one,
        controls,
        `control ${one} in this release's part of ${benchmark.name} ${benchmark.version}`,
      ),
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

function ruleId(catalog: Catalog, wanted: string): string {
  const rule = catalog.rules.find((one) => one.id === wanted || one.aliases.includes(wanted));
  return (
    rule?.id ??
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
  const all = `one of: ${names.join(', ')}`;
  const hint =
    code === 'KT_UNKNOWN_CONTROL' ? controlHint(wanted, names, all) : (didYouMean(wanted, names) ?? all);
  throw new KubetrueError(code, { message: `There is no ${what}.`, hint });
}

/** Numbers that differ in a digit have nothing to do with each other; one typed too long has. */
function controlHint(wanted: string, names: readonly string[], all: string): string {
  const within = names.filter((one) => wanted.includes(one));
  const [only] = within;
  return only === undefined || within.length > 1 ? all : `did you mean ${JSON.stringify(only)}? Else ${all}`;
}
