import { withOwnRules } from '../catalog/own/join.ts';
import { chooseBenchmark } from '../catalog/select.ts';
import { evaluate } from '../evaluate/index.ts';
import type { Catalog } from '../model/benchmark.ts';
import type { Report } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { benchmarkGrounds } from './grounds.ts';
import { type Invocation, optionOf, usage } from './parse.ts';
import type { OwnRules } from './rules/own.ts';
import { selectionOf, unprovedRules } from './selection.ts';

/**
 * A snapshot judged as the command line says.
 *
 * @param wanted benchmark to judge by, `NAME@VERSION`; null: the one that fits what was found
 * @param own rules beside those of Kubetrue
 * @throws KubetrueError KT_UNKNOWN_BENCHMARK, KT_UNKNOWN_CONTROL and so on; KT_USAGE when nothing is left to judge
 */
export function judge(
  invocation: Invocation,
  ours: Catalog,
  snapshot: Snapshot,
  at: Date,
  wanted: string | null = optionOf(invocation, 'benchmark') ?? null,
  own: OwnRules = { rules: [], expression: undefined },
): Report {
  const chosen = chooseBenchmark(ours, wanted, benchmarkGrounds(snapshot));
  const { catalog, benchmark } = withOwnRules(ours, chosen.benchmark, own.rules);
  const report = evaluate({
    snapshot,
    catalog,
    benchmark,
    chosenBecause: chosen.because,
    at,
    judge: optionOf(invocation, 'judge') === 'letter' ? 'letter' : 'effect',
    only: selectionOf(invocation, catalog, benchmark),
    unproved: unprovedRules(invocation, catalog),
    ...(own.expression === undefined ? {} : { expression: own.expression }),
  });
  if (report.findings.length === 0)
    throw usage('--control, --rule and --component together leave nothing to judge.');
  return report;
}
