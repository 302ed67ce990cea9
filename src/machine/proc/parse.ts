import { decodeBytes } from '../../util/bytes.ts';

/** USER_HZ: 100 on every architecture that Kubernetes supports, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100;

export interface Stat {
  state: string;
  /** Ticks since boot; with the pid it tells a process from a later one of the same pid. */
  startTicks: number;
  /** Pid of the process that started it. */
  parent: number;
  threads: number;
}

/** /proc/PID/stat. The command in parentheses may itself hold spaces and parentheses, see proc(5). */
export function parseStat(content: Buffer): Stat | null {
  const text = content.toString('latin1');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const [parent, threads, startTicks] = [1, 17, 19].map((index) => Number(fields[index]));
  if (!state || parent === undefined || threads === undefined || startTicks === undefined) return null;
  return Number.isFinite(startTicks) ? { state, startTicks, parent, threads } : null;
}

/** Boot time in milliseconds since 1970 from /proc/stat. */
export function parseBootTime(content: Buffer): number | null {
  const seconds = /^btime (\d+)$/m.exec(content.toString('latin1'))?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

/** Start of a process, UTC ISO 8601 with milliseconds. */
export function startTime(bootTime: number, startTicks: number): string {
  return new Date(bootTime + (startTicks * 1000) / TICKS_PER_SECOND).toISOString();
}

/** NUL-terminated strings: empty ones count, only the final terminator is dropped. */
export function parseStrings(content: Buffer): string[] {
  if (content.length === 0) return [];
  const end = content.at(-1) === 0 ? content.length - 1 : content.length;
  return decodeBytes(content.subarray(0, end)).split('\0');
}

/** Effective user id from /proc/PID/status. */
export function parseUid(content: Buffer): number | null {
  const uid = /^Uid:\t\d+\t(\d+)/m.exec(content.toString('latin1'))?.[1];
  return uid === undefined ? null : Number(uid);
}

const CONTAINER = /(?:^|[/:-])([0-9a-f]{64})(?=\.scope|[/:]|$)/gm;

/**
 * Container id from /proc/PID/cgroup, v1 or v2. Shapes: `…/pod<uid>/<id>`, `cri-containerd-<id>.scope`,
 * `crio-<id>.scope`, `docker-<id>.scope`, `/docker/<id>`, and `…-pod<uid>.slice:cri-containerd:<id>` where kubelet and
 * runtime do not agree who manages cgroups. In nested containers (kind) the innermost comes last.
 * CRI-O's monitor runs beside the container in `crio-conmon-<id>.scope`.
 */
export function parseContainer(content: Buffer): string | null {
  for (const line of content.toString('latin1').split('\n')) {
    const ids = [...line.replaceAll(/conmon-[0-9a-f]{64}/g, '').matchAll(CONTAINER)];
    const innermost = ids.at(-1)?.[1];
    if (innermost !== undefined) return innermost;
  }
  return null;
}
