import type { JudgedComponent, JudgedProcess } from '../components/judged.ts';
import { type Candidate, newestStarting } from '../components/subject.ts';
import type { Finding, Proof, Target } from '../model/finding.ts';
import type { Observation } from '../model/observation.ts';
import type { Rule } from '../model/rule.ts';
import { settingsOf } from '../model/rule-settings.ts';
import type { ProcessFacts, Snapshot } from '../model/snapshot.ts';
import { type JudgeContext, judgeCandidate } from './check.ts';
import { type Decision, decide } from './decide.ts';
import { evidenceFor } from './evidence.ts';
import { expressionOn } from './expression.ts';
import { findingHead } from './finding-head.ts';
import { asFarAsSaid, NOTHING_TO_ASK } from './from-files.ts';
import type { Assignment, EvaluateInput } from './input.ts';
import { byLetter, withLetter } from './letter.ts';
import { type Membership, membershipOf } from './membership.ts';
import type { OtherComponent } from './other-component.ts';
import { parametersOf } from './parameters.ts';
import { judgedComponent } from './registry.ts';
import { relevantChange } from './relevant-change.ts';
import { forSingleMember } from './single-member.ts';
import { switchedOff } from './switched-off.ts';
import { agreed, type Verdict } from './verdict.ts';

/** One rule on one running process. */
export function processFinding(
  process: ProcessFacts,
  assignment: Assignment,
  input: EvaluateInput,
  others: OtherComponent,
): Finding {
  const { rule, control } = assignment;
  const component = judgedComponent(process.component);
  const own = input.snapshot.observations.filter((one) => isOf(one, process));
  // Who takes the connections is no answer of the process.
  const observations = own.filter(({ method }) => method !== 'OWNER');
  const answered = answeredVersion(observations) ?? versionByApi(process, input.snapshot);
  const judged = component.judge(process, answered);
  const starting = newestStarting(judged.candidates);
  const membership =
    starting === null || rule.applies === undefined ? null : membershipOf(process, starting, observations);
  const proof =
    process.planned !== undefined
      ? NOTHING_TO_ASK
      : (switchedOff(rule.id, input) ??
        proofOf(component, rule.proof, process, observations, input.snapshot));
  const parameters = parametersOf(rule, control);
  const context = { parameters, others, expression: expressionOn(rule, process, input, parameters) };
  const judging = { component, judged, membership, context };
  const change = relevantChange(judged.candidates, rule.check);
  const decision = decide(effectOf(assignment, judging, process), change, membership, proof, {
    process,
    observations: own,
  });
  return {
    ...findingHead(assignment, input, targetOf(process, judged, input)),
    ...outcome(decision, letterOf(assignment, judging, decision, process), assignment, input.judge),
    evidence: evidenceFor(rule, judged.candidates, membership, process, others),
    proof: decision.proof,
    waiver: null,
  };
}

function targetOf(process: ProcessFacts, judged: JudgedProcess, { snapshot }: EvaluateInput): Target {
  const { component, pid, planned } = process;
  const about = { component, node: snapshot.node.name, ...nameAndVersion(judged) };
  return planned === undefined
    ? { kind: 'process', pid, ...about }
    : { kind: 'file', path: planned.path, line: planned.line, ...about };
}

/** Several components may share a process. */
function isOf({ pid, component }: Observation, process: ProcessFacts): boolean {
  return pid === process.pid && component === process.component;
}

interface Judging {
  component: JudgedComponent;
  judged: JudgedProcess;
  membership: Membership | null;
  context: JudgeContext;
}

function proofOf(
  component: JudgedComponent,
  proof: string | undefined,
  process: ProcessFacts,
  observations: readonly Observation[],
  { source, observations: all, cluster }: Snapshot,
): Proof {
  if (component.compare !== undefined)
    return component.compare(proof, process, observations, { unasked: unasked(source), all, cluster });
  return {
    outcome: 'not-attempted',
    method: 'none',
    observed: 'This rule has no probe: what decides is read from files.',
    at: null,
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

/** A kubelet tells the API server its version, which the node itself often does not show. */
function versionByApi({ component, version }: ProcessFacts, { cluster, node }: Snapshot): string | null {
  if (component !== 'kubelet' || version.state === 'present' || cluster?.state !== 'asked') return null;
  const own = cluster.nodes.find(({ name }) => name === node.name);
  return own?.kubelet.replace(/^v/, '') ?? null;
}

function answeredVersion(observations: readonly Observation[]): string | null {
  return observations.find((one) => one.version !== null)?.version ?? null;
}

function nameAndVersion({ name, version }: JudgedProcess) {
  return { ...(name === null ? {} : { name }), ...(version === null ? {} : { version }) };
}

function effectOf({ rule }: Assignment, judging: Judging, process: ProcessFacts): Verdict {
  const { component, judged, membership, context } = judging;
  if (judged.candidates.length === 0) {
    return {
      status: 'unknown',
      reason: `It runs version ${judged.version}; what its settings mean is known here for ${component.knownVersions}.`,
    };
  }
  const verdicts = judged.candidates.map((candidate) => ({
    version: candidate.version,
    verdict:
      outOfScope(component, candidate) ??
      forSingleMember(judgeCandidate(candidate, rule.check, context), candidate, membership),
  }));
  return asFarAsSaid(
    process,
    () => settingsFor(rule, judged.candidates),
    agreed(verdicts, whyNoVersion(process)),
  );
}

function whyNoVersion({ version }: ProcessFacts): string | null {
  return version.state === 'unreadable' ? version.reason : null;
}

/** Settings that a rule names, as the newest version reads them. */
function settingsFor(rule: Rule, candidates: readonly Candidate[]) {
  const starting = newestStarting(candidates);
  if (starting === null) return [];
  const names = new Set([...settingsOf(rule.check), ...settingsOf(rule.letter), ...rule.evidence]);
  return [...names].map((name) => ({ name, isDefault: starting.setting(name).origin.kind === 'default' }));
}

/** The letter follows the same sources: where they changed after the start and nothing confirms them, it is open too. */
function letterOf(
  { rule, control }: Assignment,
  judging: Judging,
  decision: Decision,
  process: ProcessFacts,
): Verdict {
  const { component, judged, membership, context } = judging;
  const stale = relevantChange(judged.candidates, control.letter ?? rule.letter) !== undefined;
  if (stale && decision.proof.outcome !== 'confirmed') return { status: 'unknown', reason: decision.reason };
  const literal = asFarAsSaid(
    process,
    () => settingsFor(rule, judged.candidates),
    agreed(
      judged.candidates.map((candidate) => ({
        version: candidate.version,
        verdict:
          outOfScope(component, candidate) ??
          judgeCandidate(candidate, control.letter ?? rule.letter, context),
      })),
      whyNoVersion(process),
    ),
  );
  if (membership?.voters !== 1 || literal.status === 'error' || literal.status === 'unknown') return literal;
  return { status: 'not-applicable', reason: 'The control is for clusters of several members.' };
}

function outOfScope(component: JudgedComponent, candidate: Candidate): Verdict | null {
  const reason = component.outOfScope?.(candidate) ?? null;
  return reason === null ? null : { status: 'not-applicable', reason };
}

/** Why a process was not asked at all. A tree of files is never probed; saying so leaves no gap. */
function unasked(source: Snapshot['source']): string {
  return source === 'live' ? 'No probe was sent.' : 'No probe is sent when a tree of files is judged.';
}
