import type { Candidate, Parameters, Property } from '../components/subject.ts';
import type { JudgedWhole } from '../components/whole.ts';
import type { Evidence, Finding, Proof, Target } from '../model/finding.ts';
import type { Check, Rule } from '../model/rule.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { judgeCandidate } from './check.ts';
import { decide } from './decide.ts';
import { expressionOn } from './expression.ts';
import { findingHead } from './finding-head.ts';
import { byFilesAlone, inFiles, NOTHING_TO_ASK, outsideFiles } from './from-files.ts';
import type { Assignment, EvaluateInput } from './input.ts';
import { byLetter, withLetter } from './letter.ts';
import type { OtherComponent } from './other-component.ts';
import { parametersOf } from './parameters.ts';
import { providerManaged } from './provider.ts';
import { switchedOff } from './switched-off.ts';
import type { Verdict } from './verdict.ts';
import { wholeEvidence } from './whole-evidence.ts';
import { wholeObjects } from './whole-objects.ts';

const NO_PROBE: Proof = {
  outcome: 'not-attempted',
  method: 'none',
  observed: 'This rule has no probe: what decides was read.',
  at: null,
};

/** One rule on a node or a cluster as a whole. */
export function wholeFinding(
  whole: JudgedWhole,
  assignment: Assignment,
  input: EvaluateInput,
  others: OtherComponent,
): Finding {
  const { rule, control } = assignment;
  const candidate = remembering(whole.judge(input.snapshot));
  const parameters = parametersOf(rule, control);
  const context = { parameters, others, expression: expressionOn(rule, null, input, parameters) };
  const { snapshot } = input;
  const outside = outsideFiles(rule, snapshot) ?? providerManaged(snapshot, rule.component, rule.key);
  const judged = (check: Check): Verdict =>
    outside === null
      ? byFilesAlone(rule, snapshot, judgeCandidate(candidate, check, context))
      : { status: 'not-applicable', reason: outside };
  const decision = decide(judged(rule.check), undefined, null, proofOf(whole, rule, input, parameters));
  const literal = judged(control.letter ?? rule.letter);
  const outcome =
    input.judge === 'letter' ? byLetter(decision, literal, control) : withLetter(decision, literal);
  const deciding = input.judge === 'letter' ? (control.letter ?? rule.letter) : rule.check;
  const objects = wholeObjects(outcome.status, candidate, deciding, context.parameters);
  return {
    ...findingHead(assignment, input, targetOf(assignment, input.snapshot)),
    ...outcome,
    evidence: evidenceOf(candidate, rule, context.parameters, outside, snapshot),
    ...(objects === undefined ? {} : { objects }),
    proof: decision.proof,
    waiver: null,
  };
}

function evidenceOf(
  candidate: Candidate,
  rule: Rule,
  parameters: Parameters,
  outside: string | null,
  { source }: Snapshot,
): Evidence[] {
  if (source !== 'files') return wholeEvidence(candidate, rule, parameters);
  return outside === null ? inFiles(wholeEvidence(candidate, rule, parameters)) : [];
}

function proofOf(whole: JudgedWhole, rule: Rule, input: EvaluateInput, parameters: Parameters): Proof {
  if (input.snapshot.source === 'files') return NOTHING_TO_ASK;
  return switchedOff(rule.id, input) ?? whole.compare?.(rule.proof, input.snapshot, parameters) ?? NO_PROBE;
}

/** Check, letter and evidence of a finding look at the same properties, by the same parameters. */
function remembering(candidate: Candidate): Candidate {
  if (candidate.outcome !== 'starts') return candidate;
  const known = new Map<string, Property>();
  return {
    ...candidate,
    property: (name, parameters) => {
      const property = known.get(name) ?? candidate.property(name, parameters);
      known.set(name, property);
      return property;
    },
  };
}

function targetOf({ rule }: Assignment, snapshot: Snapshot): Target {
  const { name: node } = snapshot.node;
  if (rule.target === 'cluster') {
    return { kind: 'cluster', component: rule.component, cluster: clusterName(snapshot), node };
  }
  return { kind: 'node', component: rule.component, node };
}

function clusterName({ cluster }: Snapshot): string {
  return cluster?.state === 'asked' ? cluster.server : 'no cluster was asked';
}
