import { shownBy } from './commands.ts';
import { EVIDENCE } from './productions/evidence.ts';
import { FALLBACKS } from './productions/fallbacks.ts';
import { type Production, readBy } from './productions/production.ts';
import { REMARKS } from './productions/remarks.ts';
import { VERDICTS } from './productions/verdicts.ts';
import type { Refusals } from './refusal.ts';
import { type Piece, type Sentence, sentencesOf } from './sentences.ts';
import type { Statement } from './statement.ts';

/** A sentence with what it says. */
export interface Reading {
  says: string;
  line: number;
  statement: Statement | { as: 'note' };
}

const PRODUCTIONS: readonly Production[] = [...EVIDENCE, ...VERDICTS, ...FALLBACKS, ...REMARKS];
const NOTE = /^Notes?\s*:/i;
/** `**Note** Lamps are dark.`: without emphasis the word might begin a sentence that asks for something. */
const MARKED_NOTE = /^(\*{1,2}|_{1,2})Notes?:?\1/i;
const ASKED = String.raw`(?:--[a-z]|\b(?:argument|parameter|flag|setting|permission|ownership)s?\b)`;
const VERBS = 'verify|make sure|ensure|check|confirm|set|unset|remove';
const MUST_BE = String.raw`--[\w-]+ (?:argument |parameter )?(?:must|should) (?:also |not |never )*be (?:set|unset|absent|removed)\b`;
/** A sentence that asks for something of a setting, in whatever words. */
const DEMAND = new RegExp(
  `(?:^|: )(?:please |also,? |additionally,? |then,? )*(?:${VERBS})\\b.*${ASKED}|${MUST_BE}`,
  'i',
);

/**
 * An Audit, sentence by sentence. One that no production has is refused: what it asks is not known, and a check
 * without it would ask less than the page.
 */
export function readAudit(body: string, firstLine: number, refusals: Refusals): Reading[] {
  const readings: Reading[] = [];
  const notes = new NoteTracker();
  for (const sentence of sentencesOf(body, firstLine)) {
    if (notes.holds(sentence)) readings.push(...readNote(sentence, refusals));
    else readings.push(...readSentence(sentence, refusals));
  }
  return readings;
}

/**
 * A note goes on to the end of its paragraph; one that ends with a colon introduces what follows, which is then part
 * of it.
 */
class NoteTracker {
  #open = false;
  #introduces = false;

  holds(sentence: Sentence): boolean {
    const starts = isNote(sentence);
    this.#open = starts || this.#introduces || (this.#open && sentence.sameParagraph);
    if (this.#open && sentence.kind === 'text' && joined(sentence.pieces).endsWith(':'))
      this.#introduces = true;
    return this.#open;
  }
}

function isNote({ kind, pieces }: Sentence): boolean {
  return kind === 'text' && (NOTE.test(joined(pieces)) || MARKED_NOTE.test(raw(pieces)));
}

/** Checks nothing. But a note that holds a sentence which would check something is no remark, and not passed over. */
function readNote(sentence: Sentence, refusals: Refusals): Reading[] {
  const { pieces } = sentence;
  const text = joined(pieces)
    .replace(/^Notes?\s*:?/i, '')
    .trim();
  const statement = sentence.kind === 'command' ? null : readBy(PRODUCTIONS, text);
  if (statement?.as === 'verdict' || statement?.as === 'fallback' || DEMAND.test(text))
    refusals.add(pieces, 'stands in a note, which checks nothing, and says what must be');
  const kept = statement?.as === 'applicability' ? statement : ({ as: 'note' } as const);
  return [{ says: raw(pieces), line: lineOf(pieces), statement: kept }];
}

function readSentence(sentence: Sentence, refusals: Refusals): Reading[] {
  return sentence.kind === 'command' ? readCommand(sentence, refusals) : readText(sentence.pieces, refusals);
}

function readCommand({ pieces }: Sentence, refusals: Refusals): Reading[] {
  const shown = shownBy(joined(pieces));
  if (shown === null) {
    refusals.add(pieces, 'is a command that the grammar of rule pages does not have');
    return [];
  }
  return [{ says: raw(pieces), line: lineOf(pieces), statement: { as: 'evidence', shown: [shown] } }];
}

/** The longest run of pieces that a production has, then the rest. */
function readText(pieces: readonly Piece[], refusals: Refusals): Reading[] {
  for (let length = pieces.length; length > 0; length -= 1) {
    const taken = pieces.slice(0, length);
    const statement = readBy(PRODUCTIONS, joined(taken));
    if (statement === null) continue;
    const reading = { says: raw(taken), line: lineOf(taken), statement };
    return [reading, ...(length === pieces.length ? [] : readText(pieces.slice(length), refusals))];
  }
  refusals.add(pieces, 'is outside the grammar of rule pages');
  return [];
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join(' ');
}

function raw(pieces: readonly Piece[]): string {
  return pieces.map((piece) => piece.raw).join(' ');
}

function lineOf(pieces: readonly Piece[]): number {
  return pieces[0]?.line ?? 1;
}
