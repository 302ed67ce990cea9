import { describe, expect, test } from 'vitest';
import type { Change } from '../../model/diff.ts';
import type { Evidence, Finding, Report, Status } from '../../model/finding.ts';
import type { Origin } from '../../model/origin.ts';
import { finding, report } from '../../report/testing.ts';
import { diffOf } from './index.ts';

const WAIVER = { id: 'W-1', reason: 'r', owner: 'o', approver: 'a', expires: '2027-01-01' };
const CLUSTER = { kind: 'cluster', component: 'cluster', cluster: 'https://api:6443', node: 'cp-1' } as const;

function diff(
  before: readonly Partial<Finding>[],
  after: readonly Partial<Finding>[],
  changes: Partial<Report> = {},
) {
  const side = (file: string, one: Report) => ({ file, kind: 'report' as const, report: one, facts: null });
  const old = report(before.map(finding));
  return diffOf(
    side('old.json', old),
    side('new.json', { ...report(after.map(finding)), ...changes }),
    '0.0.0',
  );
}

function one(before: Partial<Finding>, after: Partial<Finding>): Change | undefined {
  return diff([before], [after]).changes[0];
}

function evidence(value: Evidence['value'], origin: Origin): Evidence {
  return { setting: 'client-cert-auth', value, origin, overrides: [] };
}

describe('verdicts', () => {
  test.each<[Status, Status, string, string]>([
    ['pass', 'fail', 'new', 'worse'],
    ['unknown', 'fail', 'new', 'worse'],
    ['pass', 'conflict', 'new', 'worse'],
    ['fail', 'pass', 'gone', 'better'],
    ['conflict', 'not-applicable', 'gone', 'better'],
    ['fail', 'unknown', 'changed', 'open'],
    ['pass', 'unknown', 'changed', 'open'],
    ['unknown', 'pass', 'changed', 'better'],
    ['fail', 'conflict', 'changed', 'same'],
    ['pass', 'not-applicable', 'changed', 'same'],
    ['unknown', 'error', 'changed', 'same'],
  ])('%s, then %s: %s, %s', (before, after, change, direction) => {
    expect(one({ status: before }, { status: after })).toMatchObject({ change, direction });
  });

  test.each<Status>(['pass', 'fail', 'unknown'])('%s as before is the same', (status) => {
    expect(diff([{ status }], [{ status }])).toMatchObject({ changes: [], summary: { same: 1 } });
  });

  test('a failure that somebody accepts is not worse, and one that nobody accepts any more is', () => {
    const [open, waived] = [{ status: 'fail' as const }, { status: 'fail' as const, waiver: WAIVER }];

    expect(one({ status: 'pass' }, waived)).toMatchObject({ change: 'new', direction: 'same' });
    expect(one(waived, open)).toMatchObject({ change: 'changed', direction: 'worse' });
    expect(one(open, waived)).toMatchObject({ change: 'changed', direction: 'better' });
  });
});

describe('values and sources', () => {
  const flag = { kind: 'flag', text: '--client-cert-auth=true' } as const;
  const file = { kind: 'file', path: '/etc/etcd.yaml', line: 3 } as const;

  test('another value', () => {
    const change = one({ evidence: [evidence(true, flag)] }, { evidence: [evidence(false, flag)] });

    expect(change).toMatchObject({
      change: 'changed',
      settings: [{ setting: 'client-cert-auth', before: { value: true }, after: { value: false } }],
    });
  });

  test('the same value from another source', () => {
    const change = one({ evidence: [evidence(true, flag)] }, { evidence: [evidence(true, file)] });

    expect(change?.settings).toMatchObject([{ before: { origin: flag }, after: { origin: file } }]);
  });

  test('a setting that was not looked at before', () => {
    const change = one({ evidence: [] }, { evidence: [evidence(true, flag)] });

    expect(change?.settings).toMatchObject([{ before: null, after: { value: true } }]);
  });

  test.each<[string, Origin, Origin]>([
    ['another line', file, { ...file, line: 30 }],
    [
      'the default of another version',
      { kind: 'default', version: '3.5.0' },
      { kind: 'default', version: '3.6.0' },
    ],
    ['the number of a process', { kind: 'process', path: '/proc/1' }, { kind: 'process', path: '/proc/9' }],
  ])('%s is the same source', (_name, before, after) => {
    expect(
      one({ evidence: [evidence(true, before)] }, { evidence: [evidence(true, after)] }),
    ).toBeUndefined();
  });
});

describe('objects', () => {
  const pods = (...failing: string[]): Partial<Finding> => ({
    ...{ status: failing.length > 0 ? 'fail' : 'pass', target: CLUSTER },
    ...(failing.length > 0 ? { objects: { failing, undecided: [] } } : {}),
  });

  test.each<[string[], string[], Partial<Change>]>([
    [['a'], ['a', 'b'], { change: 'changed', direction: 'worse', objects: { new: ['b'], gone: [] } }],
    [['a', 'b'], ['a'], { change: 'changed', direction: 'better', objects: { new: [], gone: ['b'] } }],
    [['a'], ['b'], { change: 'changed', direction: 'worse', objects: { new: ['b'], gone: ['a'] } }],
    [[], ['a'], { change: 'new', direction: 'worse', objects: { new: ['a'], gone: [] } }],
    [['a'], [], { change: 'gone', direction: 'better', objects: { new: [], gone: ['a'] } }],
  ])('%j, then %j', (before, after, expected) => {
    expect(one(pods(...before), pods(...after))).toMatchObject(expected);
  });
});

describe('what cannot be compared', () => {
  test.each<[string, Partial<Finding>[], Partial<Finding>[], Partial<Change>]>([
    [
      'a rule that is new and fails',
      [],
      [{ status: 'fail' }],
      { change: 'incomparable', direction: 'open', why: 'The older one was not judged by this rule.' },
    ],
    ['a rule that is new and passes', [], [{}], { change: 'incomparable', direction: 'same' }],
    [
      'a rule that is gone',
      [{ status: 'fail' }],
      [],
      { change: 'incomparable', direction: 'open', why: 'The newer one was not judged by this rule.' },
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(diff(before, after).changes[0]).toMatchObject(expected);
  });

  test('one more process that fails is worse', () => {
    const target = { kind: 'process', component: 'etcd', pid: 1, node: 'cp-1' } as const;

    const { changes } = diff([{ target }], [{ target }, { target: { ...target, pid: 2 }, status: 'fail' }]);

    expect(changes).toMatchObject([{ change: 'new', direction: 'worse', before: null }]);
  });

  test('two nodes, two benchmarks and the wrong order are told', () => {
    const { notes } = diff([{}], [{}], {
      ...{ at: '2026-11-01T00:00:00.000Z' },
      node: { name: 'cp-2', kubernetes: null, distribution: 'unknown', roles: [] },
      benchmark: { name: 'cis-kubernetes', version: '1.11', chosenBecause: '' },
    });

    expect(notes).toEqual([
      'These are two nodes, cp-1 and cp-2.',
      'They were judged by cis-kubernetes@1.12 and cis-kubernetes@1.11: a rule of one alone is not compared.',
      'The first one is newer than the second.',
    ]);
  });
});

describe('causes that reports alone show', () => {
  const target = {
    kind: 'process',
    component: 'etcd',
    pid: 1,
    node: 'cp-1',
    name: 'm1',
    version: '3.5.21',
  } as const;

  test('a restart and another version', () => {
    const change = one({ target }, { target: { ...target, pid: 9, version: '3.6.5' }, status: 'fail' });

    expect(change?.causes).toEqual([
      'etcd was started anew: pid 9 (before: 1).',
      'etcd 3.5.21 became 3.6.5.',
    ]);
  });

  test('no cause is made up', () => {
    expect(one({ target }, { target, status: 'fail' })?.causes).toEqual([]);
  });
});
