import type { ChangedFile } from '../components/stale.ts';
import type { Proof, Status } from '../model/finding.ts';
import { changed, conflictCause, type Surroundings } from './conflict-cause.ts';
import type { Membership } from './membership.ts';
import type { Verdict } from './verdict.ts';

export interface Decision {
  status: Status;
  reason: string;
  proof: Proof;
}

/**
 * Joins what was read with what was seen (contract §6.7, docs/proofs.md): a contradiction is a conflict; a file that
 * changed after the start decides nothing without a probe.
 *
 * @param change a file that the verdict follows from and that changed after the start
 * @param around where the cause of a contradiction is looked for
 */
export function decide(
  verdict: Verdict,
  change: ChangedFile | undefined,
  membership: Membership | null,
  proof: Proof,
  around: Surroundings | null = null,
): Decision {
  if (verdict.status === 'not-applicable') return inapplicable(verdict, change, membership, proof);
  if (verdict.status !== 'pass' && verdict.status !== 'fail') {
    return {
      ...verdict,
      reason: change === undefined ? verdict.reason : `${changed(change)} ${verdict.reason}`,
      proof,
    };
  }
  if (proof.outcome === 'contradicted')
    return conflict(verdict, proof, conflictCause(change, around, proof.method));
  if (change === undefined || proof.outcome === 'confirmed') return confirmed(verdict, change, proof);
  return {
    status: 'unknown',
    reason: `${changed(change)} What it says now would be a ${verdict.status}; no probe could tell what runs.`,
    proof,
  };
}

/** A file that changed after the start cannot say either that the rule is not about this target. */
function inapplicable(
  verdict: Verdict,
  change: ChangedFile | undefined,
  membership: Membership | null,
  proof: Proof,
): Decision {
  if (change === undefined || membership?.origin.kind !== 'file')
    return { ...verdict, proof: notNeeded(proof) };
  return { status: 'unknown', reason: `${changed(change)} By what it says now: ${verdict.reason}`, proof };
}

function notNeeded(proof: Proof): Proof {
  return proof.outcome === 'not-attempted'
    ? proof
    : {
        outcome: 'not-attempted',
        method: 'none',
        observed: 'The rule does not apply to this target.',
        at: null,
      };
}

function confirmed(verdict: Verdict, change: ChangedFile | undefined, proof: Proof): Decision {
  const seen =
    verdict.status === 'fail' && proof.outcome === 'confirmed'
      ? `${proof.observed} ${verdict.reason}`
      : verdict.reason;
  return {
    status: verdict.status,
    reason:
      change === undefined ? seen : `${seen} ${changed(change)} The probes show that the same is in force.`,
    proof,
  };
}

function conflict(verdict: Verdict, proof: Proof, cause: string): Decision {
  return {
    status: 'conflict',
    reason: `What was read would be a ${verdict.status}: ${verdict.reason} The probes saw otherwise: ${proof.observed} ${cause}`,
    proof,
  };
}
