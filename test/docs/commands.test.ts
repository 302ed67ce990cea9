import { expect, test } from 'vitest';
import { parseCommandLine } from '../../src/cli/parse.ts';
import { type Block, blocks } from './blocks.ts';

/** Calls of kubetrue in a line of a block, each as its words. */
function callsIn(line: string): string[][] {
  const parts = line.split(/ \| |&&|;/);
  return parts.flatMap((part) => {
    const [, call] = /^\s*(?:- |sh '|npx )?(?:\S*\/)?kubetrue +(.*)$/.exec(part) ?? [];
    // The first line of a report begins with the name too.
    return call === undefined || call.startsWith('·') ? [] : [wordsOf(call)];
  });
}

/** The words of a call: what stands behind a wide gap, an arrow or a mark says what it does. */
function wordsOf(call: string): string[] {
  const [words = ''] = call.split(/ {2,}| >|'$| #/);
  return words
    .replaceAll(/["']/g, '')
    .replaceAll(/\$[A-Z_]+/g, 'any')
    .split(' ')
    .filter((word) => word !== '' && word !== '…');
}

/** What is typed: of an example with its output, the lines behind a prompt. */
function typed({ language, text }: Block): string[] {
  const lines = text.split('\n');
  return language === 'console' ? lines.map((line) => (line.startsWith('$ ') ? line.slice(2) : '')) : lines;
}

const calls = blocks().flatMap((block) =>
  typed(block).flatMap((line, index) =>
    callsIn(line).map((words) => ({ at: `${block.page}:${block.line + index}`, words })),
  ),
);

test('every call of kubetrue in the documentation is one that it understands', () => {
  expect(calls.length).toBeGreaterThan(60);

  const refused = calls.flatMap(({ at, words }) => {
    try {
      const { command, options } = parseCommandLine(words);
      return command === null && options.size === 0 ? [`${at}: no command`] : [];
    } catch (error) {
      return [`${at}: ${error}`];
    }
  });

  expect(refused).toEqual([]);
});
