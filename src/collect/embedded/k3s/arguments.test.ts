import { describe, expect, it } from 'vitest';
import type { Origin } from '../../../model/origin.ts';
import { extraValue, handedOver } from './arguments.ts';

const OWN: Origin = { kind: 'program', name: 'k3s 1.33' };
const USER: Origin = { kind: 'file', path: '/etc/rancher/k3s/config.yaml', line: 3 };

function words(own: Record<string, string>, extra: readonly string[]) {
  const ownArguments = new Map(Object.entries(own).map(([name, value]) => [name, { value, origin: OWN }]));
  return handedOver(
    ownArguments,
    extra.map((value) => ({ value, origin: USER })),
  );
}

/** Seen with K3s' own GetArgs. */
const ROWS: readonly (readonly [
  name: string,
  own: Record<string, string>,
  extra: string[],
  words: string[],
])[] = [
  ['K3s alone, by name', { b: '2', a: '1' }, [], ['--a=1', '--b=2']],
  ['one that K3s does not set', { a: '1' }, ['b=2'], ['--a=1', '--b=2']],
  ['one in the place of K3s', { a: '1' }, ['a=2'], ['--a=2']],
  ['dashes before the name', { a: '1' }, ['--a=2'], ['--a=2']],
  ['a flag without value', {}, ['a'], ['--a=true']],
  ['an empty value', { a: '1' }, ['a='], ['--a=']],
  ['a value with equals signs', {}, ['feature-gates=A=true,B=false'], ['--feature-gates=A=true,B=false']],
  ['one behind that of K3s', { a: '1' }, ['a+=2'], ['--a=1', '--a=2']],
  ['one before that of K3s', { a: '1' }, ['a-=2'], ['--a=2', '--a=1']],
  ['one behind nothing', {}, ['a+=2'], ['--a=2']],
  ['several in the place of K3s, in their order', { a: '1' }, ['a=2', 'a=3'], ['--a=2', '--a=3']],
  ['one behind those that took its place', { a: '1' }, ['a=2', 'a+=3'], ['--a=2', '--a=3']],
  ['one before those that took its place', { a: '1' }, ['a=2', 'a-=3'], ['--a=3', '--a=2']],
  ['a name that ends in dashes', { 'a-b': '1' }, ['a-b=2'], ['--a-b=2']],
];

describe('arguments that K3s hands over', () => {
  it.each(ROWS)('with %s', (_name, own, extra, expected) => {
    expect(words(own, extra).map(({ text }) => text)).toEqual(expected);
  });

  it('keep where each comes from', () => {
    expect(words({ a: '1', b: '2' }, ['a+=3'])).toEqual([
      { text: '--a=1', origin: OWN },
      { text: '--a=3', origin: USER },
      { text: '--b=2', origin: OWN },
    ]);
  });
});

describe('the value of one of the user', () => {
  it.each([
    ['is the first', ['a=1', 'a=2'], '1'],
    ['is not that of another', ['b=1'], null],
    ['is nothing where it is empty', ['a='], null],
    ['is not one that is only added', ['a+=1'], null],
  ])('%s', (_name, extra, value) => {
    expect(
      extraValue(
        'a',
        extra.map((one) => ({ value: one, origin: USER })),
      ),
    ).toBe(value);
  });
});
