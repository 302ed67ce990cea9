import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadCatalog } from '../../src/catalog/index.ts';
import { chooseBenchmark } from '../../src/catalog/select.ts';
import { benchmarkGrounds } from '../../src/cli/grounds.ts';
import { withCluster } from '../../src/cli/rules/cases/with-cluster.ts';
import { withOwners } from '../../src/cli/rules/cases/with-owners.ts';
import { collect } from '../../src/collect/index.ts';
import { evaluate } from '../../src/evaluate/index.ts';
import type { Report } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { type CaseFile, CONTENT } from '../cases/case-file.ts';
import { CasePki, plantCase } from '../cases/plant-case.ts';
import { goProgram } from '../support/collect/go-program.ts';
import { BOOT_SECONDS } from '../support/collect/tree.ts';
import type { Situation } from './named-verdict.ts';

export const catalog = loadCatalog(CONTENT);
const pki = new CasePki();
const at = new Date('2026-11-26T10:00:00Z');

type Planted = Pick<Situation, 'given' | 'programs'>;

/** Facts of a node that looks as given, and of its cluster. */
export async function snapshotOf({ given, programs = {} }: Planted): Promise<Snapshot> {
  const root = await plantCase(given, pki);
  for (const [path, version] of Object.entries(programs)) plantProgram(join(root, path), version);
  const collected = await collect({ root, now: () => at, toolVersion: '0.0.0', progress: () => {} });
  return withCluster(withOwners(collected, given.owners ?? {}, given.names ?? {}), given.cluster);
}

function plantProgram(path: string, version: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    goProgram([`build\t-ldflags="-X github.com/k3s-io/k3s/pkg/version.Version=v${version}"`]),
  );
  utimesSync(path, BOOT_SECONDS, BOOT_SECONDS);
}

/** As `kubetrue scan` judges a snapshot: by the benchmark of its distribution and version, if none is asked for. */
export function reportOn(snapshot: Snapshot, benchmark: string | null = null, rules: string[] = []): Report {
  const chosen = chooseBenchmark(catalog, benchmark, benchmarkGrounds(snapshot));
  return evaluate({
    snapshot,
    catalog,
    benchmark: chosen.benchmark,
    chosenBecause: chosen.because,
    at,
    judge: 'effect',
    only: { controls: [], rules, components: [] },
  });
}

/** The same in one step, for a node that only the report matters of. */
export async function reportOf(given: CaseFile['given'], benchmark: string | null = null): Promise<Report> {
  return reportOn(await snapshotOf({ given }), benchmark);
}
