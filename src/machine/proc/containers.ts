import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { parseContainer } from './parse.ts';

/** No /proc/PID/cgroup is as long, and the kernel gives it whole. */
const LONGEST = 16 * 1024;

/**
 * Processes of containers by the id of their container. Reads one file of each process of the machine, so that it is
 * done once in a scan.
 *
 * @param proc where the procfs is that shows them
 */
export function containerProcesses(proc: string): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  const buffer = Buffer.allocUnsafe(LONGEST);
  for (const name of processesIn(proc)) {
    const id = containerOf(`${proc}/${name}/cgroup`, buffer);
    if (id === null) continue;
    const pids = found.get(id) ?? [];
    pids.push(Number(name));
    found.set(id, pids);
  }
  return found;
}

function processesIn(proc: string): string[] {
  try {
    return readdirSync(proc).filter((name) => /^[1-9][0-9]*$/.test(name));
  } catch {
    return [];
  }
}

/** Null also for a process that has ended meanwhile, or is hidden. */
function containerOf(path: string, buffer: Buffer): string | null {
  try {
    const descriptor = openSync(path, 'r');
    try {
      return parseContainer(buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, 0)));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}
