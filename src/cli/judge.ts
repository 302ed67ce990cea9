import { withOwnRules } from '../catalog/own/join.ts';
import { withProfile } from '../catalog/profile/apply.ts';
import { chooseBenchmark } from '../catalog/select.ts';
import { evaluate } from '../evaluate/index.ts';
import type { Catalog } from '../model/benchmark.ts';
import type { Report } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { benchmarkGrounds } from './grounds.ts';
import { type Invocation, optionOf, usage } from './parse.ts';
import type { OwnRules } from './rules/own.ts';
import type { GivenProfile } from './rules/profile.ts';
import { selectionOf, unprovedRules } from './selection.ts';

/** Rules of one's own, and the profile of what is judged. */
export interface Site extends OwnRules {
  profile: GivenProfile | null;
}

/**
 * A snapshot judged as the command line says.
 *
 * @param wanted benchmark to judge by, `NAME@VERSION`; null: the one that fits what was found
 * @param site what a site brings to the rules of Kubetrue
 * @throws KubetrueError KT_UNKNOWN_BENCHMARK, KT_UNKNOWN_CONTROL and so on; KT_USAGE when nothing is left to judge
 */
export function judge(
  invocation: Invocation,
  ours: Catalog,
  snapshot: Snapshot,
  at: Date,
  wanted: string | null = optionOf(invocation, 'benchmark') ?? null,
  site: Site = { rules: [], expression: undefined, profile: null },
): Report {
  const chosen = chooseBenchmark(ours, wanted, benchmarkGrounds(snapshot));
  const joined = withOwnRules(ours, chosen.benchmark, site.rules);
  const profiled =
    site.profile === null ? null : withProfile(joined, site.profile.profile, site.profile.file);
  const { catalog, benchmark } = profiled ?? joined;
  const report = evaluate({
    snapshot,
    catalog,
    benchmark,
    chosenBecause: chosen.because,
    at,
    judge: optionOf(invocation, 'judge') === 'letter' ? 'letter' : 'effect',
    only: selectionOf(invocation, catalog, benchmark),
    unproved: unprovedRules(invocation, catalog),
    ...(site.expression === undefined ? {} : { expression: site.expression }),
  });
  if (report.findings.length === 0)
    throw usage('--control, --rule and --component together leave nothing to judge.');
  return profiled === null ? report : { ...report, profile: profiled.report };
}

/** All of a snapshot, by the benchmark that fits it, as `kubetrue scan` without options judges it. */
export function wholeReport(catalog: Catalog, snapshot: Snapshot, at: Date): Report {
  const { benchmark, because } = chooseBenchmark(catalog, null, benchmarkGrounds(snapshot));
  const only = { controls: [], rules: [], components: [] };
  return evaluate({ snapshot, catalog, benchmark, chosenBecause: because, at, judge: 'effect', only });
}
