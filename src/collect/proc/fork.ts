import type { Stat } from '../../machine/proc/parse.ts';
import { readValue } from '../../machine/reading.ts';
import type { Candidate } from './candidates.ts';
import type { ProcSource } from './source.ts';

/**
 * Whether a process is the beginning of another program: between clone and execve it still has the words and the
 * executable of its parent, as what the kubelet or kube-proxy starts every few seconds. Go's runtime gives each program
 * several threads, a clone has one: https://go.dev/src/syscall/exec_linux.go forkAndExecInChild
 */
export function isFork(proc: ProcSource, { pid, argv }: Candidate, stat: Stat | null): boolean {
  if (stat === null || stat.threads !== 1 || stat.parent === 0) return false;
  const above = readValue(proc.read(`${stat.parent}/cmdline`));
  if (above === undefined || !above.equals(readValue(proc.read(`${pid}/cmdline`)) ?? Buffer.alloc(0)))
    return false;
  return argv.length > 0 && sameExecutable(proc, pid, stat.parent);
}

function sameExecutable(proc: ProcSource, one: number, other: number): boolean {
  return readValue(proc.link(`${one}/exe`)) === readValue(proc.link(`${other}/exe`));
}
