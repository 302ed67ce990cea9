import { expect, test } from 'vitest';
import { fits } from './pattern.ts';

test.each([
  ['cp-1', 'cp-1', true],
  ['cp-1', 'cp-10', false],
  ['worker-*', 'worker-17', true],
  ['worker-*', 'my-worker-17', false],
  ['*-1', 'cp-1', true],
  ['a*b', 'a', false],
  ['ab*ba', 'aba', false],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['a*b*b', 'ab', false],
  ['*', '', true],
  ['Deployment shop/*', 'Deployment shop/web', true],
  ['a.c', 'abc', false],
])('%s on %s: %s', (pattern, name, expected) => {
  expect(fits(pattern, name)).toBe(expected);
});

test('many stars on a long name take no time', () => {
  const begin = performance.now();

  expect(fits(`${'*a'.repeat(2000)}b`, 'a'.repeat(20_000))).toBe(false);
  expect(performance.now() - begin).toBeLessThan(1000);
});
