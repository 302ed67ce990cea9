interface Splitting {
  words: string[];
  /** The word that is being read; null between words. */
  word: string | null;
  /** The quote that is open, or nothing. */
  quote: string;
}

/** An escape, white space, a quote, or what lies between those. */
const TOKEN = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|[\s\S]|$)|\s+|["']|[^\\\s"']+/g;
const VARIABLE_TOKEN = /\\(?:[\s\S]|$)|\s+|["']|[^\\\s"']+/g;

/**
 * Splits text into words as systemd does in unit files: white space between words, quotes of both kinds around a word
 * or a part of it, escapes of C. Null where systemd refuses the text.
 * https://github.com/systemd/systemd/blob/v257/src/basic/extract-word.c extract_first_word with EXTRACT_UNQUOTE and
 * EXTRACT_CUNESCAPE
 */
export function unitWords(text: string): string[] | null {
  const splitting: Splitting = { words: [], word: null, quote: '' };
  for (const token of text.match(TOKEN) ?? []) if (!take(splitting, token, unescaped)) return null;
  const { words, word, quote } = splitting;
  if (quote !== '') return null;
  return word === null ? words : [...words, word];
}

/**
 * Splits the value of a variable that stands alone in a command, which systemd does by other rules: a backslash only
 * makes the next character an ordinary one, and nothing is refused. A quote that stays open ends with the text.
 * https://github.com/systemd/systemd/blob/v257/src/basic/env-util.c replace_env_argv, which passes EXTRACT_RELAX and
 * EXTRACT_UNQUOTE
 */
export function variableWords(value: string): string[] {
  const splitting: Splitting = { words: [], word: null, quote: '' };
  for (const token of value.match(VARIABLE_TOKEN) ?? []) take(splitting, token, (character) => character);
  endWord(splitting);
  return splitting.words;
}

/** False for an escape that there is none of. */
function take(splitting: Splitting, token: string, meaning: (escaped: string) => string | null): boolean {
  const { quote } = splitting;
  if (token.startsWith('\\')) return append(splitting, meaning(token.slice(1)));
  if (token === quote) splitting.quote = '';
  else if (quote !== '') append(splitting, token);
  else if (/^\s/.test(token)) endWord(splitting);
  else if (token === '"' || token === "'") {
    splitting.quote = token;
    append(splitting, '');
  } else append(splitting, token);
  return true;
}

function append(splitting: Splitting, text: string | null): boolean {
  splitting.word = (splitting.word ?? '') + (text ?? '');
  return text !== null;
}

function endWord(splitting: Splitting): void {
  if (splitting.word !== null) splitting.words.push(splitting.word);
  splitting.word = null;
}

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  s: ' ',
  '\\': '\\',
  '"': '"',
  "'": "'",
  ';': ';',
};

/** What follows a backslash as the character that it stands for. */
function unescaped(text: string): string | null {
  const simple = SIMPLE[text];
  if (simple !== undefined) return simple;
  const octal = /^[0-7]{3}$/.test(text);
  const code = octal ? Number.parseInt(text, 8) : Number.parseInt(text.slice(1), 16);
  return text.length < 3 || code === 0 || code > 0x10ffff ? null : String.fromCodePoint(code);
}
