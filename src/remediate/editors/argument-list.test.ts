import { describe, expect, it } from 'vitest';
import { apply, refusal } from '../../../test/support/edit.ts';
import type { Operation } from '../../model/plan.ts';

const argument = (flag: string, value: string | null): Operation => ({
  kind: 'argument-list',
  key: 'kubelet-arg',
  flag,
  value,
});

describe('an argument in a list of K3s', () => {
  it.each<[string, string, Operation, string]>([
    [
      'is replaced in its place, with its comment',
      '# top\nkubelet-arg:\n  - a=1 # one\n  - b=2\nnode-name: x\n',
      argument('a', '3'),
      '# top\nkubelet-arg:\n  - a=3 # one\n  - b=2\nnode-name: x\n',
    ],
    [
      'is appended, quoted like the last',
      'kubelet-arg:\n- "a=1"\n# end\n',
      argument('b', '2'),
      'kubelet-arg:\n- "a=1"\n- "b=2"\n# end\n',
    ],
    [
      'is appended to a list in brackets',
      'kubelet-arg: [a=1]\n',
      argument('b', 'x,y'),
      "kubelet-arg: [a=1, 'b=x,y']\n",
    ],
    ['brings its list', 'token: x\n', argument('a', '1'), 'token: x\nkubelet-arg:\n- a=1\n'],
    ['makes a list of one text', 'kubelet-arg: v=5\n', argument('a', '1'), 'kubelet-arg: [v=5, a=1]\n'],
    ['fills a list without value', 'kubelet-arg:\n', argument('a', '1'), 'kubelet-arg: [a=1]\n'],
    [
      'is that of key+, where the file has it',
      'kubelet-arg+:\n  - a=1\n',
      argument('b', '2'),
      'kubelet-arg+:\n  - a=1\n  - b=2\n',
    ],
    [
      'takes the place of one that only adds, and of dashes',
      'kubelet-arg:\n  - a+=1\n  - c=1\n',
      argument('a', '2'),
      'kubelet-arg:\n  - a=2\n  - c=1\n',
    ],
    [
      'is there once, where its last mention was',
      'kubelet-arg:\n  - a=1\n  - --b=1\n  - a=2 # last\n',
      argument('a', '3'),
      'kubelet-arg:\n  - --b=1\n  - a=3 # last\n',
    ],
    [
      'of a longer name is another',
      'kubelet-arg:\n  - a-b=1\n',
      argument('a', '2'),
      'kubelet-arg:\n  - a-b=1\n  - a=2\n',
    ],
    ['is taken away', 'kubelet-arg:\n  - a=1\n  - b=2\n', argument('a', null), 'kubelet-arg:\n  - b=2\n'],
    [
      'takes its list away where it was the only one',
      'kubelet-arg:\n  - a=1\ntoken: x\n',
      argument('a', null),
      'token: x\n',
    ],
    [
      'keeps the line ends of Windows',
      'kubelet-arg:\r\n  - a=1\r\n',
      argument('b', '2'),
      'kubelet-arg:\r\n  - a=1\r\n  - b=2\r\n',
    ],
  ])('%s', (_, before, operation, after) => {
    expect(apply(before, operation)).toBe(after);
    expect(apply(after, operation)).toBe(after);
  });

  it('that is not there is nothing to take away', () => {
    expect(apply('token: x\n', argument('a', null))).toBe('token: x\n');
  });

  it.each<[string, string, RegExp]>([
    ['both spellings of the key', 'kubelet-arg: [a=1]\nkubelet-arg+: [b=1]\n', /both/],
    ['a key that stands there twice', 'kubelet-arg: [a=1]\nkubelet-arg: [b=1]\n', /unique/],
    ['a tab before a key', 'a:\n\tb: 1\n', /tab/i],
    ['an alias', 'x: &x [a=1]\nkubelet-arg: *x\n', /alias/],
    [
      'an anchored list that is used again',
      'kubelet-arg: &x\n- a=1\nkube-proxy-arg: *x\n',
      /more than it should/,
    ],
    ['a map', 'kubelet-arg: {a: 1}\n', /map/],
    ['a map among the items', 'kubelet-arg:\n- a: 1\n', /plain text/],
    ['two documents', 'kubelet-arg: [a=1]\n---\nx: 1\n', /second document/],
    ['merged keys', 'x: &x {v: 1}\n<<: *x\n', /<</],
    ['no map at all', '- a\n', /map/],
    ['an empty file', '', /empty/],
  ])('is refused: %s', (_, text, message) => {
    expect(refusal(text, argument('c', '2')).message).toMatch(message);
  });
});
