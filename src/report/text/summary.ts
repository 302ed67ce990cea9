import type { Report, Status } from '../../model/finding.ts';
import { controlNumber } from './finding.ts';
import { type Look, paint, STATUS_LOOKS, signs } from './paint.ts';
import { wrap } from './width.ts';

const ORDER: readonly Status[] = ['pass', 'fail', 'conflict', 'error', 'unknown', 'manual', 'not-applicable'];

/** What was counted, how much could be judged at all, and what could not and why. */
export function summaryLines(report: Report, look: Look, elapsedMs: number | null): string[] {
  const { evaluated, expected } = report.coverage;
  const time = elapsedMs === null ? '' : ` · ${(elapsedMs / 1000).toFixed(2)} s`;
  const tail = ` · coverage ${evaluated}/${expected}${time}`;
  const text = `${scope(report)}: ${counts(report)}${tail}`;
  const gaps = report.coverage.gaps.flatMap((gap) => gapLines(report, gap, look));
  return [...wrap(signs(look, text), look.width).map((line) => highlight(report, line, look)), ...gaps];
}

function scope(report: Report): string {
  const controls = new Set(report.findings.map(controlNumber)).size;
  const named = `${controls} ${controls === 1 ? 'control' : 'controls'}`;
  return controls === report.findings.length ? named : `${named}, ${report.findings.length} findings`;
}

function counts(report: Report): string {
  const proved = report.findings.filter(
    (one) => one.status === 'pass' && one.proof.outcome === 'confirmed',
  ).length;
  const parts = ORDER.filter((status) => report.summary[status] > 0).map((status) => {
    const grade = status === 'pass' && proved > 0 ? ` (${proved} proved)` : '';
    return `${report.summary[status]} ${STATUS_LOOKS[status].word}${grade}`;
  });
  return parts.length === 0 ? 'nothing judged' : parts.join(', ');
}

function highlight(report: Report, line: string, look: Look): string {
  const bad = report.summary.fail + report.summary.conflict > 0;
  return paint(
    look,
    bad ? ['bold', 'red'] : report.summary.unknown + report.summary.error > 0 ? 'yellow' : 'bold',
    line,
  );
}

function gapLines(report: Report, gap: { rule: string; why: string }, look: Look): string[] {
  const finding = report.findings.find((one) => one.rule === gap.rule);
  const number = finding === undefined ? gap.rule : controlNumber(finding);
  return wrap(signs(look, `not judged: ${number}: ${gap.why}`), look.width - 2).map(
    (line) => `  ${paint(look, 'dim', line)}`,
  );
}
