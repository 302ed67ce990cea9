import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { until } from '../until.ts';

const PROGRAM = fileURLToPath(new URL('../../../bin/kubetrue.js', import.meta.url));

export interface Ran {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A running kubetrue. */
export interface Running {
  ended: Promise<Ran>;
  /** What it has said on stderr so far. */
  said: () => string;
  kill: () => void;
}

/**
 * A machine with processes, a host name and an /etc of its own, and the network of this one: what a member of etcd runs
 * on, and kubetrue beside it.
 */
export interface Machine {
  name: string;
  directory: string;
  /** Where a file of the machine lies, from outside. */
  etc: (path: string) => string;
  /** The program that starts etcd, or starts it again. */
  restart: string;
  run: (words: readonly string[]) => Ran;
  kubetrue: (words: readonly string[]) => Running;
  /** Pids of etcd, as the machine counts them. */
  pids: () => readonly number[];
  stop: () => Promise<void>;
}

/**
 * What pid 1 does: a machine of its own /etc, as long as whoever started it holds its input open. Ended children are reaped
 * between two sleeps.
 */
const INIT = `
hostname "$1" && mount --bind "$2" /etc && touch "$3" || exit 1
exec 4<&0
(cat <&4; rm -f "$3") &
while [ -e "$3" ]; do sleep 0.2; done
`;

/** @param command words that start etcd; /etc/etcd.env or /etc/default/etcd, where it is there, is its environment */
export async function startMachine(
  name: string,
  directory: string,
  command: readonly string[],
): Promise<Machine> {
  const etc = join(directory, 'etc');
  const ready = join(directory, 'ready');
  mkdirSync(join(etc, 'default'), { recursive: true });
  mkdirSync(join(etc, 'ssl', 'certs'), { recursive: true });
  writeFileSync(join(etc, 'hosts'), '127.0.0.1 localhost\n');
  writeFileSync(join(etc, 'machine-id'), `${Buffer.from(name.padEnd(16)).toString('hex')}\n`);
  const restart = join(directory, 'restart');
  writeFileSync(restart, restartScript(directory, command));
  chmodSync(restart, 0o755);
  const namespaces = ['--mount', '--pid', '--uts', '--fork', '--mount-proc', '--kill-child=SIGKILL'];
  const outer = spawn('unshare', [...namespaces, 'sh', '-c', INIT, 'sh', name, etc, ready], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await until(`${name} is up`, 10_000, () => (existsSync(ready) ? true : null));
  const inner = readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8').trim();
  const enter = ['--target', inner, '--mount', '--pid', '--uts', '--'];
  const run = (words: readonly string[]): Ran => {
    try {
      const stdout = execFileSync('nsenter', [...enter, ...words], { encoding: 'utf8', stdio: 'pipe' });
      return { code: 0, signal: null, stdout, stderr: '' };
    } catch (error) {
      const { status, signal, stdout, stderr } = error as { status: number | null } & Omit<Ran, 'code'>;
      return { code: status, signal, stdout, stderr };
    }
  };
  return {
    name,
    directory,
    etc: (path) => join(directory, path),
    restart,
    run,
    kubetrue: (words) => following(spawn('nsenter', [...enter, process.execPath, PROGRAM, ...words])),
    pids: () => run(['pgrep', '-x', 'etcd']).stdout.split('\n').filter(Boolean).map(Number),
    stop: async () => {
      outer.kill('SIGKILL');
      while (existsSync(`/proc/${inner}`)) await sleep(20);
    },
  };
}

/**
 * As a service manager would: one restart at a time, also after whoever asked for it was killed; the old one ends first, by
 * force after ten seconds (an etcd that is told to end while it starts may not), and the environment is read anew.
 */
function restartScript(directory: string, command: readonly string[]): string {
  const quoted = command.map((word) => `'${word}'`).join(' ');
  return `#!/bin/sh
exec 9>${directory}/restart.lock
flock 9
pkill -TERM -x etcd
tries=0
while pgrep -x etcd >/dev/null; do
  sleep 0.05
  tries=$((tries + 1))
  [ $tries -lt 200 ] || pkill -KILL -x etcd
done
set -a
for file in /etc/etcd.env /etc/default/etcd; do [ ! -f "$file" ] || . "$file"; done
set +a
(cd ${directory} && exec setsid ${quoted} >>etcd.log 2>&1 </dev/null) 9>&- &
`;
}

function following(child: ChildProcess): Running {
  let said = '';
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('kubetrue has no output');
  stderr.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  const ended = new Promise<Ran>((resolve, reject) => {
    const all = text(stdout);
    child.once('error', reject);
    child.once('close', async (code, signal) => resolve({ code, signal, stdout: await all, stderr: said }));
  });
  return { ended, said: () => said, kill: () => child.kill('SIGKILL') };
}
