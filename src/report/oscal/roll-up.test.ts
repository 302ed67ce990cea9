import { expect, test } from 'vitest';
import type { Status } from '../../model/finding.ts';
import { finding } from '../testing.ts';
import { rollUp } from './roll-up.ts';

test.each<[readonly Status[], string | null]>([
  [['pass'], 'satisfied: pass'],
  [['pass', 'not-applicable'], 'satisfied: pass'],
  [['pass', 'manual'], null],
  [['pass', 'unknown'], 'not-satisfied: other'],
  [['pass', 'error'], 'not-satisfied: other'],
  [['unknown', 'fail'], 'not-satisfied: fail'],
  [['pass', 'conflict'], 'not-satisfied: fail'],
  [['manual'], null],
  [['not-applicable'], null],
  [[], null],
])('%j is %s', (statuses, expected) => {
  const state = rollUp(statuses.map((status) => finding({ status })));

  expect(state === null ? null : `${state.state}: ${state.reason}`).toBe(expected);
});
