import type { PodHere } from '../../../model/cluster/workloads.ts';
import { isText, optional, type Raw, rawOf, rawsOf, textOf } from '../raw.ts';
import { compareTexts } from '../sort.ts';

/** Whether a container runs on this machine, by the id that its runtime has given it. */
export type IsHere = (id: string) => boolean;

const STATUSES = ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'] as const;

/**
 * The Pod, if the API names a container of it that runs on this machine. By that, and not by the name of the node:
 * what a node is called, a machine need not know.
 */
export function podHere(pod: Raw, spec: number, isHere: IsHere): PodHere[] {
  const status = rawOf(pod.status);
  const running = STATUSES.flatMap((list) => rawsOf(status[list])).filter(
    ({ state }) => rawOf(state).running !== undefined,
  );
  const containers = running.map(({ name, containerID }) => ({ name: textOf(name), id: idIn(containerID) }));
  if (!containers.some(({ id }) => isHere(id))) return [];
  return [
    {
      name: textOf(rawOf(pod.metadata).name),
      spec,
      ...optional('acknowledgedAt', status.startTime, isText),
      containers: containers.sort((one, other) => compareTexts(one.name, other.name)),
    },
  ];
}

/** `containerd://ID`, `cri-o://ID`, `docker://ID`. */
function idIn(containerID: unknown): string {
  return textOf(containerID).replace(/^[^:]*:\/\//, '');
}
