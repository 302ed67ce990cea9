import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Run {
  wallMs: number;
  /** What the processors worked for it, for the user and in the kernel, on all threads. */
  cpuMs: number;
  /** Highest resident set of the process itself, in MiB. */
  peakMiB: number;
  /** Descendants that were seen while it ran. */
  children: number;
}

/** Interval at which /proc is looked at in runs that count memory and children. */
const WATCH_MS = 1;

export type Times = Pick<Run, 'wallMs' | 'cpuMs'>;

/** Times of a whole process, from spawn to exit, with nothing else going on. */
export async function timed(command: readonly string[]): Promise<Times> {
  const before = childrenTicks();
  const { wallMs } = await start(command, () => () => {});
  return { wallMs, cpuMs: (childrenTicks() - before) * TICK_MS };
}

/** The kernel counts in hundredths of a second, on every architecture that Node.js runs on. */
const TICK_MS = 10;

/** Processor time of all children that have ended: cutime and cstime of proc_pid_stat(5). */
function childrenTicks(): number {
  const [, fields = ''] = read('/proc/self/stat').split(') ');
  const [user, system] = fields.split(' ').slice(13, 15);
  return Number(user) + Number(system);
}

/** The same with memory and children, which costs time: not for times. */
export async function watched(command: readonly string[]): Promise<Omit<Run, keyof Times>> {
  let peakMiB = 0;
  const seen = new Set<number>();
  await start(command, (pid) => {
    const timer = setInterval(() => {
      peakMiB = Math.max(peakMiB, peakOf(pid));
      for (const child of childrenOf(pid)) seen.add(child);
    }, WATCH_MS);
    return () => clearInterval(timer);
  });
  return { peakMiB, children: seen.size };
}

function start(command: readonly string[], watch: (pid: number) => () => void): Promise<{ wallMs: number }> {
  const [program = '', ...args] = command;
  const begin = performance.now();
  const child = spawn(program, args, { stdio: 'ignore' });
  const stop = watch(child.pid ?? 0);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => {
      stop();
      resolve({ wallMs: performance.now() - begin });
    });
  });
}

/** VmHWM, the kernel's own record of the peak. */
function peakOf(pid: number): number {
  const line = /^VmHWM:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`));
  return line === null ? 0 : Number(line[1]) / 1024;
}

function childrenOf(pid: number): number[] {
  const tasks = list(`/proc/${pid}/task`);
  const children = tasks.flatMap((task) =>
    read(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...childrenOf(child)]);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process ended in between.
    return '';
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
