import { describe, expect, it } from 'vitest';
import type { Candidate } from '../components/subject.ts';
import type { Membership } from './membership.ts';
import { forSingleMember } from './single-member.ts';
import type { Verdict } from './verdict.ts';

const origin = { kind: 'process', path: '' } as const;
const OPEN = { reach: 'network', clientCertificates: 'not-required' };

function candidate(...listeners: Record<string, string>[]): Candidate {
  return {
    version: '3.5.21',
    outcome: 'starts',
    stale: [],
    setting: (name) => ({ name, value: null, origin, overrides: [] }),
    property: () => ({
      state: 'items',
      items: listeners.map((attributes, index) => ({ label: `url${index}`, attributes, origin })),
      virtue: () => '',
    }),
    authorities: [],
  };
}

function outcome(status: Verdict['status'], voters: number | null, ...listeners: Record<string, string>[]) {
  const membership: Membership = { voters, learners: 0, origin, source: 'x' };
  return forSingleMember({ status, reason: 'read.' }, candidate(...listeners), membership);
}

describe('a control between members', () => {
  it.each([
    ['several members', 'fail', 3, OPEN, 'fail'],
    ['a number that is not known', 'fail', null, OPEN, 'fail'],
    ['one that is protected', 'pass', 1, { ...OPEN, clientCertificates: 'required' }, 'not-applicable'],
    ['one that is open on loopback', 'fail', 1, { ...OPEN, reach: 'local' }, 'not-applicable'],
    [
      'one on the network that trusts the roots of the system',
      'fail',
      1,
      { ...OPEN, clientCertificates: 'required-from-system-roots' },
      'fail',
    ],
    ['one open to the network, for a rule that holds', 'pass', 1, OPEN, 'not-applicable'],
    ['one open to the network', 'fail', 1, OPEN, 'fail'],
  ] as const)('with %s', (_name, status, voters, listener, expected) => {
    expect(outcome(status, voters, listener).status).toBe(expected);
  });

  it('names the listeners that are open', () => {
    const { reason } = outcome('fail', 1, OPEN, { ...OPEN, reach: 'local' });

    expect(reason).toContain('url0');
    expect(reason).not.toContain('url1');
  });

  it('is not about members where a rule is about every etcd, nor where there is no reading', () => {
    const verdict: Verdict = { status: 'fail', reason: '' };
    const refusal: Candidate = { version: '3.5.21', outcome: 'undetermined', because: '', origin };

    expect(forSingleMember(verdict, candidate(OPEN), null)).toBe(verdict);
    expect(forSingleMember(verdict, refusal, { voters: 1, learners: 0, origin, source: 'x' })).toBe(verdict);
  });

  it('names learners rather than deny them', () => {
    const membership: Membership = { voters: 1, learners: 2, origin, source: 'x' };

    const { status, reason } = forSingleMember({ status: 'pass', reason: '' }, candidate(), membership);

    expect(status).toBe('not-applicable');
    expect(reason).toContain('2 learners do not make it a cluster of several');
  });
});
