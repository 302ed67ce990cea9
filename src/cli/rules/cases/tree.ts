import { lstatSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { KubetrueError } from '../../../model/errors.ts';

/** What to put at a path: a file's content, or a link. */
export type Planted = string | Buffer | { link: string };

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

/** Writes files and links below a directory. */
export function plantFiles(root: string, files: Readonly<Record<string, Planted>>): void {
  for (const [path, planted] of Object.entries(files)) {
    const at = placeBelow(root, path);
    if (typeof planted === 'object' && 'link' in planted) symlinkSync(planted.link, at);
    else writeFileSync(at, planted);
  }
}

/**
 * The place of a path below a directory, whose own directory is made. A case comes from whoever wrote the rule: neither
 * `..` nor a link that it planted leads out.
 *
 * @throws KubetrueError KT_RULE for a path that leads out
 */
export function placeBelow(root: string, path: string): string {
  const at = join(root, path);
  if (!at.startsWith(root + sep)) throw leadsOut(path);
  const top = realpathSync(root);
  let parent = dirname(at);
  while (!exists(parent)) parent = dirname(parent);
  const real = realpathSync(parent);
  if (real !== top && !real.startsWith(top + sep)) throw leadsOut(path);
  mkdirSync(dirname(at), { recursive: true });
  return at;
}

/** The same for something that is there and is no link: its mode or time can be changed. */
export function existingBelow(root: string, path: string): string {
  const at = placeBelow(root, path);
  if (exists(at) && lstatSync(at).isSymbolicLink() && !realpathSync(at).startsWith(realpathSync(root) + sep))
    throw leadsOut(path);
  return at;
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function leadsOut(path: string): KubetrueError {
  return new KubetrueError(
    'KT_RULE',
    `A case must not name ${JSON.stringify(path)}: it leads out of its node.`,
  );
}
