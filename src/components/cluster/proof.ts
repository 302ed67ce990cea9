import type { Proof } from '../../model/finding.ts';
import { KERNEL_PROOFS } from '../../model/kernel-proofs.ts';
import type { Observation } from '../../model/observation.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { onlyNotAttempted } from '../proving/context.ts';
import { conclude, notAttempted, type Witness } from '../proving/witness.ts';
import type { Parameters } from '../subject.ts';
import { ADMISSION_PROOF, compareAdmission } from './admission/proof.ts';
import { compareKernel } from './kernel/proof.ts';
import { bindingsAllow, REVIEWED, reviewIn } from './rbac/reviews.ts';

const PREFIX = 'cluster-reviews-';

/** The properties of holders by the proofs that rules name. */
export const CLUSTER_PROOFS: ReadonlyMap<string, string> = new Map(
  REVIEWED.map((property) => [`${PREFIX}${property}`, property]),
);

/** Compares what was read of a cluster with what its API server answers. */
export function compareCluster(proof: string | undefined, snapshot: Snapshot, parameters: Parameters): Proof {
  if (proof === ADMISSION_PROOF) return compareAdmission(snapshot);
  return proof !== undefined && KERNEL_PROOFS.has(proof)
    ? compareKernel(proof, snapshot, parameters)
    : compareRights(proof, snapshot);
}

/** What the bindings give, beside what the API server says of the same people. */
function compareRights(proof: string | undefined, { cluster, observations }: Snapshot): Proof {
  const property = CLUSTER_PROOFS.get(proof ?? '');
  if (property === undefined) return notAttempted('This rule has no probe: what decides was read.');
  if (cluster?.state !== 'asked') return notAttempted('There are no bindings to compare answers with.');
  const answer = observations.find(({ method, probe }) => method === 'SAR' && probe === property);
  if (answer === undefined) return notAttempted(whyNobody(observations));
  if (answer.answer.kind === 'not-attempted')
    return notAttempted(`No probe was sent: ${answer.answer.reason}.`);
  const witnesses = listed(answer, 'asked').flatMap((text) => {
    const review = reviewIn(text);
    return review === null ? [] : [witnessOf(text, bindingsAllow(cluster, review), answer)];
  });
  const proved = conclude(witnesses, { method: 'SAR', at: answer.at, needs: 'every' });
  return proved.outcome === 'confirmed' ? { ...proved, observed: summary(answer) } : proved;
}

/** The API server of this node is asked, where it can be reached. */
function whyNobody(observations: readonly Observation[]): string {
  const own = observations.filter(({ component }) => component === 'kube-apiserver');
  return onlyNotAttempted(own) ?? 'The API server was not asked about anybody.';
}

function listed({ seen }: Observation, name: string): readonly string[] {
  const value = seen?.[name];
  return Array.isArray(value) ? value : [];
}

/** Another authorizer than RBAC may allow what no binding does: its answer is no word on the bindings. */
function witnessOf(text: string, predicted: boolean, answer: Observation): Witness {
  const allowed = listed(answer, 'allowed').includes(text);
  const words = (yes: boolean) => (yes ? 'yes' : 'no');
  const byOther = allowed && !predicted && listed(answer, 'withoutReason').includes(text);
  return {
    predicted: words(predicted),
    observed: byOther ? null : words(allowed),
    sentence: `To "${text}" the API server says ${words(allowed)}, the bindings ${words(predicted)}.`,
  };
}

/** Names that are told before the rest is counted. */
const MOST_TOLD = 3;

function summary(answer: Observation): string {
  const allowed = listed(answer, 'allowed');
  const denied = listed(answer, 'asked').filter((one) => !allowed.includes(one));
  const list = (texts: readonly string[]) =>
    texts.length === 0
      ? 'nothing'
      : texts.slice(0, MOST_TOLD).join('; ') +
        (texts.length > MOST_TOLD ? ` and ${texts.length - MOST_TOLD} more` : '');
  return `The API server says yes to ${list(allowed)}, and no to ${list(denied)}, as the bindings do.`;
}
