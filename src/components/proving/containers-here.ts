import type { Container, PodHere, PodSpec, Workload } from '../../model/cluster/workloads.ts';
import type { ClusterFacts } from '../../model/cluster.ts';
import type { Observation } from '../../model/observation.ts';

/** What the kernel showed of the first process of a container; what could not be read is not there. */
export interface KernelState {
  pid: number;
  at: string;
  startedAt?: string;
  /** As it is called inside the container. */
  user?: number;
  /** CapBnd in hexadecimal: what anything in the container can have at most. */
  capabilities?: string;
  /** That of the first process of the machine. */
  nodeCapabilities?: string;
  noNewPrivileges?: boolean;
  /** 0: no filter, 1: strict, 2: a filter. */
  seccomp?: number;
  /** Whether it shares these namespaces with the first process of the machine. */
  hostPID?: boolean;
  hostIPC?: boolean;
  hostNetwork?: boolean;
  readOnlyRoot?: boolean;
  /** pids.max of the cgroup of its Pod: a number, or `max`. */
  podPids?: string;
}

/** A container of a Pod on the scanned machine that runs, or should. */
export interface ContainerHere {
  workload: Workload;
  pod: PodHere;
  spec: PodSpec;
  container: Container;
  /** Null: the kernel was not asked about it. */
  state: KernelState | null;
}

/** Containers of the Pods of a workload on the scanned machine, but those that run once, before the others. */
export function containersHere(
  workload: Workload,
  { podSpecs }: ClusterFacts,
  states: ReadonlyMap<string, KernelState>,
): ContainerHere[] {
  return (workload.here ?? []).flatMap((pod) => {
    const spec = podSpecs[pod.spec];
    if (spec === undefined) return [];
    const idOf = ({ name }: Container) => pod.containers.find((one) => one.name === name)?.id;
    // An ephemeral container runs once too, but when somebody wants it to.
    const lasting = ({ role }: Container) => role === 'main' || role === 'sidecar';
    return spec.containers
      .filter((container) => lasting(container) || idOf(container) !== undefined)
      .map((container) => {
        const state = states.get(idOf(container) ?? '') ?? null;
        return { workload, pod, spec, container, state };
      });
  });
}

/** By the id of the container. A snapshot may come from anywhere: what is not as it should be is not known. */
export function kernelStatesIn(observations: readonly Observation[]): Map<string, KernelState> {
  const read = observations.filter(({ method, answer }) => method === 'PROC' && answer.kind === 'read');
  return new Map(
    read.map(({ seen = {}, pid, at }) => [String(seen.container), { ...stateIn(seen), pid, at }]),
  );
}

type Field = Exclude<keyof KernelState, 'pid' | 'at'>;

const isText = (value: unknown) => typeof value === 'string';
const isFlag = (value: unknown) => typeof value === 'boolean';
const isWhole = (value: unknown) => Number.isInteger(value);
const isSet = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{1,32}$/.test(value);

const FIELDS: Readonly<Record<Field, (value: unknown) => boolean>> = {
  startedAt: isText,
  user: isWhole,
  capabilities: isSet,
  nodeCapabilities: isSet,
  noNewPrivileges: isFlag,
  seccomp: isWhole,
  hostPID: isFlag,
  hostIPC: isFlag,
  hostNetwork: isFlag,
  readOnlyRoot: isFlag,
  podPids: isText,
};

function stateIn(seen: NonNullable<Observation['seen']>): Partial<KernelState> {
  return Object.fromEntries(
    Object.entries(FIELDS).flatMap(([name, is]) => (is(seen[name]) ? [[name, seen[name]]] : [])),
  );
}

/** `container app of Pod shop/web-1 (pid 123)`. */
export function nameOfContainer({ workload, pod, container, state }: ContainerHere): string {
  const process = state === null ? '' : ` (pid ${state.pid})`;
  return `container ${container.name} of Pod ${workload.namespace}/${pod.name}${process}`;
}
