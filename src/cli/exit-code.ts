import { standingOf } from '../compare/standing.ts';
import type { Finding, Report, Severity } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';

export type FailOn = Severity | 'any' | 'never';

const WEIGHT = { low: 1, medium: 2, high: 3 } as const satisfies Record<Severity, number>;

/**
 * 0 clean; 1 something fails or contradicts itself at or above the threshold; 3 nothing does, but something that
 * should have been judged could not be. What a waiver covers, and what a baseline holds already, counts for neither.
 * With `never` a finding of any kind is no reason to stop a pipeline: 0.
 *
 * @param partial the files are part of a whole: what others of it decide is `unknown`, and there may be nothing to judge
 */
export function exitCodeOf(report: Report, failOn: FailOn, partial = false): 0 | 1 | 3 {
  if (failOn === 'never') return 0;
  const news = report.findings.filter(({ baseline }) => baseline?.state !== 'known');
  if (news.some((finding) => isBad(finding) && reaches(finding.severity, failOn))) return 1;
  const open = news.filter((finding) => standingOf(finding) === 'open');
  const excused = ({ status }: Finding) => partial && status === 'unknown';
  return open.some((finding) => !excused(finding)) || isIncomplete(report, partial) ? 3 : 0;
}

/** Of a scan: where nothing was found that could be judged, nothing is clean. */
export function scanExitCode(report: Report, snapshot: Snapshot, failOn: FailOn, partial = false): 0 | 1 | 3 {
  if (snapshot.given !== undefined || somethingRuns(snapshot)) return exitCodeOf(report, failOn, partial);
  return failOn === 'never' ? 0 : 3;
}

/** Whether a program of Kubernetes was found, or a cluster was asked. */
export function somethingRuns({
  programs,
  processes,
  cluster,
}: Pick<Snapshot, 'programs' | 'processes' | 'cluster'>): boolean {
  return programs.length > 0 || processes.length > 0 || cluster?.state === 'asked';
}

/** A waiver accepts what is known to be wrong; it says nothing about what is not known. */
function isBad(finding: Finding): boolean {
  return standingOf(finding) === 'bad' && finding.waiver === null;
}

/** Files were given, and there was nothing to judge in them, or something that could not be read. */
function isIncomplete({ files }: Report, partial: boolean): boolean {
  if (files === undefined) return false;
  return files.problems.length > 0 || (files.judged.length === 0 && !partial);
}

/** Whether a severity is at or above the threshold. */
export function reaches(severity: Severity, failOn: Exclude<FailOn, 'never'>): boolean {
  return failOn === 'any' || WEIGHT[severity] >= WEIGHT[failOn];
}
