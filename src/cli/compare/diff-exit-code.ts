import type { Diff } from '../../model/diff.ts';
import { type FailOn, reaches } from '../exit-code.ts';

/**
 * 0 nothing got worse; 1 something did, at or above the threshold; 3 nothing did, but something is not known any more,
 * what is wrong on one side cannot be compared, or files could not be judged.
 */
export function diffExitCode({ changes, new: fresh }: Diff, failOn: FailOn): 0 | 1 | 3 {
  if (failOn === 'never') return 0;
  if (changes.some(({ direction, severity }) => direction === 'worse' && reaches(severity, failOn))) return 1;
  return changes.some(({ direction }) => direction === 'open') || fresh.unjudged !== undefined ? 3 : 0;
}
