import { loadCatalog } from '../../src/catalog/index.ts';
import { withCluster } from '../../src/cli/rules/cases/with-cluster.ts';
import { withOwners } from '../../src/cli/rules/cases/with-owners.ts';
import { collect } from '../../src/collect/index.ts';
import { evaluate } from '../../src/evaluate/index.ts';
import type { Benchmark } from '../../src/model/benchmark.ts';
import type { Report } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { type CaseFile, CONTENT } from './case-file.ts';

export const catalog = loadCatalog(CONTENT);
export const at = new Date('2026-11-26T10:00:00Z');

/** The version that cases are written for, or, for rules that it does not have, the newest that has them. */
function benchmarkOf(rule: string): Benchmark {
  const having = catalog.benchmarks.filter(({ controls }) =>
    controls.some(({ rules }) => rules.includes(rule)),
  );
  const benchmark =
    having.find(({ name, version }) => name === 'cis-kubernetes' && version === '1.12') ??
    having.findLast(({ name }) => name === 'cis-kubernetes') ??
    having.at(-1);
  if (benchmark === undefined) throw new Error(`no benchmark has ${rule}`);
  return benchmark;
}

/** With the parameters that a site has set. */
export function benchmarkFor(rule: string, parameters: CaseFile['given']['parameters']): Benchmark {
  const benchmark = benchmarkOf(rule);
  const controls = benchmark.controls.map((control) => ({
    ...control,
    parameters: { ...control.parameters, ...parameters },
  }));
  return { ...benchmark, controls };
}

/** Facts of a planted tree, with what only root could have planted. */
export async function factsOf(root: string, given: CaseFile['given']): Promise<Snapshot> {
  const collected = await collect({ root, now: () => at, toolVersion: '0.0.0', progress: () => {} });
  return withCluster(withOwners(collected, given.owners ?? {}, given.names ?? {}), given.cluster);
}

/** Judges by one rule, or by those of whole components. */
export function judgeFacts(
  snapshot: Snapshot,
  benchmark: Benchmark,
  only: { rules?: readonly string[]; components?: readonly string[] },
): Report {
  return evaluate({
    snapshot,
    catalog,
    benchmark,
    chosenBecause: '',
    at,
    judge: 'effect',
    only: { controls: [], rules: [], components: [], ...only },
  });
}
