import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { removeCgroups } from './node-cgroups.ts';
import { directoryOf, type NodeState } from './node-state.ts';
import { pauseSync } from './pause-sync.ts';
import { isAlive, markOf, type ProcessMark } from './process-mark.ts';
import { cachePath } from './programs/cache.ts';

/** Directories that a node lays over the machine's; its own directory must be outside them. */
const OVERLAID = ['/usr/', '/etc/', '/var/'];

/** Makes the directory of a new node, with `state` in it from the first moment; throws when the id is taken. */
export function claimDirectory(state: NodeState): string {
  mkdirSync(cachePath('nodes'), { recursive: true });
  const place = realpathSync(cachePath('nodes'));
  if (OVERLAID.some((prefix) => place.startsWith(prefix))) {
    throw new Error(
      `nodes cannot live in ${place}: set XDG_CACHE_HOME to a place outside /usr, /etc and /var`,
    );
  }
  const made = mkdtempSync(join(place, '.new-'));
  writeState(made, state);
  try {
    // Only a directory that is empty or not there is replaced.
    renameSync(made, join(place, state.id));
  } catch {
    rmSync(made, { recursive: true });
    throw new Error(`there is a node ${state.id} already; it goes with: npm run node:down -- ${state.id}`);
  }
  return join(place, state.id);
}

export function saveState(state: NodeState): void {
  writeState(directoryOf(state.id), state);
}

function writeState(directory: string, state: NodeState): void {
  const file = join(directory, 'state.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** All nodes that there are, those left over too. */
export function listNodes(): NodeState[] {
  try {
    return readdirSync(cachePath('nodes')).flatMap((id) => readState(id) ?? []);
  } catch {
    return [];
  }
}

export function readState(id: string): NodeState | null {
  try {
    return JSON.parse(readFileSync(join(directoryOf(id), 'state.json'), 'utf8'));
  } catch {
    return null;
  }
}

/** Removes what a process that was killed, or a machine that was restarted, left of nodes; gives their ids. */
export function removeLeftovers(): string[] {
  const left = listNodes().filter(({ owner, init }) => {
    const keeper = owner ?? init;
    return keeper === null || !isAlive(keeper);
  });
  for (const state of left) removeNode(state);
  return left.map(({ id }) => id);
}

/** Kills a node and removes its cgroups and its directory. Not asynchronous, so that it can be done at exit. */
export function removeNode(state: NodeState): void {
  const { id, init, cgroups } = readState(state.id) ?? state;
  if (init !== null && isAlive(init)) {
    process.kill(init.pid, 'SIGKILL');
    while (isAlive(init)) pauseSync(20);
  }
  removeCgroups(cgroups);
  rmSync(directoryOf(id), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Of this process. */
export function ownMark(): ProcessMark {
  const mark = markOf(process.pid);
  if (mark === null) throw new Error('nodes need Linux: there is no /proc');
  return mark;
}
