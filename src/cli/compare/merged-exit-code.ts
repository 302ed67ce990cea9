import type { MergedReport, MergedRow } from '../../model/merged.ts';
import { type FailOn, reaches } from '../exit-code.ts';

/**
 * As of a scan: 1 something fails on some node at or above the threshold and no waiver covers it; 3 nothing does, but
 * something could not be judged, or a node has no report.
 */
export function mergedExitCode({ controls, missing }: MergedReport, failOn: FailOn): 0 | 1 | 3 {
  if (failOn === 'never') return 0;
  if (controls.some((row) => reaches(row.severity, failOn) && failsOpenly(row))) return 1;
  const undecided = controls.some((row) => has(row, 'unknown') || has(row, 'error'));
  return undecided || missing.length > 0 ? 3 : 0;
}

function failsOpenly({ statuses, waived }: MergedRow): boolean {
  const accepted = new Set(waived);
  return Object.entries(statuses).some(
    ([node, status]) => (status === 'fail' || status === 'conflict') && !accepted.has(node),
  );
}

function has({ statuses }: MergedRow, status: string): boolean {
  return Object.values(statuses).some((one) => one === status);
}
