import { expect, it } from 'vitest';
import { AnswerBody } from './answer-body.ts';

const TEXT = 'a{x="1"} 1\nab 2\n# a{\n\nb 3\na{y} 4\nxa{ 5\na{é} 6';
const KEPT = 'a{x="1"} 1\nb 3\na{y} 4\na{é} 6\n';

it('keeps the lines that begin as wanted, in their order, wherever an answer is cut', () => {
  const bytes = Buffer.from(TEXT);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    // A line that begins in two of the wanted ways is kept once.
    const body = new AnswerBody(['b ', 'a{', 'a{y']);

    expect(body.write(bytes.subarray(0, cut))).toBe(true);
    expect(body.write(bytes.subarray(cut))).toBe(true);
    expect(body.end(true)).toBe(KEPT);
  }
});

it('has nothing where the answer was left before its end', () => {
  const body = new AnswerBody(['a{']);
  body.write(Buffer.from(TEXT));

  expect(body.end(false)).toBeNull();
});
