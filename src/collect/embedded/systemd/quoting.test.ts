import { describe, expect, it } from 'vitest';
import { unitWords, variableWords } from './quoting.ts';

const ROWS: readonly (readonly [name: string, text: string, words: string[] | null])[] = [
  ['nothing', '', []],
  ['white space alone', ' \t ', []],
  ['words between white space of any kind', ' k3s\tserver  --debug ', ['k3s', 'server', '--debug']],
  ['double quotes around a word', '"a b" c', ['a b', 'c']],
  ['single quotes around a word', "'--token' 'x y'", ['--token', 'x y']],
  ['quotes around a part of a word', "--node-label='a=b c'd", ['--node-label=a=b cd']],
  ['one kind of quotes inside the other', `"it's"`, ["it's"]],
  ['an empty word in quotes', `a "" b`, ['a', '', 'b']],
  ['a space that is escaped by its name', 'a\\sb', ['a b']],
  ['a backslash', 'a\\\\b', ['a\\b']],
  ['codes in hexadecimal, octal and Unicode', '\\x41\\102\\u00e9\\U0001F600', ['ABé😀']],
  ['an escape that there is none of', 'a\\q', null],
  ['a code that stands for nothing', '\\x00', null],
  ['a backslash at the end', 'a\\', null],
  ['a quote that is not closed', 'a "b', null],
];

describe('words of a unit file', () => {
  it.each(ROWS)('%s', (_name, text, words) => {
    expect(unitWords(text)).toEqual(words);
  });
});

/** As EXTRACT_RELAX and EXTRACT_UNQUOTE have it in systemd v257, which has no command that shows it. */
const VALUES: readonly (readonly [name: string, value: string, words: string[]])[] = [
  ['nothing', '', []],
  ['words in quotes', `--a "b c" 'd'e`, ['--a', 'b c', 'de']],
  [
    'a quote that is not closed',
    '--profiling=false "--bind-address=0.0.0.0 x',
    ['--profiling=false', '--bind-address=0.0.0.0 x'],
  ],
  ['a backslash before a letter', 'a\\tb \\x41', ['atb', 'x41']],
  ['a backslash before a space', 'a\\ b', ['a b']],
  ['a backslash at the end', 'a \\', ['a', '']],
];

describe('words of a variable', () => {
  it.each(VALUES)('%s', (_name, value, words) => {
    expect(variableWords(value)).toEqual(words);
  });
});
