import { expect, test } from 'vitest';
import { safe, safeDeep, shorten } from './safe.ts';

test.each([
  ['plain text', 'etcd --name=m1', 'etcd --name=m1'],
  ['letters of other scripts', 'größe 数据', 'größe 数据'],
  ['an escape sequence', '\x1b[31mred\x1b[0m', '\\x1b[31mred\\x1b[0m'],
  ['a title that a terminal would take', '\x1b]0;owned\x07', '\\x1b]0;owned\\x07'],
  ['the one-byte form of an escape', '\x9b31m', '\\x9b31m'],
  ['line ends', 'a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['direction marks', 'a\u202eb\u2066c', 'a\\u{202e}b\\u{2066}c'],
  ['characters that take no room', 'a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
  ['half of a surrogate pair', 'a\ud800b', 'a\\u{d800}b'],
  ['line ends of Unicode', 'a\u2028b', 'a\\u{2028}b'],
])('%s', (_name, text, expected) => {
  expect(safe(text)).toBe(expected);
});

test('a long text keeps its beginning and its end', () => {
  const text = `${'a'.repeat(1000)}${'z'.repeat(1000)}`;

  const short = shorten(text, 100);

  expect(short).toMatch(/^a{38}\[… 1924 characters …\]z{38}$/);
});

test('characters of two units are not cut in half', () => {
  expect(shorten('🔑'.repeat(100), 50)).toBe(`${'🔑'.repeat(13)}[… 74 characters …]${'🔑'.repeat(13)}`);
});

test('every string of a value is made safe, whatever holds it', () => {
  const value = { a: ['\x1b', { b: '\x07' }], n: 1, t: true, z: null };

  expect(safeDeep(value, 100)).toEqual({ a: ['\\x1b', { b: '\\x07' }], n: 1, t: true, z: null });
});
