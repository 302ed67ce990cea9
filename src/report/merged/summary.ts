import type { MergedReport } from '../../model/merged.ts';
import { counted } from '../text/files.ts';
import { type Look, paint, STATUS_LOOKS, signs } from '../text/paint.ts';
import { wrap } from '../text/width.ts';
import { legend } from './rows.ts';
import { lettersOf, paragraph } from './words.ts';

const ORDER = ['pass', 'fail', 'conflict', 'error', 'unknown', 'manual', 'not-applicable'] as const;

/** How many verdicts of each kind, how many nodes differ, how many are missing. */
export function mergedSummary(merged: MergedReport, look: Look): string[] {
  const { nodes, controls, summary, waived, missing } = merged;
  const counts = ORDER.filter((status) => summary[status] > 0).map(
    (status) => `${summary[status]} ${STATUS_LOOKS[status].word}`,
  );
  const outliers = new Set(controls.flatMap((row) => row.outliers.map(({ node }) => node))).size;
  const text = [
    `${counted(controls.length, 'control')} on ${counted(nodes.length, 'node')}: ${counts.join(', ')}`,
    ...(waived > 0 ? [`${waived} waived`] : []),
    ...(outliers > 0 ? [`${counted(outliers, 'node')} that ${outliers === 1 ? 'differs' : 'differ'}`] : []),
    ...(missing.length > 0 ? [`${counted(missing.length, 'node')} without a report`] : []),
  ].join(' · ');
  const bad = summary.fail + summary.conflict > 0;
  return [
    ...wrap(signs(look, text), look.width).map((line) => paint(look, bad ? ['bold', 'red'] : 'bold', line)),
    ...(lettersOf(merged, look) === null ? [] : paragraph(legend(merged, look), 2, look, 'dim')),
  ];
}
