/**
 * What most texts are made of: ASCII, the letters of Latin-1, dashes, quotes, arrows and lines. Each takes one column and
 * does nothing, and that is told without the large classes of Unicode, which take milliseconds to compile.
 */
const PLAIN = /^[\x20-\x7e\xa1-\xac\xae-\xff\u2010-\u2027\u2190-\u21ff\u2500-\u257f]*$/;

export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}
