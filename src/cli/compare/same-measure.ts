import { KubetrueError } from '../../model/errors.ts';
import type { Report } from '../../model/finding.ts';

/**
 * What the letter of a benchmark says of a setting and what is in force are two questions.
 * @param file the report that was given
 * @throws KubetrueError KT_REPORT
 */
export function checkSameMeasure([old, fresh]: readonly [Report, Report], file: string): void {
  if (old.judge === fresh.judge) return;
  const by = (judge: Report['judge']) =>
    judge === 'letter' ? "by the benchmark's own sentences" : 'by what is in force';
  throw new KubetrueError('KT_REPORT', {
    message: `was judged ${by(old.judge)}, and the other ${by(fresh.judge)}: they cannot be compared`,
    file,
    hint: 'judge both in the same way: --judge letter, or neither',
  });
}
