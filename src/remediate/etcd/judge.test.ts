import { describe, expect, it } from 'vitest';
import { committedBy, successorOf, troubleOf, whyNeeded, whyUnsound } from './judge.ts';
import { type MemberState, type MemberStatus, quorumOf, type Survey } from './survey.ts';

const STATUS: MemberStatus = {
  version: '3.6.5',
  leader: '1',
  term: '2',
  committed: 100n,
  applied: 100n,
  size: 1,
};

/** A member of three that is as it should be, but for what is given. */
function member(
  id: string,
  {
    status = {},
    ...more
  }: Partial<Omit<MemberState, 'status'>> & { status?: Partial<MemberStatus> | null } = {},
): MemberState {
  const all = ['1', '2', '3'].filter((one) => one !== id);
  const whole = status === null ? null : { ...STATUS, ...status };
  return { id, name: `m${id}`, learner: false, peerUrls: [], ill: null, links: all, ...more, status: whole };
}

function cluster(...members: MemberState[]): Survey {
  const given = new Map(members.map((one) => [one.id, one]));
  return {
    self: '1',
    alarms: [],
    alarmsUnseen: null,
    members: ['1', '2', '3'].map((id) => given.get(id) ?? member(id)),
  };
}

const DEAD = member('2', { status: null, ill: 'no connection', links: null });

it.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [5, 3],
  [7, 4],
])('of %d voters %d are a majority', (voters, quorum) => {
  expect(quorumOf(voters)).toBe(quorum);
});

describe('a cluster', () => {
  it('of three that agree is sound', () => {
    expect(whyUnsound(cluster())).toBeNull();
    expect(committedBy(cluster(member('3', { status: { committed: 120n } })))).toBe(120n);
  });

  it.each<[what: string, survey: Survey, reason: RegExp]>([
    ['with a member that is down', cluster(DEAD), /m2 is not healthy: no connection/],
    ['with a member that says no', cluster(member('3', { ill: '/readyz answers 503' })), /m3 .*503/],
    ['without a leader', cluster(member('3', { status: { leader: '0' } })), /no leader/],
    ['with two leaders', cluster(member('3', { status: { leader: '3' } })), /different leaders/],
    ['in two terms', cluster(member('3', { status: { term: '3' } })), /different terms/],
    [
      'with one far behind',
      cluster(member('1', { status: { committed: 9_999n, applied: 9_999n } })),
      /m2 is 9899 entries behind/,
    ],
    ['with an alarm', { ...cluster(), alarms: ['NOSPACE at m1'] }, /an alarm: NOSPACE at m1/],
    [
      'where one does not reach another',
      cluster(member('3', { links: ['2'] })),
      /m3 has no working connection with m1/,
    ],
    ['where one does not tell', cluster(member('3', { links: null })), /m3 does not tell its connections/],
    ['that this member is not in', { ...cluster(), self: '9' }, /not in the list/],
  ])('%s is not', (_, survey, reason) => {
    expect(whyUnsound(survey)).toMatch(reason);
  });

  const electing = { ill: '/readyz answers 503', status: { leader: '0' } };

  it.each<[what: string, survey: Survey]>([
    ['connections that are made anew', cluster(member('3', { links: ['2'] }))],
    ['a member that catches up', cluster(member('1', { status: { committed: 9_999n, applied: 9_999n } }))],
    ['members that follow different leaders', cluster(member('3', { status: { leader: '3' } }))],
    ['a term that has not come to all', cluster(member('3', { status: { term: '3' } }))],
    [
      'an election, during which members are not ready and tell no alarms',
      { ...cluster(member('1', electing), member('2', electing)), alarmsUnseen: 'no answer within 5 s' },
    ],
  ])('is sound again soon after %s', (_, survey) => {
    expect(troubleOf(survey)).toMatchObject({ passes: true });
  });

  it.each<[what: string, survey: Survey, reason: RegExp]>([
    ['a member that is down', cluster(DEAD), /m2 is not healthy: no connection/],
    [
      'a member that is down while the others elect',
      cluster(member('1', electing), DEAD, member('3', electing)),
      /m2 is not healthy: no connection/,
    ],
    ['a member that has a leader and is not ready', cluster(member('3', { ill: '503' })), /m3 .*503/],
    [
      'an alarm beside a missing link',
      { ...cluster(member('3', { links: ['2'] })), alarms: ['NOSPACE at m1'] },
      /NOSPACE/,
    ],
    [
      'alarms that nobody tells',
      { ...cluster(), alarmsUnseen: 'answers 403' },
      /tell its alarms: answers 403/,
    ],
    ['connections that nobody tells', cluster(member('3', { links: null })), /does not tell its connections/],
    ['a member that is not in the list', { ...cluster(), self: '9' }, /not in the list/],
  ])('does not become sound by itself after %s', (_, survey, reason) => {
    expect(troubleOf(survey)).toEqual({ why: expect.stringMatching(reason), passes: false });
  });

  it('is sound whatever a learner does, which has no vote', () => {
    expect(
      whyUnsound(cluster(member('3', { learner: true, ill: 'not ready', status: null, links: null }))),
    ).toBeNull();
  });

  it('of one member has nobody to be connected with', () => {
    const alone = member('1', { links: null });

    expect(whyUnsound({ self: '1', alarms: [], alarmsUnseen: null, members: [alone] })).toBeNull();
    expect(successorOf({ self: '1', alarms: [], alarmsUnseen: null, members: [alone] })).toBeNull();
  });
});

describe('a member', () => {
  it('may go down when the others are a majority', () => {
    expect(whyNeeded(cluster())).toBeNull();
  });

  it('is needed when they are not', () => {
    expect(whyNeeded(cluster(DEAD))).toMatch(/leave 1 of 3 members, which is no majority: .*m2/);
  });

  it('is not needed when it does nothing itself', () => {
    expect(whyNeeded(cluster(DEAD, member('1', { status: null, ill: 'no answer' })))).toBeNull();
  });

  it('is needed to elect a leader, however little it can do without one', () => {
    const waiting = { ill: '/readyz has no answer', status: { leader: '0' } };

    expect(whyNeeded(cluster(DEAD, member('1', waiting), member('3', waiting)))).toMatch(/leave 0 of 3/);
  });

  it('of two may go down: that was consented to', () => {
    expect(whyNeeded({ self: '1', alarms: [], alarmsUnseen: null, members: [member('1'), DEAD] })).toBeNull();
  });

  it('that leads gives way to the healthy voter that is furthest', () => {
    const near = member('3', { status: { applied: 99n } });

    expect(successorOf(cluster(member('2', { status: { applied: 98n } }), near))?.name).toBe('m3');
    expect(successorOf(cluster(DEAD, near))?.name).toBe('m3');
    expect(successorOf(cluster(member('2', { learner: true }), near))?.name).toBe('m3');
  });

  it('that follows does not', () => {
    expect(successorOf({ ...cluster(), self: '2' })).toBeNull();
  });
});
