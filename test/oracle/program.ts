import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Launch } from './launch.ts';

/** A running etcd, or one that has ended. */
export interface Program {
  pid: number;
  /** Null while it runs. */
  exit(): { code: number | null } | null;
  exited: Promise<void>;
  log(): string;
  kill(): Promise<void>;
}

const LOG_LIMIT = 200_000;

/** Starts etcd with exactly that environment. The caller kills it. */
export function start(binary: string, cwd: string, { argv, env }: Launch): Program {
  const child = spawn(binary, argv, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let exit: { code: number | null } | null = null;
  let log = '';
  const hear = (chunk: Buffer) => {
    if (log.length < LOG_LIMIT) log += chunk.toString();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const exited = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      exit = { code };
      resolve();
    });
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  return { pid: child.pid ?? 0, exit: () => exit, exited, log: () => log, kill };
}

/** Ports and socket paths that the process listens on, as the kernel says; null when it has ended. */
export function listening(pid: number): ReadonlySet<string> | null {
  try {
    return socketsOf(pid);
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      ['ENOENT', 'ESRCH', 'EINVAL'].includes(String(error.code))
    )
      return null;
    throw error;
  }
}

function socketsOf(pid: number): ReadonlySet<string> {
  const inodes = socketInodes(pid);
  const found = new Set<string>();
  for (const table of ['tcp', 'tcp6']) {
    for (const line of rows(`/proc/${pid}/net/${table}`)) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (state === '0A' && inodes.has(inode))
        found.add(String(Number.parseInt(local.split(':')[1] ?? '', 16)));
    }
  }
  for (const line of rows(`/proc/${pid}/net/unix`)) {
    const [, , , flags = '', , , inode = '', path] = line.trim().split(/\s+/);
    const accepts = (Number.parseInt(flags, 16) & 0x10000) !== 0;
    // A peer URL without host part binds the empty name, and the kernel makes one up.
    if (accepts && inodes.has(inode)) found.add(path?.startsWith('@') ? '' : (path ?? '(unnamed)'));
  }
  return found;
}

function rows(path: string): readonly string[] {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);
}

function socketInodes(pid: number): ReadonlySet<string> {
  const inodes = new Set<string>();
  for (const descriptor of readdirSync(`/proc/${pid}/fd`)) {
    const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${descriptor}`))?.[1];
    if (inode !== undefined) inodes.add(inode);
  }
  return inodes;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Closed since the directory was read.
    return '';
  }
}
