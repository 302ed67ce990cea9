import { type Look, paint, signs, type Tone } from '../text/paint.ts';
import { widthOf } from '../text/width.ts';

/** A stretch of text in one tone. */
export interface Run {
  text: string;
  tone: Tone | null;
}

/** Code spans, strong and plain emphasis; an unpaired mark is text. */
const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])/g;

/** Inline Markdown as runs. Without colour the backticks stay, because they tell where a literal ends. */
export function inlineRuns(text: string, look: Look): Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    runs.push({ text: text.slice(at, match.index), tone: null }, runOf(match, look));
    at = match.index + match[0].length;
  }
  return [...runs, { text: text.slice(at), tone: null }].filter((run) => run.text !== '');
}

function runOf([whole, code, strong, emphasis]: RegExpMatchArray, look: Look): Run {
  if (code !== undefined) return { text: look.color ? code : whole, tone: 'cyan' };
  if (strong !== undefined) return { text: strong, tone: 'bold' };
  return { text: emphasis ?? '', tone: 'italic' };
}

interface Word {
  painted: string;
  columns: number;
}

/**
 * Fills lines of at most `columns` with the words of the runs. Words are never broken: flags, paths and URLs stay
 * whole, so that they can be copied.
 */
export function fill(runs: readonly Run[], columns: number, look: Look): string[] {
  const lines: Word[] = [];
  for (const word of wordsOf(runs, look)) {
    const line = lines.at(-1);
    if (line === undefined || line.columns + 1 + word.columns > columns) lines.push({ ...word });
    else {
      line.painted += ` ${word.painted}`;
      line.columns += 1 + word.columns;
    }
  }
  return lines.map((line) => line.painted);
}

/** Each word is painted on its own, so that a line break never falls between an escape sequence and its end. */
function wordsOf(runs: readonly Run[], look: Look): Word[] {
  const words: Word[] = [];
  let joined = false;
  for (const run of runs) {
    for (const piece of signs(look, run.text).split(/(\s+)/)) {
      if (piece === '') continue;
      if (piece.trim() === '') joined = false;
      else {
        append(words, run.tone === null ? piece : paint(look, run.tone, piece), widthOf(piece), joined);
        joined = true;
      }
    }
  }
  return words;
}

function append(words: Word[], painted: string, columns: number, joined: boolean): void {
  const last = words.at(-1);
  if (last === undefined || !joined) words.push({ painted, columns });
  else {
    last.painted += painted;
    last.columns += columns;
  }
}
