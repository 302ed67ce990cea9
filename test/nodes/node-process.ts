import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tail } from './process.ts';
import { markOf, type ProcessMark } from './process-mark.ts';
import { until } from './until.ts';

const ENTER = fileURLToPath(new URL('node-enter.sh', import.meta.url));
const INIT = fileURLToPath(new URL('node-init.sh', import.meta.url));
const NAMESPACES = ['--mount', '--pid', '--net', '--uts', '--ipc', '--cgroup'];
const START_MS = 20_000;
/** What a root shell has on Debian; programs of a node get nothing of ours. */
const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  // Not /root: that is the machine's.
  HOME: '/run',
  LANG: 'C.UTF-8',
};

export interface StartNode {
  directory: string;
  hostname: string;
  /** Its own layers of /usr, topmost first. */
  layers: readonly string[];
  /** Whether it ends with this process, even when this process is killed. */
  bound: boolean;
}

/** Starts the first process of a node in namespaces of its own; returns when its mounts are laid. */
export async function startNode({ directory, hostname, layers, bound }: StartNode): Promise<ProcessMark> {
  const logPath = join(directory, 'log', 'init.log');
  const log = openSync(logPath, 'a');
  const death = bound ? ['setpriv', '--pdeathsig', 'KILL'] : [];
  const unshare = ['unshare', ...NAMESPACES, '--fork', '--mount-proc', '--kill-child'];
  const argv = [...death, ENTER, directory, ...unshare, INIT, directory, hostname, layers.join(':')];
  const [program = '', ...rest] = argv;
  // What systemd starts has this directory too; ours would be in what is recorded of the kubelet.
  const place = { cwd: '/', env: ENVIRONMENT };
  const child = spawn(program, rest, { ...place, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.unref();
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('the node ended at once')));
  });
  const mounted = until('the mounts of the node are laid', START_MS, () =>
    existsSync(join(directory, 'mounted')) ? true : null,
  );
  try {
    await Promise.race([mounted, failed]);
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${tail(readFileSync(logPath, 'utf8'))}`, { cause: error });
  }
  const mark = firstProcessOf(child.pid ?? 0);
  if (mark === null) throw new Error('the node has no first process');
  return mark;
}

/** The child of unshare, numbered as this machine numbers it. */
function firstProcessOf(unshare: number): ProcessMark | null {
  const children = readFileSync(`/proc/${unshare}/task/${unshare}/children`, 'utf8').trim().split(' ');
  return markOf(Number(children[0]));
}

export interface ExecOptions {
  /** Beside PATH, HOME and LANG. */
  env?: Readonly<Record<string, string>>;
  input?: string;
  /** Default: ten minutes. */
  timeoutMs?: number;
}

/** How a program ended, and what it wrote. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The command that runs `argv` inside a node, for whoever starts it. */
export function insideArgv(directory: string, init: ProcessMark, argv: readonly string[]): string[] {
  return [
    ENTER,
    directory,
    'nsenter',
    '-t',
    String(init.pid),
    '-m',
    '-p',
    '-n',
    '-u',
    '-i',
    '-C',
    '--',
    ...argv,
  ];
}

export function insideEnvironment(kubeconfig: string): Record<string, string> {
  return { ...ENVIRONMENT, KUBECONFIG: kubeconfig };
}

/** Runs a program to its end and tells how that went, whatever its exit code. */
export function runToEnd(
  argv: readonly string[],
  { env = {}, input = '', timeoutMs = 600_000 }: ExecOptions,
): Promise<Outcome> {
  const [program = '', ...rest] = argv;
  const child = spawn(program, rest, { env, timeout: timeoutMs, killSignal: 'SIGKILL' });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      written[stream] += text;
    });
  }
  // A program may end without having read what it was given.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...written }));
  });
}
