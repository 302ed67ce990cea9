import type { Evidence, Finding } from '../../model/finding.ts';
import { gradeOf } from '../common/grade.ts';
import { besideSentences } from './beside.ts';
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
  const own = ownLines(finding, { ...look, width: Math.min(look.width, READABLE) - indent.length });
  return [...headLines(finding, columns, look), ...[...details, ...own].map((line) => indent + line)];
}

/** Where a rule of one's own stands, whatever came of it. */
function ownLines({ rule, definedIn }: Finding, look: Look): string[] {
  if (definedIn === undefined) return [];
  return wrapped(`rule ${rule} of your own, ${definedIn}`, look).map((line) => paint(look, 'dim', line));
}

/** The number by which a reader knows the control; the rule's id where no benchmark has it. */
export function controlNumber(finding: Finding): string {
  return finding.controls.length > 0 ? finding.controls.map((one) => one.control).join(', ') : finding.rule;
}

/** What stands before the title: an id would push all titles away. */
export function headNumber(finding: Finding): string {
  return finding.controls.length === 0 && finding.definedIn !== undefined ? 'own' : controlNumber(finding);
}

function headLines(finding: Finding, columns: Columns, look: Look): string[] {
  const rest = ' '.repeat(4 + columns.number + 2);
  const lead = `  ${markOf(look, finding.status)} ${padTo(headNumber(finding), columns.number)}  `;
  const total = Math.min(look.width, READABLE);
  const narrow = total < NARROW;
  const grade = lastWords(finding, look);
  const room = total - rest.length - (narrow ? 0 : grade.width + 2);
  const [first = '', ...more] = wrap(finding.title, room);
  const dim = (line: string) => (finding.status === 'not-applicable' ? paint(look, 'dim', line) : line);
  const beside = narrow ? '' : `${' '.repeat(Math.max(0, room - widthOf(first)) + 2)}${grade.text}`;
  return [
    `${lead}${dim(first)}${beside}`.trimEnd(),
    ...more.map((line) => rest + dim(line)),
    ...(narrow ? [rest + grade.text] : []),
  ];
}

/** Columns of the last word of a control's line, the longest being `conflict`. */
const WORD_WIDTH = 8;

/** Severity where something is wrong, then how sure the verdict is: proved, read, or the status itself. */
function lastWords(finding: Finding, look: Look): { text: string; width: number } {
  const wrong = finding.status === 'fail' || finding.status === 'conflict';
  const severity = wrong ? `${finding.severity.toUpperCase()}  ` : '';
  const word = gradeWord(finding);
  const tone = finding.status === 'pass' ? 'dim' : STATUS_LOOKS[finding.status].tone;
  const text = paint(look, SEVERITY_TONES[finding.severity], severity) + paint(look, tone, word);
  return { text, width: severity.length + WORD_WIDTH };
}

function gradeWord(finding: Finding): string {
  if (finding.status === 'not-applicable') return 'n/a';
  return gradeOf(finding) ?? STATUS_LOOKS[finding.status].word;
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
        ...besideLines(finding, look),
        ...wrapped(finding.reason, look),
        ...proofLines(finding, look),
        ...finding.evidence.flatMap((one) => evidenceLines(one, finding, look)),
        ...letterLines(finding, look),
        // Not by the control's number, which another version may have given to something else.
        ...(finding.definedIn === undefined
          ? wrapped(`→ kubetrue explain ${finding.rule}`, look).map((line) => paint(look, 'cyan', line))
          : []),
      ];
  }
}

/** Who accepts it, and whether it is new. */
function besideLines(finding: Finding, look: Look): string[] {
  return besideSentences(finding).flatMap((text) =>
    wrapped(text, look).map((line) => paint(look, 'cyan', line)),
  );
}

/** What the probes saw, unless the reason says it already; why nothing was asked is said once, in the summary. */
function proofLines(finding: Finding, look: Look): string[] {
  const { outcome, observed } = finding.proof;
  if (outcome === 'not-attempted' || observed === '' || finding.reason.includes(observed)) return [];
  return wrapped(`${outcome === 'inconclusive' ? 'Probe' : 'Seen'}: ${observed}`, look);
}

function evidenceLines(evidence: Evidence, { reason, target }: Finding, look: Look): string[] {
  const { component } = target;
  const note = evidence.note === undefined || reason.includes(evidence.note) ? [] : [evidence.note];
  const value = `${evidence.setting} = ${valueText(evidence.value)}`;
  const origin = originText(evidence.origin, component, evidence.value);
  const oneLine = widthOf(value) + 3 + widthOf(origin) <= look.width;
  const hang = (text: string) =>
    wrapped(text, { ...look, width: look.width - 4 }).map((line) => `    ${line}`);
  return [
    ...(oneLine ? [`${value}   ${paint(look, 'dim', origin)}`] : wrapped(value, look)),
    ...(oneLine ? [] : hang(origin).map((line) => paint(look, 'dim', line))),
    ...evidence.overrides.flatMap((lost) =>
      hang(`overridden: ${valueText(lost.value)} from ${originText(lost.origin, component, lost.value)}`).map(
        (line) => paint(look, 'dim', line),
      ),
    ),
    ...note.flatMap((text) => hang(text).map((line) => paint(look, 'dim', line))),
  ];
}

function letterLines(finding: Finding, look: Look): string[] {
  if (finding.letter === undefined) return [];
  const why = finding.letterReason === undefined ? '.' : `: ${finding.letterReason}`;
  const text = `The benchmark's letter says ${STATUS_LOOKS[finding.letter].word}${why}`;
  return wrapped(text, look).map((line) => paint(look, 'italic', line));
}

function wrapped(text: string, look: Look): string[] {
  return wrap(signs(look, text), look.width);
}
