import { type MemberState, quorumOf, type Survey, selfOf, votersOf } from './survey.ts';

/** etcd itself takes no more writes at this distance: maxGapBetweenApplyAndCommitIndex of server/etcdserver/v3_server.go */
const MOST_BEHIND = 5_000n;
/** The id of the leader while there is none. */
const NOBODY = '0';

/** What is wrong with a cluster. */
export interface Trouble {
  readonly why: string;
  /** It goes away by itself within seconds, as after the restart of a member: an election, links, entries on their way. */
  readonly passes: boolean;
}

/**
 * Why a cluster is not as sound as it must be before one of its members is restarted, and after; null when it is. What
 * stays comes first.
 */
export function troubleOf(survey: Survey): Trouble | null {
  const voters = votersOf(survey);
  if (selfOf(survey) === undefined) return stays('the member of this node is not in the list of members');
  const found = [
    ...voters.map(whyIll),
    ...survey.alarms.map((alarm) => stays(`etcd has an alarm: ${alarm}`)),
    whyUnasked(survey, voters),
    whyDivided(voters),
    ...voters.map((one) => whyBehind(one, committedBy(survey))),
    ...voters.map((one) => whyApart(one, voters)),
  ].filter((one) => one !== null);
  return found.find(({ passes }) => !passes) ?? found[0] ?? null;
}

/** The same in words. */
export function whyUnsound(survey: Survey): string | null {
  return troubleOf(survey)?.why ?? null;
}

function stays(why: string): Trouble {
  return { why, passes: false };
}

function passes(why: string): Trouble {
  return { why, passes: true };
}

function whyIll(member: MemberState): Trouble | null {
  const { name, ill, status } = member;
  if (ill !== null)
    return { why: `the member ${name} is not healthy: ${ill}`, passes: waitsForLeader(member) };
  return status === null ? stays(`the member ${name} does not answer`) : null;
}

/** Without a leader a member that is well otherwise says that it is not ready. */
function waitsForLeader({ status }: MemberState): boolean {
  return status?.leader === NOBODY;
}

function whyUnasked({ alarmsUnseen }: Survey, voters: readonly MemberState[]): Trouble | null {
  if (alarmsUnseen === null) return null;
  return { why: `etcd does not tell its alarms: ${alarmsUnseen}`, passes: voters.some(waitsForLeader) };
}

function whyDivided(voters: readonly MemberState[]): Trouble | null {
  const leaders = new Set(voters.map(({ status }) => status?.leader));
  const terms = new Set(voters.map(({ status }) => status?.term));
  if (leaders.has(NOBODY)) return passes('a member has no leader');
  if (leaders.size > 1) return passes('the members follow different leaders');
  return terms.size > 1 ? passes('the members are in different terms: an election is under way') : null;
}

function whyBehind({ name, status }: MemberState, committed: bigint): Trouble | null {
  const behind = committed - (status?.applied ?? 0n);
  return behind > MOST_BEHIND ? passes(`the member ${name} is ${behind} entries behind`) : null;
}

/** One way is not enough: a member that refuses the other's certificate still reaches it. */
function whyApart({ id, name, links }: MemberState, voters: readonly MemberState[]): Trouble | null {
  if (voters.length === 1) return null;
  if (links === null)
    return stays(`the member ${name} does not tell its connections: /metrics has no answer`);
  const missing = voters.find((one) => one.id !== id && !links.includes(one.id));
  return missing === undefined
    ? null
    : passes(`the member ${name} has no working connection with ${missing.name}`);
}

/** The highest commit index that any voter knows of. */
export function committedBy(survey: Survey): bigint {
  return votersOf(survey).reduce((most, { status }) => {
    const committed = status?.committed ?? 0n;
    return committed > most ? committed : most;
  }, 0n);
}

/**
 * Why the member of this node must not go down now, whatever is wrong with it: the others alone are no majority. Null
 * in a cluster of one or two, where that is always so and was consented to, and when this member does not even answer. One
 * that only waits for a leader is needed to elect it.
 */
export function whyNeeded(survey: Survey): string | null {
  const voters = votersOf(survey);
  const self = selfOf(survey);
  if (voters.length <= 2 || self === undefined || self.learner || self.status === null) return null;
  const others = voters.filter(({ id }) => id !== self.id);
  const healthy = others.filter((one) => whyIll(one) === null);
  if (healthy.length >= quorumOf(voters.length)) return null;
  const ill = others.map(whyIll).find((one) => one !== null);
  return `restarting this member would leave ${healthy.length} of ${voters.length} members, which is no majority: ${ill?.why}`;
}

/** Whoever takes the leadership best: another healthy voter, the one that is furthest; null when this member does not lead. */
export function successorOf(survey: Survey): MemberState | null {
  const self = selfOf(survey);
  if (self === undefined || self.status?.leader !== self.id) return null;
  const others = votersOf(survey).filter((one) => one.id !== self.id && whyIll(one) === null);
  return others.toSorted((left, right) => compare(right.status?.applied, left.status?.applied)).at(0) ?? null;
}

function compare(left = 0n, right = 0n): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
