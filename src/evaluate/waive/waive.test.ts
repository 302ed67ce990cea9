import { describe, expect, test } from 'vitest';
import type { Finding, Status } from '../../model/finding.ts';
import type { Waiver, WaiverScope } from '../../model/waiver.ts';
import { finding, report } from '../../report/testing.ts';
import { waive } from './index.ts';

const AT = new Date('2026-11-24T10:00:00Z');
const RULE = 'etcd-peer-client-cert-auth';

function waiver(scope: WaiverScope, changes: Partial<Waiver> = {}): Waiver {
  return {
    ...{ id: 'W-1', reason: 'replaced soon', owner: 'platform', approver: 'ciso', expires: '2026-12-31' },
    scope,
    ...changes,
  };
}

function outcome(findings: readonly Finding[], waivers: readonly Waiver[], narrowed = false) {
  const before = report([...findings]);
  const { report: after, clashes } = waive({ report: before, file: 'w.yaml', waivers, at: AT, narrowed });
  expect(after.summary).toEqual(before.summary);
  expect(after.findings.map(({ status }) => status)).toEqual(findings.map(({ status }) => status));
  return {
    clashes: clashes.map(({ object, ids }) => ({ object, ids })),
    covered: after.findings.map((one) => one.waiver?.id ?? null),
    objects: after.findings.map((one) => one.objects?.waived ?? []),
    states: after.waivers?.list.map(({ state }) => state),
    notes: after.waivers?.list.map(({ note }) => note),
    waived: after.waivers?.waived,
  };
}

describe('what a waiver is about', () => {
  const failing = finding({ status: 'fail' });

  test.each<[string, WaiverScope, boolean]>([
    ['its rule', { rule: RULE }, true],
    ['another rule', { rule: 'etcd-auto-tls' }, false],
    ['its control', { control: '2.5' }, true],
    ['its control of that benchmark', { control: '2.5', benchmark: 'cis-kubernetes' }, true],
    ['its control of that version', { control: '2.5', benchmark: 'cis-kubernetes@1.12' }, true],
    ['a control of another version', { control: '2.5', benchmark: 'cis-kubernetes@1.11' }, false],
    ['a longer number', { control: '2.50' }, false],
    ['its node', { rule: RULE, node: 'cp-1' }, true],
    ['a pattern of nodes', { rule: RULE, node: ['worker-*', 'cp-*'] }, true],
    ['another node', { rule: RULE, node: 'cp-2' }, false],
    ['its component', { rule: RULE, component: 'etcd' }, true],
    ['another component', { rule: RULE, component: 'kubelet' }, false],
    ['its member by name', { rule: RULE, object: 'm1' }, true],
    ['another member', { rule: RULE, object: 'm2' }, false],
  ])('%s', (_name, scope, covers) => {
    const { covered, waived } = outcome([failing], [waiver(scope)]);

    expect(covered).toEqual([covers ? 'W-1' : null]);
    expect(waived).toBe(covers ? 1 : 0);
  });

  test('a cluster is on no node', () => {
    const cluster = finding({
      status: 'fail',
      target: { kind: 'cluster', component: 'cluster', cluster: 'https://api:6443', node: 'cp-1' },
    });

    expect(outcome([cluster], [waiver({ rule: RULE, node: 'cp-1' })]).states).toEqual(['unmatched']);
  });
});

test.each<[Status, string | null]>([
  ['fail', 'W-1'],
  ['conflict', 'W-1'],
  ['unknown', null],
  ['error', null],
  ['manual', null],
  ['pass', null],
  ['not-applicable', null],
])('%s is covered by: %s', (status, id) => {
  const { covered, states } = outcome([finding({ status })], [waiver({ rule: RULE })]);

  expect(covered).toEqual([id]);
  expect(states).toEqual([id === null ? 'unused' : 'applied']);
});

test('what is not known cannot be waived, and that is said', () => {
  const { notes } = outcome([finding({ status: 'unknown' })], [waiver({ rule: RULE })]);

  expect(notes).toEqual([`${RULE} is unknown: what is not known cannot be waived.`]);
});

describe('time', () => {
  test.each([
    ['2026-11-24', 'applied'],
    ['2026-11-23', 'expired'],
    ['2026-11-24T10:00:00Z', 'expired'],
    ['2026-11-24T10:00:01Z', 'applied'],
    ['2026-11-24T12:30:00+01:00', 'applied'],
  ])('%s is %s', (expires, state) => {
    const { states, covered } = outcome([finding({ status: 'fail' })], [waiver({ rule: RULE }, { expires })]);

    expect(states).toEqual([state]);
    expect(covered).toEqual([state === 'applied' ? 'W-1' : null]);
  });

  test('an expired one and its renewal do not clash', () => {
    const { clashes, covered, states } = outcome(
      [finding({ status: 'fail' })],
      [waiver({ rule: RULE }, { expires: '2026-01-01' }), waiver({ rule: RULE }, { id: 'W-2' })],
    );

    expect(clashes).toEqual([]);
    expect(covered).toEqual(['W-2']);
    expect(states).toEqual(['expired', 'applied']);
  });
});

describe('objects', () => {
  const pods = (failing: string[], undecided: string[] = [], status: Status = 'fail') =>
    finding({
      status,
      target: { kind: 'cluster', component: 'cluster', cluster: 'https://api:6443', node: 'cp-1' },
      objects: { failing, undecided },
    });

  test('all that is at fault must be covered', () => {
    const { covered, objects, notes } = outcome(
      [pods(['Deployment shop/web', 'Deployment ci/runner'])],
      [waiver({ rule: RULE, object: 'Deployment shop/*' })],
    );

    expect(covered).toEqual([null]);
    expect(objects).toEqual([[{ object: 'Deployment shop/web', waiver: 'W-1' }]]);
    expect(notes).toEqual([`It does not cover all that is at fault in ${RULE}.`]);
  });

  test('several waivers may cover it together, and the first to expire is named', () => {
    const { covered, clashes, objects } = outcome(
      [pods(['Deployment shop/web', 'Deployment ci/runner'])],
      [
        waiver({ rule: RULE, object: 'Deployment shop/*' }),
        waiver({ rule: RULE, object: 'Deployment ci/*' }, { id: 'W-2', expires: '2026-12-01' }),
      ],
    );

    expect(clashes).toEqual([]);
    expect(covered).toEqual(['W-2']);
    expect(objects[0]).toHaveLength(2);
  });

  test('an object of which it is not known keeps the finding open', () => {
    const { covered } = outcome(
      [pods(['Deployment shop/web'], ['Deployment shop/db'])],
      [waiver({ rule: RULE, object: 'Deployment shop/*' })],
    );

    expect(covered).toEqual([null]);
  });

  test('a contradiction is about no object', () => {
    const { covered } = outcome(
      [pods(['Deployment shop/web'], [], 'conflict')],
      [waiver({ rule: RULE, object: 'Deployment shop/*' })],
    );

    expect(covered).toEqual([null]);
  });

  test('two for one object clash', () => {
    const { clashes } = outcome(
      [pods(['Deployment shop/web'])],
      [
        waiver({ rule: RULE, object: 'Deployment shop/*' }),
        waiver({ rule: RULE, object: '*/web' }, { id: 'W-2' }),
      ],
    );

    expect(clashes).toEqual([{ object: 'Deployment shop/web', ids: ['W-1', 'W-2'] }]);
  });
});

test('one by rule and one by control clash', () => {
  const { clashes } = outcome(
    [finding({ status: 'fail' })],
    [waiver({ rule: RULE }), waiver({ control: '2.5' }, { id: 'W-2' })],
  );

  expect(clashes).toEqual([{ object: null, ids: ['W-1', 'W-2'] }]);
});

describe('what covers nothing', () => {
  const passing = [finding()];

  test.each<[string, WaiverScope, boolean, string]>([
    ['nothing of it fails', { rule: RULE }, false, 'unused'],
    ['it is not in the report', { rule: 'etcd-auto-tls' }, false, 'unmatched'],
    ['it was left out', { rule: 'etcd-auto-tls' }, true, 'elsewhere'],
    ['it is about other nodes', { rule: RULE, node: 'cp-9' }, false, 'elsewhere'],
  ])('%s', (_name, scope, narrowed, state) => {
    expect(outcome(passing, [waiver(scope)], narrowed).states).toEqual([state]);
  });
});
