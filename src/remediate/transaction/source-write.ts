import { readFileSync } from 'node:fs';
import type { Change, SourceEdit } from '../../model/plan.ts';
import type { ClusterObjects } from '../durable/cluster.ts';
import { type Held, readText, replaceText } from '../durable/config-map.ts';
import { whyAnotherCluster } from '../durable/own-node.ts';
import { nameOf, pathOf } from '../durable/place.ts';
import { sha256 } from '../plan-hash.ts';
import { thisNode } from '../this-node.ts';
import { type Context, newest } from './context.ts';
import type { Engine } from './engine.ts';
import type { SourceRecord } from './journal-entry.ts';
import { processOf, runningOf } from './processes.ts';
import { Refusal } from './refusal.ts';
import { ForeignFile } from './restore.ts';
import type { Standing } from './switch.ts';

/** A text of the cluster that is to be replaced. */
export interface SourceTodo {
  held: Held;
  fresh: string;
}

/** Does something with the cluster. @throws Refusal when it cannot be asked */
export function withSource<T>(
  { inCluster }: Pick<Engine, 'inCluster'>,
  work: (cluster: ClusterObjects) => Promise<T>,
): Promise<T> {
  return inCluster((cluster) => {
    if (typeof cluster === 'string') throw new Refusal(cluster);
    return work(cluster);
  });
}

/**
 * The text that a change is to replace; null when it is so already, or the change is about none. The server is asked
 * whether it would take it.
 * @throws Refusal when it is not what the plan was made for, or may not be changed
 */
export async function sourceWrite(engine: Engine, { source }: Change): Promise<SourceTodo | null> {
  if (source === undefined) return null;
  return withSource(engine, async (cluster) => {
    const held = await readText(cluster, source);
    if (typeof held === 'string') throw new Refusal(held);
    if (held.uid !== source.uid)
      throw new Refusal(`${nameOf(source)} is another one than the plan was made for`);
    const now = sha256(held.text);
    if (now === source.after) return null;
    if (now !== source.before)
      throw new Refusal(`${nameOf(source)} was changed by somebody else since the plan was made`);
    const bytes = await engine.edit(nameOf(source), Buffer.from(held.text), source.operations);
    if (sha256(bytes) !== source.after)
      throw new Refusal(`the operations of the plan do not make of ${nameOf(source)} what the plan says`);
    const fresh = bytes.toString('utf8');
    const why = await replaceText(cluster, source, held, fresh, { dryRun: true });
    if (why !== null) throw new Refusal(why);
    return { held, fresh };
  });
}

/** Whether the process that the plan saw still runs: whoever gave the text its value, it has not read it. */
export function isOvertaken({ source, restarts }: Change): boolean {
  if (source === undefined || restarts === null) return false;
  return runningOf(processOf(restarts)).some(({ pid }) => pid === restarts.pid);
}

/** Writes it, if it still is the one that was looked at. @throws Refusal */
export async function writeSource(
  { engine }: Context,
  source: SourceEdit,
  { held, fresh }: SourceTodo,
): Promise<void> {
  engine.tell(`${nameOf(source)}, ${source.key}: is being written`);
  const why = await withSource(engine, (cluster) =>
    replaceText(cluster, source, held, fresh, { dryRun: false }),
  );
  if (why !== null) throw new Refusal(why);
}

/** Which of its two states the text has. @throws Refusal when the cluster cannot be asked */
export async function sourceStanding(
  { engine }: Pick<Context, 'engine'>,
  source: SourceEdit,
  { before, after }: SourceRecord,
): Promise<Standing> {
  const held = await withSource(engine, (cluster) => heldOf(cluster, source));
  if (held === null) return 'foreign';
  const now = sha256(held.text);
  if (now === after) return 'new';
  return now === before ? 'old' : 'foreign';
}

/**
 * Why the text that a change wrote may not be there; null when it is, or there is none.
 * @throws Refusal when it is not there any more
 */
export async function whySourceUnseen(context: Context, { id, source }: Change): Promise<string | null> {
  const written = newest(context.journal.entries(), 'prepared', id)?.source;
  if (source === undefined || written === undefined) return null;
  const standing = await orWhy(() => sourceStanding(context, source, written));
  if (typeof standing === 'object') return standing.why;
  if (standing === 'new') return null;
  throw new Refusal(`${nameOf(source)} was changed by somebody else meanwhile`);
}

/** Why the cluster cannot be asked for the text of a change; null when it can, or there is none. */
export async function whySourceUnreachable(context: Context, { source }: Change): Promise<string | null> {
  if (source === undefined) return null;
  const held = await orWhy(() => withSource(context.engine, (cluster) => heldOf(cluster, source)));
  return held !== null && 'why' in held ? held.why : null;
}

async function orWhy<T>(work: () => Promise<T>): Promise<T | { why: string }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return { why: error.message };
    throw error;
  }
}

/**
 * Gives the cluster the old text again.
 * @throws ForeignFile when somebody else changed it meanwhile; Refusal when that cannot be done now
 */
export async function restoreSource(
  { engine }: Context,
  source: SourceEdit,
  { before, after, backup }: SourceRecord,
): Promise<void> {
  await withSource(engine, async (cluster) => {
    const held = await heldOf(cluster, source);
    const now = held === null ? null : sha256(held.text);
    if (now === before) return;
    if (held === null || now !== after)
      throw new ForeignFile(
        `${nameOf(source)} is neither as it was nor as this change made it: somebody else changed it, and it is left alone`,
      );
    const old = readFileSync(backup, 'utf8');
    if (sha256(old) !== before) throw new Refusal(`the backup ${backup} is damaged`);
    const why = await replaceText(cluster, source, held, old, { dryRun: false });
    if (why !== null) throw new Refusal(why);
  });
}

/** Null: it is not there any more, or another one is. @throws Refusal, also where the cluster is another one */
async function heldOf(cluster: ClusterObjects, source: SourceEdit): Promise<Held | null> {
  const held = await readText(cluster, source);
  if (typeof held !== 'string' && held.uid === source.uid) return held;
  const why = await whyAnotherCluster(cluster, thisNode());
  if (why !== null) throw new Refusal(why);
  if (typeof held !== 'string') return null;
  const { state } = await cluster.read(pathOf(source));
  if (state !== 'absent') throw new Refusal(held);
  return null;
}
