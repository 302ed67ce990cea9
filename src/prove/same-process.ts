import { readFileSync } from 'node:fs';
import { type Fact, valueIfPresent } from '../model/fact.ts';

/** USER_HZ, see proc(5). */
const TICKS_PER_SECOND = 100;
/** The kernel derives btime anew at each read, which moves it by up to a second. */
const TOLERANCE_MS = 2_000;

/** Start of a running process in milliseconds since 1970; null when there is none of that pid. */
export function startOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'latin1'))?.[1];
    const ticks = Number(fields[19]);
    return boot === undefined || fields[0] === 'Z'
      ? null
      : Number(boot) * 1000 + (ticks * 1000) / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}

/** Whether the process of that pid is still the one that the snapshot describes. */
export function isSameProcess(pid: number, startedAt: Fact<string>): boolean {
  const now = startOf(pid);
  if (now === null) return false;
  const then = valueIfPresent(startedAt);
  return then === undefined || Math.abs(now - Date.parse(then)) <= TOLERANCE_MS;
}
