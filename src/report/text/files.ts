import type { Finding, Report } from '../../model/finding.ts';
import { controlNumber } from './finding.ts';
import { type Look, paint, signs } from './paint.ts';
import { wrap } from './width.ts';

/** Whether a finding of given files says no more than that they are not about it. */
export function isOutsideFiles(finding: Finding, { files }: Report): boolean {
  return files !== undefined && finding.status === 'not-applicable';
}

/** What was given and not judged, so that nobody takes silence for a pass; nothing where no files were given. */
export function filesBlocks(report: Report, look: Look): string[][] {
  const { files } = report;
  if (files === undefined) return [];
  const { passedOver, problems, notes } = files;
  const lines = [
    ...problems.map(({ path, line, problem }) => `! ${path}:${line}: not judged: ${problem}.`),
    ...notes,
    ...(passedOver > 0
      ? [
          `${counted(passedOver, 'other file')} passed over: ${passedOver === 1 ? 'it holds' : 'they hold'} nothing that is judged.`,
        ]
      : []),
  ];
  return [outsideLines(report, look), lines.flatMap((line) => wrap(signs(look, line), look.width))].filter(
    (block) => block.length > 0,
  );
}

/** Controls that the files are not about, by reason. */
function outsideLines(report: Report, look: Look): string[] {
  const outside = report.findings.filter((finding) => isOutsideFiles(finding, report));
  if (outside.length === 0) return [];
  const byReason = [...Map.groupBy(outside, ({ reason }) => reason)];
  return [
    paint(look, 'bold', 'Not about these files'),
    ...byReason.flatMap(([reason, findings]) => {
      const text = `${shortened(findings.map(controlNumber))}: ${reason}`;
      return wrap(signs(look, text), look.width - 2).map((line, index) =>
        paint(look, 'dim', `${index === 0 ? '  ' : '    '}${line}`),
      );
    }),
  ];
}

/** Runs of neighbours by their ends: `1.1.1 to 1.1.21` says as much as all between. */
function shortened(numbers: readonly string[]): string {
  const runs: { from: string; to: string }[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && follows(last.to, number)) last.to = number;
    else runs.push({ from: number, to: number });
  }
  return runs.map(({ from, to }) => (from === to ? from : `${from} to ${to}`)).join(', ');
}

function follows(before: string, after: string): boolean {
  const [one, other] = [before.split('.'), after.split('.')];
  const [last, next] = [Number(one.pop()), Number(other.pop())];
  return one.join('.') === other.join('.') && next === last + 1;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
