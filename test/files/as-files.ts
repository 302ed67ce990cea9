import { chooseBenchmark } from '../../src/catalog/select.ts';
import { benchmarkGrounds } from '../../src/cli/grounds.ts';
import { collectGiven } from '../../src/collect/given/index.ts';
import { evaluate } from '../../src/evaluate/index.ts';
import type { Report } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { catalog } from '../cases/judge-case.ts';

export const AT = new Date('2026-11-26T10:00:00Z');

/** Facts of files by their paths and texts, as `kubetrue scan PATH` gets them. */
export function asFiles(texts: Readonly<Record<string, string | Buffer>>): Snapshot {
  const files = Object.entries(texts).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
  return collectGiven(
    { files, otherFiles: 0, links: 0, problems: [] },
    { now: () => AT, toolVersion: '0.0.0' },
  );
}

export interface Asked {
  benchmark?: string;
  rules?: readonly string[];
  components?: readonly string[];
}

/** Facts judged as `kubetrue scan` judges them. */
export function judged(snapshot: Snapshot, { benchmark: wanted, ...only }: Asked = {}): Report {
  const { benchmark, because } = chooseBenchmark(catalog, wanted ?? null, benchmarkGrounds(snapshot));
  return evaluate({
    ...{ snapshot, catalog, benchmark, chosenBecause: because, at: AT, judge: 'effect' },
    only: { controls: [], rules: [], components: [], ...only },
  });
}

/** The status of each rule that has one finding. */
export function statuses({ findings }: Report): Record<string, string> {
  return Object.fromEntries(findings.map(({ rule, status }) => [rule, status]));
}
