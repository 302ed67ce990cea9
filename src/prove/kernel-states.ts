import { parseBootTime, parseContainer, parseStat, type Stat, startTime } from '../machine/proc/parse.ts';
import type { ClusterFacts } from '../model/cluster.ts';
import type { Observation } from '../model/observation.ts';
import { notAttempted, observe, type Question } from './observe.ts';
import { pidsHierarchy, podPids } from './pod-pids.ts';
import type { Seen } from './probes/probe.ts';
import { content, link, text } from './quiet-read.ts';
import { insideUser } from './user-map.ts';

export interface KernelOptions {
  now: () => Date;
  /** Where the procfs is that shows the processes. */
  proc: string;
}

const QUESTION: Omit<Question, 'pid'> = {
  ...{ component: 'cluster', method: 'PROC', address: '', tls: null, path: '' },
};

/** Namespaces that a Pod can share with its node, by the field that asks for it. */
const NAMESPACES = { hostPID: 'pid', hostIPC: 'ipc', hostNetwork: 'net' } as const;

/**
 * What the kernel shows of the first process of each container that the API places on this machine: its user, its
 * capabilities and its like, and whose namespaces it is in. One observation for each, nothing of one that has ended
 * meanwhile. What may not be read is left out. Never throws.
 *
 * @param containers pids by the id of their container
 */
export function kernelStates(
  { workloads }: ClusterFacts,
  containers: ReadonlyMap<string, readonly number[]>,
  options: KernelOptions,
): Observation[] {
  const { now, proc } = options;
  if (containers.size === 0)
    return [notAttempted({ ...QUESTION, pid: 0 }, 'no process of a container can be seen from here', now())];
  const ids = workloads.flatMap(({ here = [] }) => here.flatMap((pod) => pod.containers.map(({ id }) => id)));
  const node = nodeOf(proc, ids);
  return ids.flatMap((id) => {
    const first = firstOf(id, containers.get(id) ?? [], proc);
    const seen = first === null ? null : seenOf(id, first, proc, node);
    if (first === null || seen === null) return [];
    const { pid } = first;
    return [{ ...observe({ ...QUESTION, pid }, { answer: { kind: 'read' }, seen }, now()), request: 'read' }];
  });
}

/** What is the same for all processes of a machine. */
interface Node {
  boot: number | null;
  /** Where the cgroup of its first process is. */
  parent: string | null;
  /** Of its first process: identities of its namespaces, and the capabilities that anything on it can have. */
  namespaces: Readonly<Record<string, string | null>>;
  capabilities: string | null;
  pids: ReturnType<typeof pidsHierarchy>;
}

/** Beside the processes of a Pod the first one that is seen may be of that Pod too, and tells nothing of the machine. */
function nodeOf(proc: string, ids: readonly string[]): Node {
  const stat = content(`${proc}/stat`);
  const cgroup = content(`${proc}/1/cgroup`);
  const boot = stat === null ? null : parseBootTime(stat);
  const parent = cgroup === null ? null : parentOf(cgroup.toString('latin1'));
  const container = cgroup === null ? null : parseContainer(cgroup);
  if (container !== null && ids.includes(container)) return { ...NOTHING, boot, parent };
  return {
    ...{ boot, parent },
    namespaces: Object.fromEntries(
      Object.values(NAMESPACES).map((kind) => [kind, link(`${proc}/1/ns/${kind}`)]),
    ),
    capabilities: lineOf(text(`${proc}/1/status`), 'CapBnd'),
    pids: pidsHierarchy(text(`${proc}/1/mountinfo`) ?? '', `${proc}/1/root`),
  };
}

const NOTHING: Pick<Node, 'namespaces' | 'capabilities' | 'pids'> = {
  ...{ namespaces: {}, capabilities: null, pids: null },
};

/** The cgroup that holds the one of a process, in its first hierarchy: that of a Pod holds those of its containers. */
function parentOf(cgroup: string): string | null {
  return /^\d+:[^:]*:(.*)\/[^/]*$/m.exec(cgroup)?.[1] ?? null;
}

interface First extends Stat {
  pid: number;
  cgroup: string;
}

/** The process that a container was started with is its oldest. Later ones may have been sent in: kubectl exec. */
function firstOf(id: string, pids: readonly number[], proc: string): First | null {
  const alive = pids.flatMap((pid) => {
    const stat = statOf(pid, proc);
    return stat === null ? [] : [{ pid, ...stat }];
  });
  const [first] = alive.sort((one, other) => one.startTicks - other.startTicks || one.pid - other.pid);
  // A pid may have gone to another process since the containers were looked for.
  const cgroup = first === undefined ? null : content(`${proc}/${first.pid}/cgroup`);
  if (first === undefined || cgroup === null || parseContainer(cgroup) !== id) return null;
  return { ...first, cgroup: cgroup.toString('latin1') };
}

function statOf(pid: number, proc: string): Stat | null {
  const stat = content(`${proc}/${pid}/stat`);
  const parsed = stat === null ? null : parseStat(stat);
  return parsed === null || /[ZX]/.test(parsed.state) ? null : parsed;
}

/** Null when the process has ended, or has become another one, before all was read. */
function seenOf(id: string, { pid, startTicks, cgroup }: First, proc: string, machine: Node): Seen | null {
  const own = `${proc}/${pid}`;
  // The sandbox of a Pod that shares its processes is the first that they see.
  const isBeside = machine.parent !== null && machine.parent !== '' && parentOf(cgroup) === machine.parent;
  const node = isBeside ? { ...machine, ...NOTHING } : machine;
  const status = text(`${own}/status`);
  const seen = {
    container: id,
    ...known('startedAt', node.boot === null ? null : startTime(node.boot, startTicks)),
    ...known('user', insideUser(own, status)),
    ...known('capabilities', lineOf(status, 'CapBnd')),
    ...known('nodeCapabilities', node.capabilities),
    ...known('noNewPrivileges', flagOf(lineOf(status, 'NoNewPrivs'))),
    ...known('seccomp', numberOf(lineOf(status, 'Seccomp'))),
    ...namespacesOf(own, node),
    ...known('readOnlyRoot', isReadOnly(text(`${own}/mountinfo`))),
    ...known('podPids', podPids(node.pids, cgroup, id)),
  };
  return statOf(pid, proc)?.startTicks === startTicks ? seen : null;
}

function namespacesOf(own: string, { namespaces }: Node): Seen {
  return Object.fromEntries(
    Object.entries(NAMESPACES).flatMap(([field, kind]) => {
      const [ours, nodes] = [link(`${own}/ns/${kind}`), namespaces[kind] ?? null];
      return ours === null || nodes === null ? [] : [[field, ours === nodes]];
    }),
  );
}

/** By the topmost of what is mounted at its root: of that mount, or of the file system that it shows. proc(5) */
function isReadOnly(mountinfo: string | null): boolean | null {
  const roots = [...(mountinfo ?? '').matchAll(/^\S+ \S+ \S+ \S+ \/ (\S+) .*?- \S+ \S+ (\S+)$/gm)];
  const last = roots.at(-1);
  return last === undefined ? null : last.slice(1).some((options) => options.split(',').includes('ro'));
}

function known<T extends string | number | boolean>(name: string, value: T | null): Record<string, T> {
  return value === null ? {} : { [name]: value };
}

function lineOf(status: string | null, name: string): string | null {
  return new RegExp(`^${name}:\\t(\\S+)$`, 'm').exec(status ?? '')?.[1] ?? null;
}

function flagOf(value: string | null): boolean | null {
  return value === null ? null : value === '1';
}

function numberOf(value: string | null): number | null {
  return value === null ? null : Number(value);
}
