import type { Benchmark, Catalog } from '../../model/benchmark.ts';
import type { WaiverScope } from '../../model/waiver.ts';
import { didYouMean } from '../../util/nearest.ts';
import { listed } from '../../util/pattern.ts';
import { ruleNamed } from '../rule-named.ts';
import type { Fault, LocatedWaiver } from './fault.ts';

type NameFault = Omit<Fault, 'index'>;

/** Rules, controls, benchmarks and components that nobody knows, with the nearest that exist. */
export function nameProblems(located: readonly LocatedWaiver[], catalog: Catalog): Fault[] {
  const known = new Map<string, readonly NameFault[]>();
  return located.flatMap(({ waiver: { scope }, index }) => {
    // Thousands of waivers may be about one control, each on a node of its own.
    const names = JSON.stringify({ ...scope, node: undefined, object: undefined });
    const faults = known.get(names) ?? [...aboutSubject(scope, catalog), ...aboutComponents(scope, catalog)];
    known.set(names, faults);
    return faults.map((fault) => ({ ...fault, index }));
  });
}

/** What is wrong with the rule or control that something is about, by the last word of `path`. */
export function aboutSubject(scope: WaiverScope, catalog: Catalog): NameFault[] {
  return 'rule' in scope ? aboutRule(scope.rule, catalog) : aboutControl(scope, catalog);
}

function aboutRule(wanted: string, { rules }: Catalog): NameFault[] {
  if (ruleNamed(rules, wanted) !== undefined) return [];
  return [
    {
      code: 'KT_UNKNOWN_RULE',
      path: ['scope', 'rule'],
      message: `there is no rule ${JSON.stringify(wanted)}`,
      hint:
        didYouMean(
          wanted,
          rules.map(({ id }) => id),
        ) ?? 'kubetrue rules list',
    },
  ];
}

/** Benchmarks that a scope may be about: all, those of a name, or one version. */
function benchmarksOf(wanted: string | undefined, { benchmarks }: Catalog): readonly Benchmark[] {
  if (wanted === undefined) return benchmarks;
  return benchmarks.filter(({ name, version }) => [name, `${name}@${version}`].includes(wanted));
}

function aboutControl(
  { control, benchmark }: Extract<WaiverScope, { control: string }>,
  catalog: Catalog,
): NameFault[] {
  const among = benchmarksOf(benchmark, catalog);
  if (among.length === 0) return [unknownBenchmark(benchmark ?? '', catalog)];
  const numbers = [...new Set(among.flatMap(({ controls }) => controls.map((one) => one.control)))];
  if (numbers.includes(control)) return [];
  const where = benchmark === undefined ? 'in any benchmark' : `in ${benchmark}`;
  return [
    {
      code: 'KT_UNKNOWN_CONTROL',
      path: ['scope', 'control'],
      message: `there is no control ${JSON.stringify(control)} ${where}`,
      hint: didYouMean(control, numbers) ?? 'kubetrue rules list --benchmark NAME@VERSION',
    },
  ];
}

function unknownBenchmark(wanted: string, { benchmarks }: Catalog): NameFault {
  const names = benchmarks.flatMap(({ name, version }) => [name, `${name}@${version}`]);
  return {
    code: 'KT_UNKNOWN_BENCHMARK',
    path: ['scope', 'benchmark'],
    message: `there is no benchmark ${JSON.stringify(wanted)}`,
    hint: didYouMean(wanted, names) ?? 'kubetrue benchmarks list',
  };
}

/** A pattern may be about what only another release judges. */
function aboutComponents({ component }: WaiverScope, { rules }: Catalog): NameFault[] {
  const known = [...new Set(rules.map((rule) => rule.component))];
  const unknown = listed(component ?? []).filter((one) => !one.includes('*') && !known.includes(one));
  return unknown.map((one) => ({
    code: 'KT_UNKNOWN_COMPONENT',
    path: ['scope', 'component'],
    message: `there is no component ${JSON.stringify(one)}`,
    hint: didYouMean(one, known) ?? `components: ${known.join(', ')}`,
  }));
}
