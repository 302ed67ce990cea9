import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { withOwnRules } from '../../../catalog/own/join.ts';
import { collect } from '../../../collect/index.ts';
import { type EvaluateInput, evaluate } from '../../../evaluate/index.ts';
import type { Benchmark, Catalog } from '../../../model/benchmark.ts';
import { KubetrueError } from '../../../model/errors.ts';
import type { Evidence, Finding } from '../../../model/finding.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { VERSION } from '../../version.ts';
import type { CaseFile } from './case-file.ts';
import { type CasePki, plantCaseAt } from './plant-case.ts';
import { withCluster } from './with-cluster.ts';
import { withOwners } from './with-owners.ts';

/** The clock of cases, like that of the machines they plant. */
const AT = new Date('2026-11-26T10:00:00Z');

/** What a case is judged with. */
export interface CaseGrounds {
  catalog: Catalog;
  benchmark: Benchmark;
  rules: readonly Rule[];
  /** What computes the expressions of rules that have one. */
  expression?: EvaluateInput['expression'] | undefined;
  pki: CasePki;
}

/** Plants a case in a directory of its own, judges it by one rule, and takes the directory away. */
export async function judgeCase(
  rule: Rule,
  content: CaseFile,
  grounds: CaseGrounds,
): Promise<readonly Finding[]> {
  const root = mkdtempSync(join(tmpdir(), 'kubetrue-case-'));
  try {
    const { given } = content;
    const snapshot = await factsOf(root, given, grounds.pki);
    const joined = withOwnRules(grounds.catalog, grounds.benchmark, grounds.rules);
    return evaluate({
      snapshot,
      catalog: joined.catalog,
      benchmark: withParameters(joined.benchmark, given.parameters),
      chosenBecause: '',
      at: AT,
      judge: 'effect',
      only: { controls: [], rules: [rule.id], components: [] },
      ...(grounds.expression === undefined ? {} : { expression: grounds.expression }),
    }).findings;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** What cannot be planted, such as a mode that is none or an object of another shape, is a mistake in the case. */
async function factsOf(root: string, given: CaseFile['given'], pki: CasePki): Promise<Snapshot> {
  try {
    await plantCaseAt(root, given, pki, noFifo);
    const collected = await collect({ root, now: () => AT, toolVersion: VERSION, progress: () => {} });
    return withCluster(withOwners(collected, given.owners ?? {}, given.names ?? {}), given.cluster);
  } catch (cause) {
    if (cause instanceof KubetrueError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new KubetrueError('KT_RULE', `What is given cannot be planted: ${why}`, { cause });
  }
}

/** This program starts no other, and only another makes one. */
function noFifo(path: string): never {
  throw new KubetrueError('KT_RULE', `A case of a rule of one's own cannot have a named pipe: ${path}`);
}

function withParameters(benchmark: Benchmark, parameters: CaseFile['given']['parameters'] = {}): Benchmark {
  const controls = benchmark.controls.map((one) => ({
    ...one,
    parameters: { ...one.parameters, ...parameters },
  }));
  return { ...benchmark, controls };
}

/** Where findings are not what a case expects, a sentence each. */
export function differencesFrom(expect: CaseFile['expect'], findings: readonly Finding[]): string[] {
  const { status, all, letter, reason = [], evidence = [] } = expect;
  const [finding] = findings;
  const statuses = findings.map((one) => one.status);
  const wanted = all ?? [status];
  if (!isDeepStrictEqual(statuses, wanted))
    return [
      `expected ${wanted.join(', ')}, got ${statuses.join(', ') || 'no finding'}: ${finding?.reason ?? ''}`,
    ];
  if (all !== undefined || finding === undefined) return [];
  return [
    ...(finding.letter === letter
      ? []
      : [`expected the letter ${letter ?? 'to agree'}, got ${finding.letter ?? 'that it agrees'}`]),
    ...reason
      .filter((part) => !finding.reason.includes(part))
      .map((part) => `expected the reason to say ${JSON.stringify(part)}: ${finding.reason}`),
    ...evidence
      .filter((one) => !finding.evidence.some((own) => holds(own, one)))
      .map((one) => `expected evidence ${JSON.stringify(one)}`),
  ];
}

function holds(evidence: Evidence, wanted: object): boolean {
  const own = new Map<string, unknown>(Object.entries(evidence));
  return Object.entries(wanted).every(([key, value]) => isDeepStrictEqual(own.get(key), value));
}
