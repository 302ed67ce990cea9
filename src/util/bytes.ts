import { isUtf8 } from 'node:buffer';

const ESCAPE_BASE = 0xdc00;
const ESCAPE = /[\udc80-\udcff]/u;
const SURROGATE = /[\ud800-\udfff]/;

/**
 * Bytes as a string without loss. A byte that is not part of valid UTF-8 becomes the lone surrogate U+DC80–U+DCFF,
 * as in Python's `surrogateescape` (https://peps.python.org/pep-0383/); `encodeBytes` gives the bytes back.
 */
export function decodeBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  let start = 0;
  while (start < bytes.length) {
    const length = characterLength(bytes, start);
    if (length === 0) text += String.fromCharCode(ESCAPE_BASE + (bytes[start] ?? 0));
    else text += bytes.toString('utf8', start, start + length);
    start += Math.max(length, 1);
  }
  return text;
}

/** Inverse of `decodeBytes`. */
export function encodeBytes(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  for (const character of text) {
    if (ESCAPE.test(character)) parts.push(Buffer.of((character.codePointAt(0) ?? 0) - ESCAPE_BASE));
    else parts.push(Buffer.from(character, 'utf8'));
  }
  return Buffer.concat(parts);
}

/** Compares strings by the bytes they stand for, which is how Go orders strings. */
export function compareBytes(left: string, right: string): number {
  // Up to the surrogates the units of UTF-16 are in the order of what they are in UTF-8.
  if (!SURROGATE.test(left) && !SURROGATE.test(right)) return left < right ? -1 : Number(left > right);
  return Buffer.compare(encodeBytes(left), encodeBytes(right));
}

function characterLength(bytes: Buffer, at: number): number {
  const expected = lengthByFirstByte(bytes[at] ?? 0);
  const valid = expected > 0 && at + expected <= bytes.length && isUtf8(bytes.subarray(at, at + expected));
  return valid ? expected : 0;
}

function lengthByFirstByte(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}
