import type { PodVariant, Workload } from '../../../model/cluster/workloads.ts';
import type { ClusterFacts } from '../../../model/cluster.ts';
import {
  type ContainerHere,
  containersHere,
  type KernelState,
  nameOfContainer,
} from '../../proving/containers-here.ts';
import { open } from '../../proving/context.ts';
import type { Witness } from '../../proving/witness.ts';
import { count, nameOf } from '../view.ts';
import { isRunning } from '../workloads/judged-workloads.ts';
import type { Aspect, Aspects } from './aspects.ts';

/** What the containers of one workload tell: each that runs here, and what of it does not. */
export function workloadWitnesses(workload: Workload, { aspects, isLax, facts, states }: Looking): Witness[] {
  const witnesses = containersHere(workload, facts, states).map((here) => witnessOf(here, aspects(here)));
  const unseen = witnesses.length > 0 && witnesses.every(({ observed }) => observed === STRICT);
  const label = nameOf(workload.kind, workload.namespace, workload.name);
  return [
    ...witnesses,
    ...elsewhere(workload, label),
    // Its one privileged container may have run before the others, and be gone.
    ...(unseen && isLax(workload) ? [open(`What is wrong with ${label} was not seen to run.`)] : []),
  ];
}

export interface Looking {
  aspects: Aspects;
  /** Whether the rule finds anything wrong with it. */
  isLax: (workload: Workload) => boolean;
  facts: ClusterFacts;
  states: ReadonlyMap<string, KernelState>;
}

const LAX = 'lax';
const STRICT = 'strict';

function witnessOf(here: ContainerHere, aspects: readonly Aspect[]): Witness {
  const name = nameOfContainer(here);
  const seen = aspects.flatMap(({ lax, sight }) => (typeof sight === 'string' ? [] : [{ lax, sight }]));
  const words = (list: typeof seen) => enumerated(list.map(({ sight }) => sight.words));
  const broken = seen.filter(({ lax, sight }) => !lax && sight.lax);
  if (broken.length > 0)
    return {
      predicted: STRICT,
      observed: LAX,
      sentence: `The ${name} ${words(broken)}, which is not what its Pod says.`,
    };
  const wrong = seen.filter(({ lax, sight }) => lax && sight.lax);
  if (wrong.length > 0) return { predicted: LAX, observed: LAX, sentence: `The ${name} ${words(wrong)}.` };
  const reason = aspects.map(({ sight }) => sight).find((sight) => typeof sight === 'string');
  if (reason !== undefined) return open(`Of the ${name} nothing is told: ${reason}.`);
  if (aspects.some(({ lax }) => lax))
    return open(`The ${name} ${words(seen.filter(({ lax }) => lax))}, which it may have chosen itself.`);
  return { predicted: STRICT, observed: STRICT, sentence: `The ${name} ${words(seen)}.` };
}

/** `a, b and c` */
function enumerated(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((part) => part !== '').join(' and ');
}

/** Pods that are not here, and specs that nothing runs by now. */
function elsewhere({ variants, notKept, here = [] }: Workload, label: string): Witness[] {
  const running = variants.filter(isRunning);
  const pods = running.reduce((sum, { pods, ended }) => sum + pods - ended, notKept);
  const idle = running.some((variant: PodVariant) => variant.pods <= variant.ended);
  if (here.length === 0)
    return [open(pods === 0 ? `No Pod of ${label} runs now.` : `${label} does not run here.`)];
  if (pods > here.length) return [open(`${here.length} of ${count(pods, 'Pod')} of ${label} run here.`)];
  return idle ? [open(`No Pod runs with the template of ${label} as it is.`)] : [];
}
