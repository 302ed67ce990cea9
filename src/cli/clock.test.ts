import { expect, test } from 'vitest';
import { clockOf } from './clock.ts';

test.each([
  ['2026-11-24T10:00:00Z', '2026-11-24T10:00:00.000Z'],
  ['2026-11-24t10:00:00z', '2026-11-24T10:00:00.000Z'],
  ['2026-11-24 10:00:00.5+01:00', '2026-11-24T09:00:00.500Z'],
  ['2028-02-29T00:00:00-12:00', '2028-02-29T12:00:00.000Z'],
])('%s is %s', (at, expected) => {
  expect(clockOf(at).toISOString()).toBe(expected);
});

test.each([
  'now',
  '2026-11-24',
  '2026-11-24T10:00Z',
  '2026-11-24T10:00:00',
  '2026-02-30T00:00:00Z',
  '2026-11-24T25:00:00Z',
  '2026-13-01T00:00:00Z',
])('%s is no time', (at) => {
  expect(() => clockOf(at)).toThrow('is not a time');
});
