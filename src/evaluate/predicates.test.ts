import { describe, expect, it } from 'vitest';
import type { SettingValue } from '../model/finding.ts';
import type { Predicate } from '../model/rule.ts';
import { wishOf } from './predicates.ts';

describe('wishOf', () => {
  it.each<[SettingValue, Predicate, boolean]>([
    ['300s', { equal: '5m' }, true],
    ['301s', { equal: '5m' }, false],
    ['0', { not: '0s' }, false],
    ['0h0m', { not: '0s' }, false],
    ['4h0m0s', { not: '0s' }, true],
    ['60000ms', { ifGiven: '1m' }, true],
    // An operand without a unit is a text or a number, not a duration.
    ['0s', { not: '0' }, true],
    ['harbour', { equal: '5m' }, false],
    [null, { not: '0s' }, true],
  ])('takes %j by %j for %j: a duration has many spellings', (value, must, holds) => {
    expect(wishOf(must, {}).holds(value)).toBe(holds);
  });
});
