import { readFileSync } from 'node:fs';

/** A process that cannot be taken for a later one of the same number. */
export interface ProcessMark {
  pid: number;
  /** Clock ticks since the machine started: field 22 of /proc/PID/stat. */
  started: string;
}

/** Null when there is no such process, or only what is left of one until its parent asks. */
export function markOf(pid: number): ProcessMark | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? null : { pid, started: fields[18] ?? '' };
  } catch {
    return null;
  }
}

export function isAlive(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.started === mark.started;
}
