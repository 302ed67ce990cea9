import { fenceReader } from '../page/fences.ts';
import { plain } from './plain.ts';

/** A stretch of a sentence that ends with its line, with a colon, with a span, or with the sentence. */
export interface Piece {
  /** As it is written. */
  raw: string;
  /** Without what only its looks depend on. */
  text: string;
  /** 1-based line of the page. */
  line: number;
}

/** A sentence, or lines that could be one; or one command out of a fence. */
export interface Sentence {
  kind: 'text' | 'command';
  pieces: readonly Piece[];
  /** Nothing stands between it and the sentence before. */
  sameParagraph: boolean;
}

const LIST_ITEM = /^\s*(?:\d+[.)]|[-*+\u2022])\s+(?=\S)/;
const QUOTE = /^\s*>\s?/;

/** A period or other mark with a blank behind it, but not those of an ellipsis or an abbreviation. */
const ENDS = /(?<!(?<!\.)\.\.|\be\.g|\bi\.e|\betc|\bvs)[.;!?]`*(?=\s|$)/;
const COLON = /:`*(?=\s)/;
/** A command in a span may be followed by the next sentence without a mark between. */
const SPAN = /[^\s`]`+(?=\s+[A-Z])/;

/**
 * A section as sentences. Line ends and colons may stand inside one or end one, which only its reader can tell, so
 * they part a sentence into pieces.
 */
export function sentencesOf(body: string, firstLine: number): Sentence[] {
  const writer = new SentenceWriter();
  const fenced = fenceReader();
  for (const [index, raw] of body.split('\n').entries()) {
    const line = firstLine + index;
    const { kind, text } = fenced(raw);
    if (kind === 'text' || kind === 'opens') writer.text(text, line);
    else writer.command(text, line);
    if (kind !== 'text') writer.breakOff();
  }
  writer.breakOff();
  return writer.sentences;
}

class SentenceWriter {
  readonly sentences: Sentence[] = [];
  #open: Piece[] = [];
  #sameParagraph = false;

  text(raw: string, line: number): void {
    const unquoted = raw.replace(QUOTE, '');
    if (unquoted.trim() === '' || LIST_ITEM.test(unquoted)) this.#newParagraph();
    let rest = unquoted.replace(LIST_ITEM, '').trim();
    while (rest !== '') rest = this.#piece(rest, line);
  }

  command(raw: string, line: number): void {
    const text = plain(raw.replace(/^\s*[$#]\s+/, ''));
    this.breakOff();
    if (text !== '')
      this.sentences.push({
        kind: 'command',
        pieces: [{ raw: raw.trim(), text, line }],
        sameParagraph: true,
      });
  }

  /** What follows is another sentence, of the same paragraph. */
  breakOff(): void {
    if (this.#open.length === 0) return;
    this.sentences.push({ kind: 'text', pieces: this.#open, sameParagraph: this.#sameParagraph });
    this.#open = [];
    this.#sameParagraph = true;
  }

  #newParagraph(): void {
    this.breakOff();
    this.#sameParagraph = false;
  }

  /** Takes one piece off a line and gives the rest. */
  #piece(rest: string, line: number): string {
    const [end, ...within] = [ENDS, COLON, SPAN].map((mark) => {
      const match = mark.exec(rest);
      return match === null ? Number.POSITIVE_INFINITY : match.index + match[0].length;
    });
    const at = Math.min(end ?? Infinity, ...within, rest.length);
    const raw = rest.slice(0, at).trim();
    this.#open.push({ raw, text: plain(raw), line });
    if (at === end) this.breakOff();
    return rest.slice(at).trim();
  }
}
