import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** What to put at a path: a file's content, or a link. */
export type Planted = string | Buffer | { link: string };

/** A directory with the given files that is gone after the test. */
export function plantTree(files: Readonly<Record<string, Planted>>): string {
  const root = mkdtempSync(join(tmpdir(), 'kubetrue-tree-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, planted] of Object.entries(files)) {
    const at = join(root, path);
    mkdirSync(dirname(at), { recursive: true });
    if (typeof planted === 'object' && 'link' in planted) symlinkSync(planted.link, at);
    else writeFileSync(at, planted);
  }
  return root;
}

/** Node cannot make one; every POSIX system has the program. */
export function makeFifo(path: string): void {
  const program = 'mkfifo';
  execFileSync(program, [path]);
}

/** Start of a captured process, field 22 of its stat, in ticks after boot. */
const START_TICKS = 12_345;
/** Boot time of captured machines. */
export const BOOT_SECONDS = 1_790_000_000;

export interface CapturedProcess {
  argv: readonly string[] | Buffer;
  executable?: string;
  environment?: readonly string[];
  cwd?: string;
  root?: string;
  state?: string;
  parent?: number;
  threads?: number;
  cgroup?: string;
  /** Effective user; null leaves the status out. */
  uid?: number | null;
}

/** Files of a process below proc/. What is not given is not captured. */
export function capturedProcess(pid: number, process: CapturedProcess): Record<string, Planted> {
  const { argv, executable, environment, cwd, root, cgroup, uid = 0 } = process;
  const { state = 'S', parent = 1, threads = 9 } = process;
  const name = `proc/${pid}`;
  return {
    [`${name}/cmdline`]: Buffer.isBuffer(argv) ? argv : strings(argv),
    [`${name}/stat`]: `${pid} (a (b) c) ${state} ${parent} ${'1 '.repeat(15)}${threads} 0 ${START_TICKS} 0 0\n`,
    ...(uid === null ? {} : { [`${name}/status`]: `Name:\tx\nUid:\t1000\t${uid}\t${uid}\t${uid}\n` }),
    ...(executable === undefined ? {} : { [`${name}/exe`]: { link: executable } }),
    ...(environment === undefined ? {} : { [`${name}/environ`]: strings(environment) }),
    ...(cwd === undefined ? {} : { [`${name}/cwd`]: { link: cwd } }),
    ...(root === undefined ? {} : { [`${name}/root`]: { link: root } }),
    ...(cgroup === undefined ? {} : { [`${name}/cgroup`]: cgroup }),
  };
}

function strings(words: readonly string[]): string {
  return words.map((word) => `${word}\0`).join('');
}
