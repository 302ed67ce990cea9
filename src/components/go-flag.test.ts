import { expect, it } from 'vitest';
import { type FlagShape, parseGoFlags } from './go-flag.ts';

const SHAPES: Record<string, FlagShape> = { on: 'bare', name: 'valued' };

function parsed(...words: string[]) {
  const result = parseGoFlags(words, (name) => SHAPES[name]);
  if (result.outcome !== 'parsed') return result;
  return { set: result.occurrences.map(({ name, value }) => `${name}=${value}`), rest: result.rest };
}

it.each([
  ['one dash', ['-name=x'], ['name=x'], []],
  ['two dashes', ['--name=x'], ['name=x'], []],
  ['a value in the next word, whatever it looks like', ['--name', '--on'], ['name=--on'], []],
  ['an empty value', ['--name='], ['name='], []],
  ['a value with an equals sign', ['--name=a=b'], ['name=a=b'], []],
  ['a bare boolean, which takes no word', ['--on', 'false'], ['on=true'], ['false']],
  ['a boolean with a value', ['--on=F'], ['on=F'], []],
  ['every repeat, in order', ['--name=a', '-name', 'b'], ['name=a', 'name=b'], []],
  ['nothing after a positional word', ['x', '--on'], [], ['x', '--on']],
  ['nothing after two dashes', ['--on', '--', '--on'], ['on=true'], ['--on']],
  ['a single dash as a word', ['-'], [], ['-']],
])('takes %s', (_name, words, set, rest) => {
  const result = parsed(...words);

  expect(result).toEqual({ set, rest });
});

it.each([
  ['a name that is not defined', ['--other'], 'flag provided but not defined: -other'],
  ['a value that is not there', ['--name'], 'flag needs an argument: -name'],
  ['three dashes', ['---name'], 'bad flag syntax: ---name'],
  ['no name', ['--=x'], 'bad flag syntax: --=x'],
])('refuses %s', (_name, words, because) => {
  const result = parsed(...words);

  expect(result).toMatchObject({ outcome: 'refused', because });
});

it.each(['-h', '--help'])('sees that %s only prints', (word) => {
  expect(parsed(word)).toEqual({ outcome: 'help' });
});
