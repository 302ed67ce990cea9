import { describe, expect, test } from 'vitest';
import type { Finding, Report, Status } from '../../model/finding.ts';
import { finding, report } from '../../report/testing.ts';
import { mergedReport } from './index.ts';
import { Matrix } from './matrix.ts';

const WAIVER = { id: 'W-1', reason: 'r', owner: 'o', approver: 'a', expires: '2027-01-01' };

/** A report of a node with these findings. */
function of(name: string, findings: readonly Partial<Finding>[], changes: Partial<Report> = {}): Report {
  const one = report(findings.map((each) => finding(each)));
  return { ...one, node: { ...one.node, name, roles: ['worker'] }, ...changes };
}

function merged(reports: readonly Report[], expected: readonly string[] | null = null) {
  const matrix = new Matrix();
  for (const [index, one] of reports.entries()) matrix.add(`${index}.json`, one);
  return mergedReport({ matrix, toolVersion: '0.0.0', expected });
}

function statuses(list: readonly Status[]): Report[] {
  return list.map((status, index) => of(`n${index}`, [{ status }]));
}

describe('who differs', () => {
  test('a node that is not like most of its role', () => {
    const [row] = merged(statuses(['pass', 'pass', 'fail'])).controls;

    expect(row?.outliers).toEqual([
      { node: 'n2', status: 'fail', role: 'worker', majority: 'pass', like: 2, of: 3 },
    ]);
    expect(row?.divided).toEqual([]);
  });

  test('a node that passes where the others fail', () => {
    const [row] = merged(statuses(['fail', 'pass', 'fail'])).controls;

    expect(row?.outliers.map(({ node, status }) => [node, status])).toEqual([['n1', 'pass']]);
  });

  test('half and half is no majority', () => {
    const [row] = merged(statuses(['pass', 'fail'])).controls;

    expect(row?.outliers).toEqual([]);
    expect(row?.divided).toEqual(['worker']);
  });

  test('nodes of other roles are not compared', () => {
    const reports = statuses(['pass', 'pass', 'fail']);
    const other = reports[2];
    if (other !== undefined) other.node.roles = ['control-plane'];

    expect(merged(reports).controls[0]).toMatchObject({ outliers: [], divided: [] });
  });

  test('one in a thousand is found, and the order of reports changes nothing', () => {
    const reports = Array.from({ length: 1000 }, (_, index) =>
      of(`node-${index}`, [{ status: index === 617 ? 'fail' : 'pass' }, { rule: 'other', status: 'manual' }]),
    );

    const one = merged(reports);

    expect(
      one.controls.flatMap(({ outliers }) => outliers.map(({ node, of: count }) => [node, count])),
    ).toEqual([['node-617', 1000]]);
    expect(one.summary).toMatchObject({ pass: 999, fail: 1, manual: 1000 });
    const reversed = merged([...reports].reverse());
    expect(reversed.controls).toEqual(one.controls);
  });
});

describe('several findings of a rule on a node', () => {
  test.each<[string, Partial<Finding>[], Status, boolean]>([
    ['the worst counts', [{ status: 'pass' }, { status: 'fail' }, { status: 'manual' }], 'fail', false],
    [
      'one that is waived is not worse than one that is not known',
      [{ status: 'fail', waiver: WAIVER }, { status: 'unknown' }],
      'unknown',
      false,
    ],
    [
      'one that is not waived counts before one that is',
      [{ status: 'fail', waiver: WAIVER }, { status: 'conflict' }],
      'conflict',
      false,
    ],
    ['all waived', [{ status: 'fail', waiver: WAIVER }, { status: 'pass' }], 'fail', true],
  ])('%s', (_name, findings, status, waived) => {
    const one = merged([of('n0', findings)]);

    expect(one.controls[0]?.statuses).toEqual({ n0: status });
    expect(one.controls[0]?.waived).toEqual(waived ? ['n0'] : []);
    expect(one.waived).toBe(waived ? 1 : 0);
  });
});

describe('which nodes', () => {
  test('of two reports on a node the newer one counts, whatever the order', () => {
    const old = of('n0', [{ status: 'fail' }], { at: '2026-11-23T10:00:00.000Z' });
    const fresh = of('n0', [{ status: 'pass' }], { at: '2026-11-24T10:00:00.000Z' });

    expect(merged([old, fresh])).toMatchObject({
      controls: [{ statuses: { n0: 'pass' } }],
      superseded: [{ node: 'n0', report: '0.json', by: '1.json' }],
    });
    expect(merged([fresh, old])).toMatchObject({
      controls: [{ statuses: { n0: 'pass' } }],
      superseded: [{ node: 'n0', report: '1.json', by: '0.json' }],
    });
  });

  test('those that were expected and those that were not', () => {
    const one = merged(statuses(['pass', 'pass']), ['n0', 'n7']);

    expect(one.missing).toEqual([{ node: 'n7', why: 'It was expected.' }]);
    expect(one.unexpected).toEqual(['n1']);
  });

  test('without a list, those of the cluster that a report knows', () => {
    const one = merged([of('n0', [], { cluster: { server: 'https://api:6443', nodes: ['n0', 'n1'] } })]);

    expect(one.missing).toEqual([
      { node: 'n1', why: 'It is a node of https://api:6443, by the report of n0.' },
    ]);
    expect(one.unexpected).toEqual([]);
  });

  test('a name that every object has is a name', () => {
    const one = merged([of('__proto__', [{ status: 'fail' }]), of('constructor', [{ status: 'pass' }])]);

    expect(Object.entries(one.controls[0]?.statuses ?? {})).toEqual([
      ['__proto__', 'fail'],
      ['constructor', 'pass'],
    ]);
  });
});

describe('what is true of the cluster', () => {
  const target = { kind: 'cluster', component: 'cluster', cluster: 'https://api:6443', node: 'n' } as const;
  const cluster = { server: 'https://api:6443', nodes: [] };
  const told = (list: readonly (readonly [Status, boolean])[]) =>
    merged(
      list.map(([status, asked], index) => of(`n${index}`, [{ target, status }], asked ? { cluster } : {})),
    );

  test('who may not look has nothing to add', () => {
    const one = told([
      ['fail', true],
      ['unknown', true],
      ['not-applicable', false],
    ]);

    expect(one.controls[0]).toMatchObject({ of: 'cluster', statuses: { n0: 'fail' }, outliers: [] });
    expect(one.summary).toMatchObject({ fail: 1, unknown: 0 });
  });

  test('where nobody could look it stays open', () => {
    const one = told([
      ['unknown', true],
      ['unknown', true],
    ]);

    expect(one.summary.unknown).toBe(1);
  });

  test('who says otherwise is named', () => {
    const one = told([
      ['pass', true],
      ['pass', true],
      ['fail', true],
    ]);

    expect(one.controls[0]?.outliers).toMatchObject([{ node: 'n2', role: null, of: 3 }]);
  });
});

test('controls come in their order, with the numbers of all versions', () => {
  const ref = (version: string, control: string) => ({
    ...{ benchmark: 'cis-kubernetes', version, control, level: 1, assessment: 'automated' as const },
  });
  const one = merged([
    of('n0', [
      { rule: 'b', controls: [ref('1.12', '4.2.10')] },
      { rule: 'a', controls: [ref('1.12', '4.2.9')] },
      { rule: 'z', controls: [] },
    ]),
    of('n1', [{ rule: 'a', controls: [ref('1.11', '4.2.8')] }]),
  ]);

  expect(one.controls.map(({ rule, controls }) => [rule, controls.map(({ control }) => control)])).toEqual([
    ['a', ['4.2.9', '4.2.8']],
    ['b', ['4.2.10']],
    ['z', []],
  ]);
});
