import fc from 'fast-check';
import { expect, test } from 'vitest';
import { padTo, widthOf, wrap } from './width.ts';

test.each([
  ['etcd', 4],
  ['größe', 5],
  ['数据', 4],
  ['e\u0301', 1],
  ['🔑', 2],
  ['✔', 1],
])('%s takes %i columns', (text, columns) => {
  expect(widthOf(text)).toBe(columns);
});

test('wrapped lines fit, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 8, max: 100 }), (text, columns) => {
      const lines = wrap(text, columns);
      return lines.length > 0 && lines.every((line) => widthOf(line) <= columns);
    }),
  );
});

test('wrapping loses nothing but spaces', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 8, max: 100 }), (text, columns) => {
      return wrap(text, columns).join('').replaceAll(' ', '') === text.replaceAll(' ', '');
    }),
  );
});

test('lines are broken at spaces, and long words where they must be', () => {
  expect(wrap('a stranger was let in', 10)).toEqual(['a stranger', 'was let in']);
  expect(wrap('at /etc/kubernetes/pki', 10)).toEqual(['at', '/etc/kuber', 'netes/pki']);
});

test('padding counts columns, not units', () => {
  expect(padTo('数', 4)).toBe('数  ');
});
