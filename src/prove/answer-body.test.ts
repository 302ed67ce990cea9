import { describe, expect, it } from 'vitest';
import { AnswerBody } from './answer-body.ts';

const TEXT = 'a{x="1"} 1\nab 2\n# a{\n\nb 3\na{y} 4\nxa{ 5\na{é} 6';
const KEPT = 'a{x="1"} 1\nb 3\na{y} 4\na{é} 6\n';

it('keeps the lines that begin as wanted, in their order, wherever an answer is cut', () => {
  const bytes = Buffer.from(TEXT);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    // A line that begins in two of the wanted ways is kept once.
    const body = new AnswerBody(['b ', 'a{', 'a{y']);

    expect(body.write(bytes.subarray(0, cut))).toBe('more');
    expect(body.write(bytes.subarray(cut))).toBe('more');
    expect(body.end(true)).toBe(KEPT);
  }
});

it('has nothing where the answer was left before its end', () => {
  const body = new AnswerBody(['a{']);
  body.write(Buffer.from(TEXT));

  expect(body.end(false)).toBeNull();
});

/** Families of counters, each with one sample. */
function counters(...families: readonly string[]): string {
  return families.map((name) => `# HELP ${name} what\n# TYPE ${name} counter\n${name}{x="1"} 1\n`).join('');
}

describe('counters', () => {
  it.each<[string, string[], boolean]>([
    ['are enough when what is wanted can come no more', ['a_x', 'a_y', 'b'], true],
    ['are enough when it never came', ['a', 'b'], true],
    ['are read while what is wanted may come', ['a', 'a_w', 'a_x', 'a_xz', 'a_y_'], false],
    ['are read to their end where they were not sorted', ['a_w', 'a', 'c', 'a_x'], false],
    ['are read to their end where nothing shows that they are', ['c', 'd', 'a_x'], false],
  ])('%s', (_name, families, enough) => {
    const text = counters(...families);
    for (let size = 1; size <= text.length; size += 1) {
      const body = new AnswerBody(['a_x', 'a_y']);
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      const more = pieces.map((piece) => body.write(Buffer.from(piece)));

      expect(more.includes('enough')).toBe(enough);
      const wanted = families.filter((one) => /^a_[xy]/.test(one));
      expect(body.end(!enough)).toBe(wanted.map((one) => `${one}{x="1"} 1\n`).join(''));
    }
  });
});
