import type { Problem } from '../../model/errors.ts';

const LONGEST_EXCERPT = 120;

/** Where a text stops being JSON, and whether it was cut off there. */
export function syntaxProblem(path: string, text: string, error: SyntaxError): Problem {
  const offset = errorOffset(text, error);
  const before = text.slice(0, offset).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  const ended = offset >= text.trimEnd().length;
  const what = ended ? 'the file ends too early: it was cut off' : `not valid JSON at column ${column}`;
  const excerpt = text.split('\n')[before.length - 1] ?? '';
  return { message: what, file: path, line: before.length, excerpt: excerpt.slice(0, LONGEST_EXCERPT) };
}

/**
 * V8 gives the position of some errors only. The others are at the end of the longest beginning of the text that
 * is merely incomplete.
 */
function errorOffset(text: string, error: SyntaxError): number {
  const position = /at position (\d+)/.exec(error.message)?.[1];
  if (position !== undefined) return Number(position);
  let [fine, wrong] = [0, text.length];
  if (isIncomplete(text)) return text.length;
  while (wrong - fine > 1) {
    const middle = Math.floor((fine + wrong) / 2);
    if (isIncomplete(text.slice(0, middle))) fine = middle;
    else wrong = middle;
  }
  return fine;
}

function isIncomplete(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = error instanceof SyntaxError ? error.message : '';
    const position = /at position (\d+)/.exec(message)?.[1];
    return position === undefined ? message.startsWith('Unexpected end') : Number(position) >= text.length;
  }
}
