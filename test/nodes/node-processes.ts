import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A process of a node, seen from this machine. */
export interface NodeProcess {
  /** As this machine numbers it. */
  pid: number;
  /** As the node's own programs number it. */
  inside: number;
  /** Last part of the first word of its command line. */
  name: string;
  argv: readonly string[];
  /** Lines of /proc/PID/cgroup; that of a container has its id in it. */
  cgroups: string;
}

/** Processes in a cgroup or below it that are in a process namespace of their own: all of a node, its containers' too. */
export function processesBelow(cgroup: string): NodeProcess[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => look(Number(entry), cgroup) ?? []);
}

function look(pid: number, cgroup: string): NodeProcess | null {
  try {
    const cgroups = readFileSync(`/proc/${pid}/cgroup`, 'utf8');
    if (!isBelow(cgroups, cgroup)) return null;
    const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const numbers = /^NSpid:\s+(.*)$/m.exec(status)?.[1]?.split('\t') ?? [];
    // Only unshare, which waits for the node's first process, is not inside.
    if (numbers.length < 2 || isFork(argv, status)) return null;
    return { pid, inside: Number(numbers[1]), name: basename(argv[0] ?? ''), argv, cgroups };
  } catch {
    // It has ended meanwhile.
    return null;
  }
}

/** What a program of Go has cloned to start another, until it does: it has the words of its parent and one thread. */
function isFork(argv: readonly string[], status: string): boolean {
  const parent = /^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? '0';
  if (parent === '0' || !/^Threads:\s+1$/m.test(status)) return false;
  return readFileSync(`/proc/${parent}/cmdline`, 'utf8') === argv.map((word) => `${word}\0`).join('');
}

/** `text` has lines as `4:memory:/some/place`. */
function isBelow(text: string, cgroup: string): boolean {
  return text.split('\n').some((line) => line.endsWith(`/${cgroup}`) || line.includes(`/${cgroup}/`));
}

/** The one process of a name; throws when there is none or more than one. */
export function single(name: string, processes: readonly NodeProcess[]): NodeProcess {
  const found = processes.filter((one) => one.name === name);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} processes of ${name}`);
  return first;
}
