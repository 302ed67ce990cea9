import type { Control } from '../model/benchmark.ts';
import type { Finding } from '../model/finding.ts';
import type { Decision } from './decide.ts';
import type { Verdict } from './verdict.ts';

type Outcome = Pick<Finding, 'status' | 'reason'> & Partial<Pick<Finding, 'letter' | 'letterReason'>>;

/** What is in force decides; the benchmark's own sentence stands beside it where it says otherwise. */
export function withLetter({ status, reason }: Decision, literal: Verdict): Outcome {
  // An undecided letter is no verdict that could differ.
  if (literal.status === status || literal.status === 'unknown') return { status, reason };
  return { status, reason, letter: literal.status, letterReason: literal.reason };
}

/** The benchmark's sentence decides, and its own assessment: a control that it calls manual is left to a person. */
export function byLetter(decision: Decision, literal: Verdict, control: Control): Outcome {
  const inForce = `In force: ${decision.status}. ${decision.reason}`;
  if (control.assessment === 'manual' && literal.status !== 'not-applicable') {
    return {
      status: 'manual',
      reason: `The benchmark leaves this to a person. By its sentence: ${literal.status}. ${literal.reason} ${inForce}`,
    };
  }
  const differs = literal.status !== decision.status;
  return { status: literal.status, reason: differs ? `${literal.reason} ${inForce}` : decision.reason };
}
