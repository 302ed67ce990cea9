import { expect, test } from 'vitest';
import type { Severity, Status } from '../model/finding.ts';
import { finding, report } from '../report/testing.ts';
import { exitCodeOf, type FailOn } from './exit-code.ts';

type Case = [name: string, findings: [Status, Severity][], failOn: FailOn, code: number];

test.each<Case>([
  ['nothing found', [], 'any', 0],
  ['all pass', [['pass', 'high']], 'any', 0],
  ['does not apply', [['not-applicable', 'high']], 'any', 0],
  ['a person must judge', [['manual', 'high']], 'any', 0],
  [
    'one fails',
    [
      ['pass', 'high'],
      ['fail', 'low'],
    ],
    'any',
    1,
  ],
  ['a conflict', [['conflict', 'low']], 'any', 1],
  ['below the threshold', [['fail', 'medium']], 'high', 0],
  ['at the threshold', [['fail', 'medium']], 'medium', 1],
  ['above the threshold', [['conflict', 'high']], 'low', 1],
  [
    'one unknown',
    [
      ['pass', 'high'],
      ['unknown', 'low'],
    ],
    'any',
    3,
  ],
  ['an error', [['error', 'low']], 'any', 3],
  [
    'unknown beside a failure',
    [
      ['unknown', 'high'],
      ['fail', 'high'],
    ],
    'any',
    1,
  ],
  [
    'unknown beside a failure below the threshold',
    [
      ['unknown', 'high'],
      ['fail', 'low'],
    ],
    'high',
    3,
  ],
  [
    'never, whatever is found',
    [
      ['fail', 'high'],
      ['unknown', 'high'],
    ],
    'never',
    0,
  ],
])('%s', (_name, findings, failOn, code) => {
  const one = report(findings.map(([status, severity]) => finding({ status, severity })));

  expect(exitCodeOf(one, failOn)).toBe(code);
});

test.each<[string, Status, number]>([
  ['a failure that is waived is accepted', 'fail', 0],
  ['a conflict too', 'conflict', 0],
  ['what is not known is not', 'unknown', 3],
])('%s', (_name, status, code) => {
  const waiver = { id: 'W-1', reason: 'r', owner: 'o', approver: 'a', expires: '2027-01-01' };

  expect(exitCodeOf(report([finding({ status, waiver })]), 'any')).toBe(code);
});
