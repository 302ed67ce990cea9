import { etcdInForce, likeliestConfiguration } from '../components/etcd/in-force.ts';
import { compareWithProbes } from '../components/etcd/proof.ts';
import { candidateOf } from '../components/etcd/subject.ts';
import { KNOWN_MINORS } from '../components/etcd/version.ts';
import { type Candidate, newestStarting, type StartingCandidate } from '../components/subject.ts';
import type { Finding } from '../model/finding.ts';
import type { Observation } from '../model/observation.ts';
import type { ProcessFacts, Snapshot } from '../model/snapshot.ts';
import { judgeCandidate } from './check.ts';
import { type Decision, decide } from './decide.ts';
import { evidenceFor } from './evidence.ts';
import { findingHead } from './finding-head.ts';
import type { Assignment, EvaluateInput } from './input.ts';
import { byLetter, withLetter } from './letter.ts';
import { type Membership, membershipOf } from './membership.ts';
import type { OtherComponent } from './other-component.ts';
import { forSingleMember } from './single-member.ts';
import { agreed, type Verdict } from './verdict.ts';

/** One rule on one running process. */
export function processFinding(
  process: ProcessFacts,
  assignment: Assignment,
  input: EvaluateInput,
  others: OtherComponent,
): Finding {
  const { rule } = assignment;
  const observations = input.snapshot.observations.filter((one) => one.pid === process.pid);
  const inForce = etcdInForce(process, answeredVersion(observations));
  const candidates = inForce.readings.map(({ version, reading }) => candidateOf(process, version, reading));
  const starting = newestStarting(candidates);
  const membership =
    starting === null || rule.applies === undefined ? null : membershipOf(process, starting, observations);
  const proof = compareWithProbes(
    rule.proof,
    process,
    likeliestConfiguration(inForce),
    observations,
    unasked(input.snapshot.source),
  );
  const effect = effectOf(assignment, candidates, membership, others, inForce.version);
  const decision = decide(effect, candidates, membership, proof);
  const literal = letterOf(assignment, candidates, membership, others, decision);
  const target = {
    kind: 'process',
    component: process.component,
    pid: process.pid,
    node: input.snapshot.node.name,
    ...nameAndVersion(starting, inForce.version),
  } as const;
  return {
    ...findingHead(assignment, input, target),
    ...outcome(decision, literal, assignment, input.judge),
    evidence: evidenceFor(rule, candidates, membership, process, others),
    proof: decision.proof,
    waiver: null,
  };
}

function outcome(
  decision: Decision,
  literal: Verdict,
  { control }: Assignment,
  judge: EvaluateInput['judge'],
): Pick<Finding, 'status' | 'reason'> & Partial<Pick<Finding, 'letter' | 'letterReason'>> {
  return judge === 'letter' ? byLetter(decision, literal, control) : withLetter(decision, literal);
}

function answeredVersion(observations: readonly Observation[]): string | null {
  return observations.find((one) => one.version !== null)?.version ?? null;
}

function nameAndVersion(starting: StartingCandidate | null, version: string | null) {
  const name = starting?.setting('name').value;
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(version === null ? {} : { version }),
  };
}

function effectOf(
  { rule }: Assignment,
  candidates: readonly Candidate[],
  membership: Membership | null,
  others: OtherComponent,
  version: string | null,
): Verdict {
  if (candidates.length === 0) {
    const known = `${KNOWN_MINORS[0]} to ${KNOWN_MINORS.at(-1)}`;
    return {
      status: 'unknown',
      reason: `It runs version ${version}; what its settings mean is known here for ${known}.`,
    };
  }
  const verdicts = candidates.map((candidate) => ({
    version: candidate.version,
    verdict:
      notAMember(candidate) ??
      forSingleMember(judgeCandidate(candidate, rule.check, others), candidate, membership),
  }));
  return agreed(verdicts);
}

/** The letter follows the same sources: where they changed after the start and nothing confirms them, it is open too. */
function letterOf(
  { rule }: Assignment,
  candidates: readonly Candidate[],
  membership: Membership | null,
  others: OtherComponent,
  decision: Decision,
): Verdict {
  const stale = candidates.some((one) => one.outcome !== 'undetermined' && one.stale.length > 0);
  if (stale && decision.proof.outcome !== 'confirmed') return { status: 'unknown', reason: decision.reason };
  const literal = agreed(
    candidates.map((candidate) => ({
      version: candidate.version,
      verdict: notAMember(candidate) ?? judgeCandidate(candidate, rule.letter, others),
    })),
  );
  if (membership?.voters !== 1 || literal.status === 'error' || literal.status === 'unknown') return literal;
  return { status: 'not-applicable', reason: 'The control is for clusters of several members.' };
}

/** Up to 3.5 etcd can be told, by a variable or its file too, to serve as the old v2 proxy and hold no data. */
function notAMember(candidate: Candidate): Verdict | null {
  if (candidate.outcome !== 'starts') return null;
  const { value } = candidate.setting('proxy');
  if (value !== 'on' && value !== 'readonly') return null;
  return {
    status: 'not-applicable',
    reason: `It runs as a proxy (proxy = ${value}) and is no member of a cluster.`,
  };
}

/** Why a process was not asked at all. A tree of files is never probed; saying so leaves no gap. */
function unasked(source: Snapshot['source']): string {
  return source === 'live' ? 'No probe was sent.' : 'No probe is sent when a tree of files is judged.';
}
