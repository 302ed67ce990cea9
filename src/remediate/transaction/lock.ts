import { readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseStat } from '../../machine/proc/parse.ts';
import { KubetrueError } from '../../model/errors.ts';
import { bootId } from './processes.ts';
import { asRefusal } from './refusal.ts';
import type { StateDirectory } from './state-directory.ts';
import { writeAnew } from './write-new.ts';

const NAME = /^lock\.([0-9a-f-]+)\.(\d+)\.(\d+)\.(\d+)$/;
/** Two that begin in the same instant both step back, and try again at different times. */
const ATTEMPTS = 5;
const LONGEST_PAUSE_MS = 300;

/**
 * Runs `work` while no other process that uses this state directory does. Node has no flock(2); instead each process
 * puts down a file that is named after itself and then looks for those of others: of two, at least one sees the other.
 * A file whose process has ended counts for nothing, so a killed process leaves nothing locked.
 * @throws KubetrueError KT_LOCKED
 */
export async function withLock<T>(state: StateDirectory, work: () => Promise<T>): Promise<T> {
  const own = await acquire(state);
  try {
    return await work();
  } finally {
    rmSync(own, { force: true });
  }
}

async function acquire(state: StateDirectory): Promise<string> {
  const name = ownName();
  const own = join(state.path, name);
  for (let attempt = 1; ; attempt += 1) {
    putDown(state, own);
    const other = holder(state, name);
    if (other === null) return own;
    rmSync(own, { force: true });
    if (attempt === ATTEMPTS) throw locked(state, other);
    await sleep(Math.random() * LONGEST_PAUSE_MS);
  }
}

function putDown({ path }: StateDirectory, own: string): void {
  try {
    writeAnew(own, Buffer.alloc(0), null);
  } catch (error) {
    throw new KubetrueError('KT_STATE', asRefusal(path, 'written', error).message, { cause: error });
  }
}

function ownName(): string {
  return `lock.${bootId()}.${pidNamespace()}.${process.pid}.${startTicksOf(process.pid)}`;
}

/** The pid of the process that changes this node now, as far as can be told; nothing is changed by looking. */
export function heldBy(state: StateDirectory): number | null {
  const holder = readdirSync(state.path)
    .map((name) => NAME.exec(name))
    .find((parts) => parts !== null && isAlive(parts));
  return holder?.[3] === undefined ? null : Number(holder[3]);
}

/** The file name of another process that is alive, as far as can be told; those of ended ones are removed. */
function holder(state: StateDirectory, own: string): string | null {
  for (const name of readdirSync(state.path)) {
    const parts = NAME.exec(name);
    if (parts === null || name === own) continue;
    if (isAlive(parts)) return name;
    rmSync(join(state.path, name), { force: true });
  }
  return null;
}

/** Processes of another pid namespace cannot be looked at: they count as alive until the machine starts again. */
function isAlive([, boot, namespace, pid, startTicks]: RegExpExecArray): boolean {
  if (boot !== bootId()) return false;
  return namespace !== pidNamespace() || startTicksOf(Number(pid)) === Number(startTicks);
}

function pidNamespace(): string {
  return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? String(statSync('/proc/self/ns/pid').ino);
}

function startTicksOf(pid: number): number | null {
  try {
    const stat = parseStat(readFileSync(`/proc/${pid}/stat`));
    return stat === null || stat.state === 'Z' ? null : stat.startTicks;
  } catch {
    return null;
  }
}

function locked(state: StateDirectory, name: string): KubetrueError {
  const pid = NAME.exec(name)?.[3] ?? '';
  return new KubetrueError('KT_LOCKED', {
    message: `Another kubetrue (pid ${pid}) is changing this node.`,
    file: join(state.path, name),
    hint: 'Wait for it to end; `kubetrue fix status` shows where it stands.',
  });
}
