import { readFileSync } from 'node:fs';
import { parseBootTime, parseStat, startTime } from '../machine/proc/parse.ts';
import { type Fact, valueIfPresent } from '../model/fact.ts';

/** The kernel derives btime anew at each read, which moves it by up to a second. */
const TOLERANCE_MS = 2_000;

/**
 * Whether the process of that pid is still the one that the snapshot describes.
 * @param proc where the procfs is that shows it
 */
export function isSameProcess(pid: number, startedAt: Fact<string>, proc = '/proc'): boolean {
  const now = startOf(pid, proc);
  if (now === null) return false;
  const then = valueIfPresent(startedAt);
  return then === undefined || Math.abs(now - Date.parse(then)) <= TOLERANCE_MS;
}

/** Start of a running process in milliseconds since 1970; null when there is none of that pid. */
function startOf(pid: number, proc: string): number | null {
  try {
    const stat = parseStat(readFileSync(`${proc}/${pid}/stat`));
    const boot = parseBootTime(readFileSync(`${proc}/stat`));
    if (stat === null || stat.state === 'Z' || boot === null) return null;
    return Date.parse(startTime(boot, stat.startTicks));
  } catch {
    return null;
  }
}
