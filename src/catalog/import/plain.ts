/** `*Note*`, `**Note**`, `_Note_`: emphasis around words, never the `*` of a path or the `_` of a name. */
const EMPHASIS = /(?<![\w*/.])(\*{1,2}|_{1,2})(?=[\w-])([^*_]*\w)\1(?![\w*/])/g;
const ESCAPE = /\\([!-/:-@[-`{-~])/g;

/**
 * A line of a page without what only its looks depend on: backticks (pages put them around half a word, a word too
 * many, or inside a flag), emphasis, escapes, curls of quotation marks, and blanks beyond one.
 */
export function plain(line: string): string {
  return line
    .replaceAll('`', '')
    .replace(EMPHASIS, '$2')
    .replace(ESCAPE, '$1')
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201c\u201d]/g, '"')
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
