import { describe, expect, it } from 'vitest';
import type { Proof } from '../model/finding.ts';
import { decide } from './decide.ts';
import type { Verdict } from './verdict.ts';

const CHANGE = {
  path: '/etc/etcd.yml',
  changedAt: '2026-01-02T00:00:00Z',
  startedAt: '2026-01-01T00:00:00Z',
};
function statusOf(verdict: Verdict['status'], stale: boolean, outcome: Proof['outcome']): string {
  const proof: Proof = { outcome, method: '', observed: 'seen.', at: null };
  return decide({ status: verdict, reason: 'read.' }, stale ? CHANGE : undefined, null, proof).status;
}

describe('what was read and what was seen', () => {
  it.each([
    ['pass', false, 'confirmed', 'pass'],
    ['pass', false, 'not-attempted', 'pass'],
    ['pass', false, 'inconclusive', 'pass'],
    ['pass', false, 'contradicted', 'conflict'],
    ['fail', false, 'confirmed', 'fail'],
    ['fail', false, 'contradicted', 'conflict'],
    ['pass', true, 'confirmed', 'pass'],
    ['pass', true, 'contradicted', 'conflict'],
    ['pass', true, 'inconclusive', 'unknown'],
    ['pass', true, 'not-attempted', 'unknown'],
    ['fail', true, 'not-attempted', 'unknown'],
    ['unknown', false, 'contradicted', 'unknown'],
    ['error', false, 'confirmed', 'error'],
    ['not-applicable', false, 'contradicted', 'not-applicable'],
  ] as const)('%s, changed after start %j, proof %s: %s', (verdict, stale, outcome, expected) => {
    expect(statusOf(verdict, stale, outcome)).toBe(expected);
  });

  it('names both times where a changed file decides nothing', () => {
    const proof: Proof = { outcome: 'not-attempted', method: '', observed: '', at: null };

    const { reason } = decide({ status: 'pass', reason: '' }, CHANGE, null, proof);

    expect(reason).toContain(CHANGE.changedAt);
    expect(reason).toContain(CHANGE.startedAt);
  });

  it("does not take a changed file's word that the rule is not about the target", () => {
    const membership = {
      voters: 1,
      learners: 0,
      source: 'initial-cluster',
      origin: { kind: 'file', path: '/etc/etcd.yml', line: 1 },
    } as const;
    const proof: Proof = { outcome: 'not-attempted', method: '', observed: '', at: null };

    const { status } = decide({ status: 'not-applicable', reason: '' }, CHANGE, membership, proof);

    expect(status).toBe('unknown');
  });
});
