import type { RootContent } from 'mdast';
import type { Finding, Report, Status } from '../../model/finding.ts';
import { bySeverity } from '../common/counts.ts';
import { gradeOf } from '../common/grade.ts';
import { targetTitle } from '../common/target.ts';
import { controlNumber } from '../text/finding.ts';
import { STATUS_LOOKS } from '../text/paint.ts';
import { detailParts } from './detail.ts';
import { folded, heading, table } from './parts.ts';

interface Chapter {
  readonly title: string;
  readonly statuses: readonly Status[];
  /** Each finding with all that it rests on, or a line of one table that is folded away. */
  readonly as: 'details' | 'lines';
}

/** What is wrong first. */
const CHAPTERS: readonly Chapter[] = [
  { title: 'What is wrong', statuses: ['fail', 'conflict'], as: 'details' },
  { title: 'What could not be judged', statuses: ['error', 'unknown'], as: 'details' },
  { title: 'For a person to judge', statuses: ['manual'], as: 'details' },
  { title: 'Passed', statuses: ['pass'], as: 'lines' },
  { title: 'Not applicable', statuses: ['not-applicable'], as: 'lines' },
];

/** All findings, by what a reader has to do about them. */
export function findingsParts({ findings }: Report): RootContent[] {
  return CHAPTERS.flatMap(({ title, statuses, as }) => {
    const members = findings.filter(({ status }) => statuses.includes(status));
    if (members.length === 0) return [];
    const content = as === 'lines' ? linesOf(members) : bySeverity(members).flatMap(detailsOf);
    return [heading(2, `${title} (${members.length})`), ...content];
  });
}

function detailsOf(finding: Finding): RootContent[] {
  const { mark } = STATUS_LOOKS[finding.status];
  const words = [finding.severity, gradeOf(finding) ?? STATUS_LOOKS[finding.status].word];
  const waived = finding.waiver === null ? [] : ['waived'];
  const line = [`${mark} `, { bold: controlNumber(finding) }, ` ${finding.title} · `];
  return folded([...line, [...words, ...waived].join(' · ')], detailParts(finding));
}

/** Passes say what they rest on, the others why they are none. */
function linesOf(findings: readonly Finding[]): RootContent[] {
  const rows = findings.map((finding) => [
    [STATUS_LOOKS[finding.status].mark],
    [controlNumber(finding)],
    [finding.title],
    [targetTitle(finding.target)],
    [gradeOf(finding) ?? finding.reason],
    [letterText(finding)],
  ]);
  return folded(
    [`Show all ${findings.length}`],
    [table(['', 'Control', 'Title', 'Target', 'Because', 'Letter'], rows)],
  );
}

function letterText({ letter, letterReason }: Finding): string {
  if (letter === undefined) return '';
  return letterReason === undefined ? letter : `${letter}: ${letterReason}`;
}
