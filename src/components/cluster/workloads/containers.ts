import type { Container, PodSpec, PodVariant } from '../../../model/cluster/workloads.ts';
import type { PodCheck } from './judged-workloads.ts';

/** What is wrong with one container; null when nothing. */
export type ContainerCheck = (container: Container, spec: PodSpec, variant: PodVariant) => string | null;

/** Judges init, sidecar and ephemeral containers like all others. */
export function containers(check: ContainerCheck): PodCheck {
  return (spec, variant) =>
    spec.containers.flatMap((container) => {
      const defect = check(container, spec, variant);
      return defect === null ? [] : [`container ${container.name} ${defect}`];
    });
}

/** Fields that the kubelet does not look at on Windows nodes. */
export function onLinux(check: PodCheck): PodCheck {
  return (spec, ...where) => (spec.os === 'windows' ? [] : check(spec, ...where));
}

/** The spec as if it had that container alone. */
export function onlyOf(container: Container, spec: PodSpec): PodSpec {
  return { ...spec, containers: [container] };
}
