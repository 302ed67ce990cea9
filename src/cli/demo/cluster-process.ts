import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LaunchOptions {
  binary: string;
  argv: readonly string[];
  /** The whole environment; etcd refuses a variable beside its flag, so nothing is inherited. */
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface EtcdProcess {
  pid: number;
  exited: Promise<Exit>;
  /** What it has written to stdout and stderr so far; readable after its end too. */
  log(): string;
  /** Ends it (SIGTERM, then SIGKILL after `graceMs`, two seconds by default) and waits for its end. */
  stop(graceMs?: number): Promise<void>;
}

const GRACE_MS = 2_000;
const running = new Set<ChildProcess>();
let exitHook = false;

/** Starts one etcd. Whatever happens to this process short of SIGKILL, its children end with it. */
export async function startEtcd({ binary, argv, env = {}, cwd }: LaunchOptions): Promise<EtcdProcess> {
  const directory = await mkdtemp(join(tmpdir(), 'kubetrue-log-'));
  const logPath = join(directory, 'etcd.log');
  const log = openSync(logPath, 'a');
  const child = spawn(binary, argv, {
    cwd: cwd ?? directory,
    env,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  endWithUs(child);
  let last: string | null = null;
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  }).finally(async () => {
    running.delete(child);
    last = readFileSync(logPath, 'utf8');
    await rm(directory, { recursive: true, force: true });
  });
  // A failure to start is reported by whoever waits for it, and by `started` here.
  exited.catch(() => {});
  await started(child);
  return {
    pid: child.pid ?? 0,
    exited,
    log: () => last ?? readFileSync(logPath, 'utf8'),
    stop: (graceMs = GRACE_MS) => stop(child, exited, graceMs),
  };
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}

async function stop(child: ChildProcess, exited: Promise<Exit>, graceMs: number): Promise<void> {
  child.kill('SIGTERM');
  const impatience = new AbortController();
  const force = sleep(graceMs, undefined, { signal: impatience.signal }).then(
    () => child.kill('SIGKILL'),
    () => {},
  );
  await exited;
  impatience.abort();
  await force;
}

function endWithUs(child: ChildProcess): void {
  running.add(child);
  if (exitHook) return;
  exitHook = true;
  process.once('exit', () => {
    for (const one of running) one.kill('SIGKILL');
  });
}
