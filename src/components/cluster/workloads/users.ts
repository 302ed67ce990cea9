import type { Container, PodSpec } from '../../../model/cluster/workloads.ts';

/** Why a container may run as root, or on Windows as its administrator; null when it does not. */
export function rootDefect(container: Container, spec: PodSpec): string | null {
  // What the container says wins over what its Pod says.
  const nonRoot = (container.runAsNonRoot ?? spec.runAsNonRoot) === true;
  if (spec.os === 'windows') return nonRoot ? null : 'may run as an administrator: runAsNonRoot is not true';
  const user = container.runAsUser ?? spec.runAsUser;
  if (user === 0)
    return nonRoot ? 'has runAsUser 0 beside runAsNonRoot, so that it does not start' : 'runs as user 0';
  return nonRoot || user !== undefined ? null : 'may run as root: neither runAsNonRoot nor runAsUser is set';
}
