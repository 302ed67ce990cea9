import { fileURLToPath } from 'node:url';
import { loadCatalog } from '../../../src/catalog/index.ts';
import { chooseBenchmark } from '../../../src/catalog/select.ts';
import { collect } from '../../../src/collect/index.ts';
import { evaluate } from '../../../src/evaluate/index.ts';
import type { Finding, Report } from '../../../src/model/finding.ts';
import type { ProcessFacts, Snapshot } from '../../../src/model/snapshot.ts';
import { prove } from '../../../src/prove/index.ts';
import { conforming } from './schemas.ts';

const catalog = loadCatalog(fileURLToPath(new URL('../../../content', import.meta.url)));
const clock = { now: () => new Date(), toolVersion: '0.0.0' };
export const AT = new Date('2026-11-26T10:00:00Z');

/** Facts of this machine about the given processes only: other tests run members too. */
export async function factsOf(pids: readonly number[]): Promise<Snapshot> {
  const snapshot = await collect({ ...clock, root: null, progress: () => {} });
  return conforming('snapshot', { ...snapshot, processes: snapshot.processes.filter(isOneOf(pids)) });
}

/** Facts of a captured tree. */
export async function factsBelow(root: string): Promise<Snapshot> {
  return conforming('snapshot', await collect({ ...clock, root, progress: () => {} }));
}

/** The same facts with what the processes answer. */
export async function proved(facts: Snapshot): Promise<Snapshot> {
  return conforming('snapshot', { ...facts, observations: await prove(facts, clock) });
}

export function judge(snapshot: Snapshot): Report {
  const { benchmark, because } = chooseBenchmark(catalog, 'cis-kubernetes@1.12');
  const only = { controls: [], rules: [], components: ['etcd'] };
  const report = evaluate({
    snapshot,
    catalog,
    benchmark,
    chosenBecause: because,
    at: AT,
    judge: 'effect',
    only,
  });
  return conforming('report', report);
}

/** Collects, asks and judges: one process, or several. */
export async function scanned(...pids: readonly number[]): Promise<Report> {
  return judge(await proved(await factsOf(pids)));
}

/** `2.5` to `fail, confirmed, letter pass`: status, proof and, where it differs, letter of each control. */
export type Outcomes = Readonly<Record<string, string>>;

export function outcomes(report: Report, pid: number): Outcomes {
  return Object.fromEntries(
    findingsOf(report, pid).map((finding) => [controlOf(finding), outcomeOf(finding)]),
  );
}

export function outcomeOf({ status, proof, letter }: Finding): string {
  return [status, proof.outcome, ...(letter === undefined ? [] : [`letter ${letter}`])].join(', ');
}

export function findingsOf({ findings }: Report, pid: number): Finding[] {
  return findings.filter(({ target }) => target.kind === 'process' && target.pid === pid);
}

/** The only finding of that control about that process. */
export function findingOf(report: Report, pid: number, control: string): Finding {
  const [finding, ...more] = findingsOf(report, pid).filter((one) => controlOf(one) === control);
  if (finding === undefined || more.length > 0)
    throw new Error(`${more.length + (finding === undefined ? 0 : 1)} findings of ${control} for ${pid}`);
  return finding;
}

export function controlOf({ controls }: Finding): string {
  return controls[0]?.control ?? '';
}

function isOneOf(pids: readonly number[]): (process: ProcessFacts) => boolean {
  return ({ pid }) => pids.includes(pid);
}

/** The outcomes of a member that is as the benchmark wants it; no API server is near. */
export const SOUND: Outcomes = {
  '2.1': 'pass, confirmed',
  '2.2': 'pass, confirmed',
  '2.3': 'pass, confirmed',
  '2.4': 'pass, confirmed',
  '2.5': 'pass, confirmed',
  '2.6': 'pass, confirmed',
  '2.7': 'unknown, not-attempted',
};
