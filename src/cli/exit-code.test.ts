import { expect, test } from 'vitest';
import type { Report, Severity, Status } from '../model/finding.ts';
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

test('part of a whole: what others decide and nothing to judge are no gap, what is broken is', () => {
  const files = { judged: [], passedOver: 1, problems: [], notes: [] };
  const broken = { ...files, problems: [{ path: 'a.yaml', line: 1, problem: 'broken' }] };
  const partial = (given: Partial<Report>) => exitCodeOf({ ...report([]), ...given }, 'any', true);

  expect(partial({ files })).toBe(0);
  expect(partial({ files: { ...files, judged: ['a'] }, findings: [finding({ status: 'unknown' })] })).toBe(0);
  expect(partial({ files: broken })).toBe(3);
  expect(partial({ findings: [finding({ status: 'error' })] })).toBe(3);
  expect(partial({ findings: [finding({ status: 'fail' })] })).toBe(1);
  expect(exitCodeOf({ ...report([]), files }, 'any')).toBe(3);
});
