import type { Workload } from '../../../model/cluster/workloads.ts';
import type { Proof } from '../../../model/finding.ts';
import { KERNEL_PROOFS, type KernelProperty } from '../../../model/kernel-proofs.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { kernelStatesIn } from '../../proving/containers-here.ts';
import { onlyNotAttempted } from '../../proving/context.ts';
import { conclude, notAttempted, type Witness } from '../../proving/witness.ts';
import type { Parameters } from '../../subject.ts';
import { exemptIn } from '../exempt.ts';
import { type ClusterView, count } from '../view.ts';
import { hasDefects, runningIn } from '../workloads/judged-workloads.ts';
import { POD_CHECKS } from '../workloads/pod-checks.ts';
import { aspectsOf } from './aspects.ts';
import { type Looking, workloadWitnesses } from './workload-witnesses.ts';

/** What the specs of Pods promise, beside what the kernel shows of their containers' processes. */
export function compareKernel(proof: string, snapshot: Snapshot, parameters: Parameters): Proof {
  const property = KERNEL_PROOFS.get(proof);
  const { cluster, observations } = snapshot;
  if (property === undefined || cluster?.state !== 'asked')
    return notAttempted('There are no Pods to compare processes with.');
  const answers = observations.filter(
    ({ method, component }) => method === 'PROC' && component === 'cluster',
  );
  const only = onlyNotAttempted(answers);
  if (only !== null) return notAttempted(only);
  const states = kernelStatesIn(answers);
  const view = { facts: cluster, snapshot, parameters };
  const exempt = exemptIn(parameters);
  const judged = runningIn(cluster).filter(({ namespace }) => !exempt.has(namespace));
  if (!judged.some((workload) => isSeen(workload, states)))
    return notAttempted('No container that this rule is about was seen to run on this machine.');
  const looking = { ...waysToLook(property, view), facts: cluster, states };
  const witnesses = judged.flatMap((workload) => workloadWitnesses(workload, looking));
  return concluded(witnesses, answers.at(-1)?.at ?? null);
}

function isSeen({ here = [] }: Workload, states: Looking['states']): boolean {
  return here.some(({ containers }) => containers.some(({ id }) => states.has(id)));
}

/** By the rule on the property, and by what the kernel shows of it. */
function waysToLook(property: KernelProperty, view: ClusterView): Pick<Looking, 'aspects' | 'isLax'> {
  const check = POD_CHECKS[property]?.(view).check;
  if (check === undefined) throw new Error(`there is no rule on Pods about ${property}`);
  return {
    aspects: aspectsOf(property, view),
    isLax: (workload) => hasDefects(workload, check, view.facts),
  };
}

/** A cluster may have hundreds of containers: those that say most are told, the others counted. */
const MOST_TOLD = 5;

function concluded(witnesses: readonly Witness[], at: string | null): Proof {
  const proved = conclude(witnesses, { method: 'PROC', at, needs: 'every' });
  const seen = witnesses.filter(({ observed }) => observed !== null);
  const told = (list: readonly Witness[]) => tell(list.map(({ sentence }) => sentence));
  switch (proved.outcome) {
    case 'contradicted':
      return { ...proved, observed: told(seen.filter(({ predicted, observed }) => predicted !== observed)) };
    case 'confirmed': {
      const wrong = seen.filter(({ observed }) => observed === 'lax');
      return { ...proved, observed: wrong.length > 0 ? told(wrong) : allStrict(seen) };
    }
    default: {
      const open = witnesses.filter(({ observed }) => observed === null);
      const agree =
        seen.length === 0 ? '' : `The kernel shows of ${count(seen.length, 'container')} what the Pods say. `;
      return { ...proved, observed: `${agree}${told(open)}` };
    }
  }
}

function allStrict(seen: readonly Witness[]): string {
  const [one, ...more] = seen;
  return more.length === 0
    ? (one?.sentence ?? '')
    : `The kernel shows of all ${seen.length} containers what their Pods say, such as: ${one?.sentence ?? ''}`;
}

function tell(sentences: readonly string[]): string {
  const more = sentences.length - MOST_TOLD;
  return sentences.slice(0, MOST_TOLD).join(' ') + (more > 0 ? ` And ${more} more.` : '');
}
