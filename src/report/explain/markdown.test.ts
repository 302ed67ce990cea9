import { describe, expect, it } from 'vitest';
import { markdownLines } from './markdown.ts';

const look = { color: false, unicode: true, width: 24 };

describe('markdownLines', () => {
  it.each([
    [
      'joins and fills a paragraph',
      'one two\nthree four five six seven',
      ['one two three four five', 'six seven'],
    ],
    ['hangs the lines of a list', '- one two three four five six', ['- one two three four', '  five six']],
    ['hangs the lines of a step', '10. one two three four five', ['10. one two three four', '    five']],
    ['goes on after a blank line in a step', '1. one\n\n   two', ['1. one', '', '   two']],
    ['keeps code as it is', '```sh\na  b \\\n  c\n```', ['  a  b \\', '    c']],
    ['keeps code under its step', '1. run\n\n   ```\n   a b\n   ```', ['1. run', '', '     a b']],
    [
      'never breaks a word',
      'see https://kubetrue.example/a/long/page now',
      ['see', 'https://kubetrue.example/a/long/page', 'now'],
    ],
    ['joins two blank lines', 'one\n\n\n\ntwo', ['one', '', 'two']],
    ['drops marks of emphasis', '*Notes*: **very** 2 * 3', ['Notes: very 2 * 3']],
    ['keeps punctuation at a code span', '(`a b`),', ['(`a b`),']],
  ])('%s', (_name, text, lines) => {
    expect(markdownLines(text, look)).toEqual(lines);
  });

  it('paints code spans instead of quoting them', () => {
    const [line] = markdownLines('run `a b` now', { ...look, color: true });

    expect(line).toBe('run \u001b[36ma\u001b[39m \u001b[36mb\u001b[39m now');
  });

  it('paints every line of a broken span on its own', () => {
    const lines = markdownLines('**one two three four five six**', { ...look, color: true });

    expect(lines).toHaveLength(2);
    expect(lines.every((line) => line.startsWith('\u001b[1m') && line.endsWith('\u001b[22m'))).toBe(true);
  });
});
