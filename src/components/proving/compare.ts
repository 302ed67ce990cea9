import type { Observation } from '../../model/observation.ts';
import type { JudgedComponent } from '../judged.ts';
import { newestStarting } from '../subject.ts';
import { onlyNotAttempted, type ProofSpec } from './context.ts';
import { conclude, notAttempted } from './witness.ts';

/** A component's `compare` by its table of proofs. */
export function compareBy(
  judge: JudgedComponent['judge'],
  proofs: Readonly<Record<string, ProofSpec>>,
): NonNullable<JudgedComponent['compare']> {
  return (proof, process, observations, { unasked, all, cluster }) => {
    const spec = proof !== undefined && Object.hasOwn(proofs, proof) ? proofs[proof] : undefined;
    if (spec === undefined) return notAttempted('This rule has no probe: what decides is read from files.');
    if (observations.length === 0) return notAttempted(unasked);
    const only = onlyNotAttempted(observations);
    if (only !== null) return notAttempted(only);
    const reading = newestStarting(judge(process, null).candidates);
    if (reading === null) return notAttempted('There is no configuration to compare answers with.');
    const facts = cluster?.state === 'asked' ? cluster : null;
    const context = { process, reading, observations, all, cluster: facts };
    const witnesses = spec.questions.map((question) => question(context));
    const proved = conclude(witnesses, { method: spec.method, at: lastOf(observations), needs: 'any' });
    return proved.outcome === 'inconclusive' && nothingSent(observations)
      ? notAttempted(proved.observed)
      : proved;
  };
}

function nothingSent(observations: readonly Observation[]): boolean {
  return observations.every(({ answer }) => answer.kind === 'not-attempted' || answer.kind === 'read');
}

function lastOf(observations: readonly Observation[]): string | null {
  return observations
    .map(({ at }) => at)
    .reduce<string | null>((last, at) => (last === null || at > last ? at : last), null);
}
