import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryDirectory } from './cluster-directory.ts';
import { atExit } from './cluster-exit.ts';

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

/** Starts one etcd. Whatever ends this process, short of SIGKILL, ends its etcd too. */
export async function startEtcd({ binary, argv, env = {}, cwd }: LaunchOptions): Promise<EtcdProcess> {
  const directory = temporaryDirectory('kubetrue-log-');
  const logPath = join(directory.path, 'etcd.log');
  const log = openSync(logPath, 'a');
  const child = spawn(binary, argv, { cwd: cwd ?? directory.path, env, stdio: ['ignore', log, log] });
  closeSync(log);
  const forget = atExit(() => child.kill('SIGKILL'));
  let whole: string | null = null;
  const exited = exitOf(child).finally(async () => {
    forget();
    whole = readFileSync(logPath, 'utf8');
    await directory.remove();
  });
  // Who waits for `exited` hears of a failure to start, and so does the caller by `started`.
  exited.catch(() => {});
  await started(child);
  return {
    pid: child.pid ?? 0,
    exited,
    log: () => whole ?? readFileSync(logPath, 'utf8'),
    stop: (graceMs = GRACE_MS) => stop(child, exited, graceMs),
  };
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
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
