import { describe, expect, test } from 'vitest';
import type { Finding, Status } from '../model/finding.ts';
import { finding, report } from '../report/testing.ts';
import { againstBaseline } from './baseline.ts';

const WAIVER = { id: 'W-1', reason: 'r', owner: 'o', approver: 'a', expires: '2027-01-01' };
const PROCESS = { kind: 'process', component: 'etcd', pid: 1, node: 'cp-1' } as const;
const CLUSTER = { kind: 'cluster', component: 'cluster', cluster: 'https://api:6443', node: 'cp-1' } as const;

function marks(before: readonly Partial<Finding>[], after: readonly Partial<Finding>[]) {
  const [old, fresh] = [report(before.map(finding)), report(after.map(finding))];
  const marked = againstBaseline(fresh, old, 'old.json');
  expect(marked.summary).toEqual(fresh.summary);
  return { states: marked.findings.map(({ baseline }) => baseline?.state ?? null), marked };
}

test.each<[Status, Status, string | null]>([
  ['pass', 'fail', 'new'],
  ['fail', 'fail', 'known'],
  ['fail', 'conflict', 'known'],
  ['unknown', 'fail', 'new'],
  ['fail', 'unknown', 'new'],
  ['unknown', 'error', 'known'],
  ['pass', 'unknown', 'new'],
  ['fail', 'pass', null],
  ['manual', 'manual', null],
])('%s then, %s now: %s', (before, after, state) => {
  expect(marks([{ status: before }], [{ status: after }]).states).toEqual([state]);
});

test('what does not fail any more is gone', () => {
  const { marked } = marks([{ status: 'fail' }], [{ status: 'pass' }]);

  expect(marked.baseline).toMatchObject({
    new: 0,
    known: 0,
    gone: [{ rule: 'etcd-peer-client-cert-auth', controls: ['2.5'] }],
  });
});

test('what was not judged again is not gone', () => {
  expect(marks([{ rule: 'other', status: 'fail' }], [{ status: 'pass' }]).marked.baseline?.gone).toEqual([]);
});

describe('the same thing', () => {
  test('a process is still the same after a restart, and on a node of another name', () => {
    const { states } = marks(
      [{ status: 'fail', target: { ...PROCESS, pid: 1, name: 'm1' } }],
      [{ status: 'fail', target: { ...PROCESS, pid: 99, name: 'm1', node: 'cp-9' } }],
    );

    expect(states).toEqual(['known']);
  });

  test('a second process that fails is new', () => {
    const { states, marked } = marks(
      [{ status: 'fail', target: { ...PROCESS, pid: 1 } }],
      [
        { status: 'fail', target: { ...PROCESS, pid: 7 } },
        { status: 'fail', target: { ...PROCESS, pid: 1 } },
      ],
    );

    expect(states).toEqual(['new', 'known']);
    expect(marked.findings[0]?.baseline?.note).toBe('The baseline has no such target.');
  });

  test('a component that came to the node is new', () => {
    const { states, marked } = marks(
      [{ status: 'not-applicable', target: { kind: 'node', component: 'etcd', node: 'cp-1' } }],
      [{ status: 'fail', target: PROCESS }],
    );

    expect(states).toEqual(['new']);
    expect(marked.findings[0]?.baseline?.note).toBe('It was not-applicable then.');
  });

  test('a file that moved by some lines is the same', () => {
    const target = { kind: 'file', component: 'etcd', path: 'a.yaml', node: 'files' } as const;
    const { states } = marks(
      [{ status: 'fail', target: { ...target, line: 3 } }],
      [{ status: 'fail', target: { ...target, line: 30 } }],
    );

    expect(states).toEqual(['known']);
  });

  test('another file is not the same, though there is one of each', () => {
    const file = (path: string) =>
      ({ kind: 'file', component: 'etcd', path, line: 1, node: 'files' }) as const;
    const { states } = marks(
      [{ status: 'fail', target: file('a.yaml') }],
      [{ status: 'fail', target: file('b.yaml') }],
    );

    expect(states).toEqual(['new']);
  });

  test('a rule that the baseline does not have is told as such', () => {
    const { marked } = marks([{ rule: 'other' }], [{ status: 'fail' }]);

    expect(marked.findings[0]?.baseline).toEqual({
      state: 'new',
      note: 'The baseline was not judged by this rule.',
    });
  });
});

describe('behind a finding that fails already', () => {
  const pods = (...failing: string[]): Partial<Finding> => ({
    status: 'fail',
    target: CLUSTER,
    objects: { failing, undecided: [] },
  });

  test('one more object at fault is new', () => {
    const { states, marked } = marks([pods('Pod a/b')], [pods('Pod a/b', 'Pod a/c')]);

    expect(states).toEqual(['new']);
    expect(marked.findings[0]?.baseline?.note).toBe('Not at fault then: Pod a/c.');
  });

  test('one that a waiver covered then is new', () => {
    const waived = { failing: ['Pod a/b', 'Pod a/c'], undecided: [] };
    const then = { ...pods(), objects: { ...waived, waived: [{ object: 'Pod a/b', waiver: 'W-1' }] } };
    const { states, marked } = marks([then], [{ ...pods(), objects: waived }]);

    expect(states).toEqual(['new']);
    expect(marked.findings[0]?.baseline?.note).toBe('A waiver covered it then: Pod a/b.');
    expect(marks([{ ...pods(), objects: waived }], [then]).states).toEqual(['known']);
  });

  test('one less is not', () => {
    expect(marks([pods('Pod a/b', 'Pod a/c')], [pods('Pod a/b')]).states).toEqual(['known']);
  });

  test('a report that does not list them says nothing about them', () => {
    expect(marks([{ status: 'fail', target: CLUSTER }], [pods('Pod a/b')]).states).toEqual(['known']);
  });
});

describe('waivers', () => {
  test('what is waived is neither new nor known', () => {
    expect(marks([{ status: 'pass' }], [{ status: 'fail', waiver: WAIVER }]).states).toEqual([null]);
  });

  test('a baseline does not make good for a waiver that is over', () => {
    const { states, marked } = marks([{ status: 'fail', waiver: WAIVER }], [{ status: 'fail' }]);

    expect(states).toEqual(['new']);
    expect(marked.findings[0]?.baseline?.note).toBe('Waiver W-1 covered it then.');
  });
});
