import { refuse, type Source, splice } from './text.ts';
import { applyToWords, editWords } from './words.ts';

const BY_HAND = 'edit the file by hand, then scan again';
/** White space, or a line that goes on in the next. */
const BETWEEN = /(?:\s|\\\r?\n)+/g;

/** A stretch of a file that holds words, which may go on over several lines with a backslash at their ends. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  /** What stands there, for a reader: `the value of KUBELET_ARGS`. */
  readonly what: string;
  /** Variables may stand among the words, for each of which its reader takes other words. */
  readonly variables?: boolean;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The words of a stretch. Refuses what a reader would take apart otherwise: quotes, escapes, variables inside. */
export function wordsIn(source: Source, stretch: Stretch): readonly string[] {
  return spansIn(source, stretch).map(({ start, end }) => source.text.slice(start, end));
}

/**
 * Sets a flag among the words of a stretch, or takes it away. Other words, the spaces and line ends between them stay;
 * a new word comes last, on a line of its own where the last one has one.
 *
 * @returns null where the stretch has no word to put a new one behind
 */
export function editWordText(
  source: Source,
  stretch: Stretch,
  flag: string,
  value: string | null,
): Source | null {
  const spans = spansIn(source, stretch);
  const words = wordsIn(source, stretch);
  const edits = editWords(source, stretch.start, words, flag, value);
  let edited = source;
  for (const edit of edits) {
    if (edit.kind === 'append') {
      const last = spansIn(edited, grown(stretch, source, edited)).at(-1);
      if (last === undefined) return null;
      edited = splice(edited, last.end, last.end, separator(source, spans) + edit.text);
    } else {
      const span = spans[edit.index];
      if (span === undefined) continue;
      edited =
        edit.kind === 'replace'
          ? splice(edited, span.start, span.end, edit.text)
          : removeWord(edited, spans, edit.index);
    }
  }
  verifyWords(edited, grown(stretch, source, edited), applyToWords(words, edits));
  return edited;
}

/** The same stretch after edits inside it. */
function grown(stretch: Stretch, before: Source, after: Source): Stretch {
  return { ...stretch, end: stretch.end + after.text.length - before.text.length };
}

function spansIn(source: Source, { start, end, what, variables = false }: Stretch): readonly Span[] {
  const text = source.text.slice(start, end);
  if (/["'`]|\\(?!\r?\n)/.test(text) || (!variables && text.includes('$'))) {
    refuse(source, start, `${what} has quotes, variables or escapes inside`, BY_HAND);
  }
  if (/[^\s\\]\\\r?\n\S/.test(text))
    refuse(source, start, `a word of ${what} goes on in the next line`, BY_HAND);
  const spans: Span[] = [];
  let at = 0;
  for (const match of text.matchAll(BETWEEN)) {
    if (match.index > at) spans.push({ start: start + at, end: start + match.index });
    at = match.index + match[0].length;
  }
  return at < text.length ? [...spans, { start: start + at, end }] : spans;
}

/** As the last word is parted from the one before it: by a line end, or by a space. */
function separator(source: Source, spans: readonly Span[]): string {
  const [before, last] = spans.slice(-2);
  if (before === undefined || last === undefined) return ' ';
  const between = source.text.slice(before.end, last.start);
  return between.includes('\n') ? between : ' ';
}

/** With the line end before it where it has a line of its own, else with one space. */
function removeWord(source: Source, spans: readonly Span[], index: number): Source {
  const span = spans[index];
  const previous = spans[index - 1];
  if (span === undefined) return source;
  if (previous !== undefined) {
    const between = source.text.slice(previous.end, span.start);
    return splice(source, between.includes('\n') ? previous.end : span.start - 1, span.end, '');
  }
  const next = spans[index + 1];
  if (next === undefined) return splice(source, span.start, span.end, '');
  const blank = /^[ \t]*/.exec(source.text.slice(span.end))?.[0].length ?? 0;
  const following = source.text.slice(span.end, next.start);
  return splice(source, span.start, following.includes('\n') ? next.start : span.end + blank, '');
}

function verifyWords(source: Source, stretch: Stretch, wanted: readonly string[]): void {
  const words = wordsIn(source, stretch);
  if (words.length !== wanted.length || words.some((word, index) => word !== wanted[index])) {
    refuse(source, stretch.start, 'the edit would change more than it should, or less', BY_HAND);
  }
}
