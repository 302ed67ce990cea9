import { type MemberState, quorumOf, type Survey, selfOf, votersOf } from './survey.ts';

/** etcd itself takes no more writes at this distance: maxGapBetweenApplyAndCommitIndex of server/etcdserver/v3_server.go */
const MOST_BEHIND = 5_000n;

/** Why a cluster is not as sound as it must be before one of its members is restarted, and after; null when it is. */
export function whyUnsound(survey: Survey): string | null {
  const voters = votersOf(survey);
  if (selfOf(survey) === undefined) return 'the member of this node is not in the list of members';
  return (
    voters.map(whyIll).find((one) => one !== null) ??
    (survey.alarms.length === 0 ? null : `etcd has an alarm: ${survey.alarms.join(', ')}`) ??
    whyDivided(voters) ??
    voters.map((one) => whyBehind(one, committedBy(survey))).find((one) => one !== null) ??
    voters.map((one) => whyApart(one, voters)).find((one) => one !== null) ??
    null
  );
}

function whyIll({ name, ill, status }: MemberState): string | null {
  if (ill !== null) return `the member ${name} is not healthy: ${ill}`;
  return status === null ? `the member ${name} does not answer` : null;
}

function whyDivided(voters: readonly MemberState[]): string | null {
  const leaders = new Set(voters.map(({ status }) => status?.leader));
  const terms = new Set(voters.map(({ status }) => status?.term));
  if (leaders.has('0')) return 'a member has no leader';
  if (leaders.size > 1) return 'the members follow different leaders';
  return terms.size > 1 ? 'the members are in different terms: an election is under way' : null;
}

function whyBehind({ name, status }: MemberState, committed: bigint): string | null {
  const behind = committed - (status?.applied ?? 0n);
  return behind > MOST_BEHIND ? `the member ${name} is ${behind} entries behind` : null;
}

/** One way is not enough: a member that refuses the other's certificate still reaches it. */
function whyApart({ id, name, links }: MemberState, voters: readonly MemberState[]): string | null {
  if (voters.length === 1) return null;
  if (links === null) return `the member ${name} does not tell its connections: /metrics has no answer`;
  const missing = voters.find((one) => one.id !== id && !links.includes(one.id));
  return missing === undefined ? null : `the member ${name} has no working connection with ${missing.name}`;
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
  return `restarting this member would leave ${healthy.length} of ${voters.length} members, which is no majority: ${ill}`;
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
