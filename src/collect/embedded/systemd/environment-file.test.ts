import { describe, expect, it } from 'vitest';
import { environmentAssignments } from './environment-file.ts';

const ROWS: readonly (readonly [name: string, text: string, assignments: [string, string, number][]])[] = [
  ['a plain value', 'A=b\n', [['A', 'b', 1]]],
  ['no line break at the end', 'A=b', [['A', 'b', 1]]],
  [
    'an empty value',
    'A=\nB=c\n',
    [
      ['A', '', 1],
      ['B', 'c', 2],
    ],
  ],
  ['comments and blank lines', '# A=1\n; B=2\n\nC=3\n', [['C', '3', 4]]],
  ['a line that assigns nothing', 'export A=b\nB=c\n', [['B', 'c', 2]]],
  ['white space around name and value', '  A = b c \t\n', [['A', 'b c', 1]]],
  [
    'quotes of both kinds',
    `A="b c"\nB='d "e"'\n`,
    [
      ['A', 'b c', 1],
      ['B', 'd "e"', 2],
    ],
  ],
  ['white space in quotes at the end', 'A="b "\n', [['A', 'b ', 1]]],
  ['quotes in the middle', `A=b' c 'd\n`, [['A', 'b c d', 1]]],
  [
    'a value over several lines',
    'A=b\\\nc\nB=d\n',
    [
      ['A', 'bc', 1],
      ['B', 'd', 3],
    ],
  ],
  [
    'a line break in quotes',
    'A="b\nc"\nB=d\n',
    [
      ['A', 'b\nc', 1],
      ['B', 'd', 3],
    ],
  ],
  ['escapes in double quotes', 'A="b\\"c\\d"\n', [['A', 'b"c\\d', 1]]],
  ['a backslash in single quotes', `A='b\\c'\n`, [['A', 'b\\c', 1]]],
  ['a backslash outside of quotes', 'A=b\\cd\n', [['A', 'bcd', 1]]],
  ['a value with equals signs', 'A=b=c=d\n', [['A', 'b=c=d', 1]]],
];

describe('an environment file of systemd', () => {
  it.each(ROWS)('%s', (_name, text, assignments) => {
    const found = environmentAssignments(text).map(({ name, value, line }) => [name, value, line]);

    expect(found).toEqual(assignments);
  });
});
