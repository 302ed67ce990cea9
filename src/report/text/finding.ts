import type { Evidence, Finding } from '../../model/finding.ts';
import { type Look, markOf, paint, SEVERITY_TONES, STATUS_LOOKS, signs } from './paint.ts';
import { originText, valueText } from './value.ts';
import { padTo, widthOf, wrap } from './width.ts';

/** Below this many columns, severity and grade get a line of their own. */
const NARROW = 60;
/** Lines longer than this are hard to read, however wide the terminal is. */
const READABLE = 110;

/** Columns of the control numbers in a block, so that titles stand in one line. */
export interface Columns {
  number: number;
}

/** One control: its line, and below it what a reader needs to act on. */
export function findingLines(finding: Finding, columns: Columns, look: Look): string[] {
  const indent = ' '.repeat(4 + columns.number + 2);
  const details = detailLines(finding, { ...look, width: Math.min(look.width, READABLE) - indent.length });
  return [...headLines(finding, columns, look), ...details.map((line) => indent + line)];
}

/** The number by which a reader knows the control; the rule's id where no benchmark has it. */
export function controlNumber(finding: Finding): string {
  return finding.controls.length > 0 ? finding.controls.map((one) => one.control).join(', ') : finding.rule;
}

function headLines(finding: Finding, columns: Columns, look: Look): string[] {
  const lead = `  ${markOf(look, finding.status)} ${padTo(controlNumber(finding), columns.number)}  `;
  const leadWidth = 4 + columns.number + 2;
  const grade = gradeColumns(finding, look);
  const total = Math.min(look.width, READABLE);
  const narrow = total < NARROW;
  const titleRoom = total - leadWidth - (narrow ? 0 : GRADE_WIDTH + 2);
  const dim = finding.status === 'not-applicable';
  const title = wrap(finding.title, titleRoom).map((line) => {
    const padding = ' '.repeat(Math.max(0, titleRoom - widthOf(line)));
    return (dim ? paint(look, 'dim', line) : line) + padding;
  });
  const rest = ' '.repeat(leadWidth);
  const lines = title.map((line, index) => (index === 0 ? lead : rest) + line);
  if (narrow) return [...lines.map((line) => line.trimEnd()), `${rest}${grade.trimStart()}`];
  return lines.map((line, index) => (index === 0 ? `${line}  ${grade}` : line).trimEnd());
}

const GRADE_WIDTH = 22;

/** Severity where something is wrong, then how sure the verdict is: proved, read, or the status itself. */
function gradeColumns(finding: Finding, look: Look): string {
  const shown = finding.status === 'fail' || finding.status === 'conflict';
  const severity = shown ? finding.severity.toUpperCase() : '';
  const word = gradeWord(finding);
  const tone = STATUS_LOOKS[finding.status].tone;
  return `${paint(look, SEVERITY_TONES[finding.severity], severity)}${' '.repeat(8 - severity.length)}${paint(look, finding.status === 'pass' ? 'dim' : tone, word)}`;
}

function gradeWord(finding: Finding): string {
  if (finding.status !== 'pass' && finding.status !== 'fail') return STATUS_LOOKS[finding.status].word;
  return finding.proof.outcome === 'confirmed' ? 'proved' : 'read';
}

function detailLines(finding: Finding, look: Look): string[] {
  switch (finding.status) {
    case 'pass':
      return letterLines(finding, look);
    case 'not-applicable':
    case 'manual':
      return [
        ...wrapped(finding.reason, look).map((line) => paint(look, 'dim', line)),
        ...letterLines(finding, look),
      ];
    case 'fail':
    case 'conflict':
    case 'unknown':
    case 'error':
      return [
        ...wrapped(finding.reason, look),
        ...proofLines(finding, look),
        ...finding.evidence.flatMap((one) => evidenceLines(one, finding.target.component, look)),
        ...letterLines(finding, look),
        paint(
          look,
          'cyan',
          signs(look, `→ kubetrue explain ${finding.controls[0]?.control ?? finding.rule}`),
        ),
      ];
  }
}

function proofLines(finding: Finding, look: Look): string[] {
  const { outcome, observed } = finding.proof;
  if (observed === '' || finding.reason.includes(observed)) return [];
  const label = {
    confirmed: 'Seen',
    contradicted: 'Seen',
    inconclusive: 'Probe',
    'not-attempted': 'Not probed',
  }[outcome];
  const lines = wrapped(`${label}: ${observed}`, look);
  return outcome === 'not-attempted' ? lines.map((line) => paint(look, 'dim', line)) : lines;
}

function evidenceLines(evidence: Evidence, component: string, look: Look): string[] {
  const value = `${evidence.setting} = ${valueText(evidence.value)}`;
  const origin = originText(evidence.origin, component);
  const oneLine = widthOf(value) + 3 + widthOf(origin) <= look.width;
  const hang = (text: string) =>
    wrapped(text, { ...look, width: look.width - 4 }).map((line) => `    ${line}`);
  return [
    ...(oneLine ? [`${value}   ${paint(look, 'dim', origin)}`] : wrapped(value, look)),
    ...(oneLine ? [] : hang(origin).map((line) => paint(look, 'dim', line))),
    ...evidence.overrides.flatMap((lost) =>
      hang(`overridden: ${valueText(lost.value)} from ${originText(lost.origin, component)}`).map((line) =>
        paint(look, 'dim', line),
      ),
    ),
    ...(evidence.note === undefined ? [] : hang(evidence.note).map((line) => paint(look, 'dim', line))),
  ];
}

function letterLines(finding: Finding, look: Look): string[] {
  if (finding.letter === undefined) return [];
  const why = finding.letterReason === undefined ? '' : `: ${finding.letterReason}`;
  return wrapped(`By the letter of the benchmark ${STATUS_LOOKS[finding.letter].word}${why}`, look).map(
    (line) => paint(look, 'italic', line),
  );
}

function wrapped(text: string, look: Look): string[] {
  return wrap(signs(look, text), look.width);
}
