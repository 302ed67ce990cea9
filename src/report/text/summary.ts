import type { Report, Status } from '../../model/finding.ts';
import { controlNumber } from './finding.ts';
import { type Look, paint, STATUS_LOOKS, signs, type Tone } from './paint.ts';
import { wrap } from './width.ts';

const ORDER: readonly Status[] = ['pass', 'fail', 'conflict', 'error', 'unknown', 'manual', 'not-applicable'];

/** What was counted, how much could be judged at all, and what could not and why. */
export function summaryLines(report: Report, look: Look, elapsedMs: number | null): string[] {
  const { evaluated, expected } = report.coverage;
  const time = elapsedMs === null ? '' : ` · ${(elapsedMs / 1000).toFixed(2)} s`;
  const tail = ` · coverage ${evaluated}/${expected}${time}`;
  const text = `${scope(report)}: ${counts(report)}${tail}`;
  return [
    ...wrap(signs(look, text), look.width).map((line) => paint(look, toneOf(report), line)),
    ...gradeLines(report, look),
    ...reasonLines('not judged', gapsOf(report), look),
    ...reasonLines('not proved', unprovedOf(report), look),
  ];
}

/** Where nothing was proved, each control's last word says it. */
function gradeLines({ grades }: Report, look: Look): string[] {
  if (grades.proved === 0) return [];
  const text = `evidence: ${grades.proved} proved by asking what runs, ${grades.read} read`;
  return wrap(text, look.width - 2).map((line) => `  ${paint(look, 'dim', line)}`);
}

function scope(report: Report): string {
  const controls = new Set(report.findings.map(controlNumber)).size;
  const named = `${controls} ${controls === 1 ? 'control' : 'controls'}`;
  return controls === report.findings.length ? named : `${named}, ${report.findings.length} findings`;
}

function counts(report: Report): string {
  const parts = ORDER.filter((status) => report.summary[status] > 0).map(
    (status) => `${report.summary[status]} ${STATUS_LOOKS[status].word}${besideOf(report, status)}`,
  );
  return parts.length === 0 ? 'nothing judged' : parts.join(', ');
}

/** How many of a status are waived, and how many the baseline does not have. */
function besideOf({ findings, baseline }: Report, status: Status): string {
  const own = findings.filter((one) => one.status === status);
  const waived = own.filter((one) => one.waiver !== null).length;
  const fresh = own.filter((one) => one.baseline?.state === 'new').length;
  const parts = [
    ...(waived > 0 ? [`${waived} waived`] : []),
    ...(baseline !== undefined && own.some((one) => one.baseline !== undefined) ? [`${fresh} new`] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function toneOf({ summary }: Report): Tone {
  if (summary.fail + summary.conflict > 0) return ['bold', 'red'];
  return summary.unknown + summary.error > 0 ? ['bold', 'yellow'] : 'bold';
}

interface Reason {
  number: string;
  why: string;
}

function gapsOf(report: Report): Reason[] {
  return report.coverage.gaps.map(({ rule, why }) => {
    const finding = report.findings.find((one) => one.rule === rule);
    return { number: finding === undefined ? rule : controlNumber(finding), why };
  });
}

function unprovedOf(report: Report): Reason[] {
  return report.findings
    .filter(
      ({ status, proof }) => (status === 'pass' || status === 'fail') && proof.outcome === 'not-attempted',
    )
    .map((finding) => ({ number: controlNumber(finding), why: finding.proof.observed }));
}

/** So many controls are named one by one; of more, the first few and how many there are. */
const MOST_NUMBERS = 12;

function controlsText(numbers: readonly string[]): string {
  if (numbers.length <= MOST_NUMBERS) return numbers.join(', ');
  return `${numbers.length} controls (${numbers.slice(0, 3).join(', ')} …)`;
}

/** Each reason once, with all controls that it holds for. */
function reasonLines(label: string, reasons: readonly Reason[], look: Look): string[] {
  const byReason = Map.groupBy(reasons, ({ why }) => why);
  return [...byReason].flatMap(([why, list]) => {
    const text = signs(
      look,
      `${label}: ${controlsText([...new Set(list.map(({ number }) => number))])}: ${why}`,
    );
    return wrap(text, look.width - 2).map((line) => `  ${paint(look, 'dim', line)}`);
  });
}
