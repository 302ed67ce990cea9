import { isPlain } from './plain.ts';

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;
/** A character of two units. */
const PAIR = /[\u{10000}-\u{10ffff}]/gu;
const NAMES: Record<string, string> = { '\n': '\\n', '\t': '\\t', '\r': '\\r' };

/**
 * Text from the judged machine made harmless for a terminal: control characters, escape sequences, bidirectional
 * and invisible characters are shown by their number (`\x1b`, `\u{202e}`) instead of being sent.
 */
export function safe(text: string): string {
  if (isPlain(text)) return text;
  return text.replace(UNSAFE, (character) => NAMES[character] ?? numbered(character));
}

function numbered(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  return code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u{${digits}}`;
}

/** Text of at most `limit` characters; of a longer one the beginning, the end, and how much is left out. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const count = text.length - (text.match(PAIR)?.length ?? 0);
  if (count <= limit) return text;
  const kept = Math.floor((limit - 24) / 2);
  // Twice as many units hold enough characters on either side; of megabytes no list of characters is made.
  const first = [...text.slice(0, 2 * kept)].slice(0, kept);
  const last = [...text.slice(-2 * kept)].slice(-kept);
  return `${first.join('')}[… ${count - 2 * kept} characters …]${last.join('')}`;
}

/** The same value with every string in it made safe and cut to `limit`. */
export function safeDeep<T>(value: T, limit: number): T;
export function safeDeep(value: unknown, limit: number): unknown {
  if (typeof value === 'string') return shorten(safe(value), limit);
  if (Array.isArray(value)) return value.map((item) => safeDeep(item, limit));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, safeDeep(item, limit)]));
}
