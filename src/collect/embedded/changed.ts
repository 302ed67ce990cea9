import { parseStat, startTime } from '../../machine/proc/parse.ts';
import { readValue } from '../../machine/reading.ts';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import type { Host } from '../host.ts';

/** As for files of components: ticks and the boot time's whole seconds leave this much doubt. */
const TOLERANCE_MS = 2000;

/** Start of a process in milliseconds since 1970; null when it is not known. */
export function startOf(host: Host, pid: number): number | null {
  const stat = parseStat(readValue(host.proc.read(`${pid}/stat`)) ?? Buffer.alloc(0));
  return stat === null || host.bootTime === null
    ? null
    : Date.parse(startTime(host.bootTime, stat.startTicks));
}

/**
 * Why files do not show what a process was started with: one of them changed since. Null when none did. The time of a
 * directory is that of files coming and going, but in a captured tree only when somebody copied it.
 */
export function changedSince(host: Host, pid: number, fs: RootedFs, paths: readonly string[]): string | null {
  const start = startOf(host, pid);
  if (start === null) return paths.length === 0 ? null : 'when it started is not known';
  for (const path of paths) {
    const stats = readValue(fs.stat(path))?.stats;
    if (stats === undefined || (host.source === 'captured' && stats.isDirectory())) continue;
    const born = host.source === 'captured' ? 0 : stats.birthtimeMs;
    const latest = Math.max(stats.mtimeMs, born);
    if (latest > start + TOLERANCE_MS)
      return `${path} changed at ${new Date(latest).toISOString()}, after the start at ${new Date(start).toISOString()}`;
  }
  return null;
}
