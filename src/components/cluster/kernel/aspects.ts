import type { KernelProperty } from '../../../model/kernel-proofs.ts';
import type { ContainerHere } from '../../proving/containers-here.ts';
import type { ClusterView } from '../view.ts';
import { onlyOf } from '../workloads/containers.ts';
import type { PodCheck } from '../workloads/judged-workloads.ts';
import { POD_CHECKS } from '../workloads/pod-checks.ts';
import { LOOKS, type Sight, type Single } from './sights.ts';

/** One thing that a rule wants of a container: whether its spec has it, and what the kernel shows. */
export interface Aspect {
  /** By the spec the rule is not met. */
  lax: boolean;
  sight: Sight;
}

/** Tells the aspects of a container, by what a property is about. */
export type Aspects = (here: ContainerHere) => Aspect[];

/** What makes up security-contexts, each judged as the property of that name. */
const HARDENED = [
  'root-containers',
  'read-only-roots',
  'privilege-escalation',
  'kept-capabilities',
  'seccomp-profiles',
] as const satisfies readonly Single[];

/** How the containers of a cluster are looked at for a property. */
export function aspectsOf(property: KernelProperty, view: ClusterView): Aspects {
  const singles: readonly Single[] = property === 'security-contexts' ? HARDENED : [property];
  const looks = singles.map((single) => ({ look: LOOKS[single], isLax: laxness(single, view) }));
  return (here) => looks.map(({ look, isLax }) => ({ lax: isLax(here), sight: sightOf(here, look, view) }));
}

/** The check of the rule, made to look at one container. */
function laxness(single: Single, view: ClusterView): (here: ContainerHere) => boolean {
  if (single === 'read-only-roots') return ({ container }) => container.readOnlyRootFilesystem !== true;
  const check: PodCheck | undefined = POD_CHECKS[single]?.(view).check;
  if (check === undefined) throw new Error(`there is no rule on Pods about ${single}`);
  return ({ workload, pod, spec, container }) => {
    const variant = workload.variants.find((one) => one.spec === pod.spec);
    return variant !== undefined && check(onlyOf(container, spec), variant, workload).length > 0;
  };
}

/** Programs that put a kernel or a machine of their own under a container show nothing of it to ours. */
function sightOf(
  { spec, container, state }: ContainerHere,
  look: (typeof LOOKS)[Single],
  view: ClusterView,
): Sight {
  if (spec.runtimeClass !== undefined)
    return `it is run by the RuntimeClass ${spec.runtimeClass}, which may put a kernel of its own under it`;
  return state === null ? 'no process of it was found' : look(state, container, view);
}
