import type { DurableEdit } from '../../model/plan.ts';
import { sha256 } from '../plan-hash.ts';
import { Refusal } from '../transaction/refusal.ts';
import type { ClusterObjects } from './cluster.ts';
import { type Held, readText, replaceText } from './config-map.ts';
import { editText } from './edit-text.ts';
import { checkLive } from './live.ts';
import { byPlace, type Place } from './place.ts';
import { readRecords, writeRecord } from './record.ts';

/** What is to be done with one text of the cluster. */
export interface Prepared {
  place: Place;
  edits: readonly DurableEdit[];
  held: Held;
  fresh: string;
  /** Nodes of which it is not known what they run with, which the user answers for. */
  unseen: readonly string[];
}

export type DurableOutcome =
  | { state: 'written' }
  /** With --dry-run: the server would take it. */
  | { state: 'possible' }
  /** The source already says so. */
  | { state: 'nothing-to-do' }
  | { state: 'refused'; why: string };

export type Tried = { place: Place; prepared: Prepared } | { place: Place; outcome: DurableOutcome };

/**
 * Looks at each text that the edits are about, and whether all nodes already run with what it is to say. Changes nothing.
 * @param unseen nodes that the user answers for
 */
export async function prepareAll(
  cluster: ClusterObjects,
  edits: readonly DurableEdit[],
  unseen: readonly string[],
): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (const { place, edits: group } of byPlace(edits))
    tried.push(await prepare(cluster, place, group, unseen));
  return tried;
}

async function prepare(
  cluster: ClusterObjects,
  place: Place,
  edits: readonly DurableEdit[],
  unseen: readonly string[],
): Promise<Tried> {
  try {
    const held = await readText(cluster, place);
    if (typeof held === 'string') throw new Refusal(held);
    const fresh = editText(place, held.text, edits);
    if (fresh === held.text) return { place, outcome: { state: 'nothing-to-do' } };
    const answeredFor = await checkLive(cluster, edits, unseen);
    return { place, prepared: { place, edits, held, fresh, unseen: answeredFor } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { place, outcome: { state: 'refused', why: error.message } };
  }
}

/** Asks the server whether it would take the change, without making it. */
export async function tryOut(
  cluster: ClusterObjects,
  { place, held, fresh }: Prepared,
): Promise<DurableOutcome> {
  const why = await replaceText(cluster, place, held, fresh, { dryRun: true });
  return why === null ? { state: 'possible' } : { state: 'refused', why };
}

/** Changes one text, which must still be the one that was looked at. The way back is on the disk before. */
export async function write(
  cluster: ClusterObjects,
  directory: string,
  { place, held, fresh }: Prepared,
  now: Date,
): Promise<DurableOutcome> {
  const earlier = readRecords(directory).find((one) => one.configMap === place.configMap && !one.restored);
  // What an earlier attempt wrote is no text to come back to.
  const isOurs = earlier !== undefined && earlier.after === sha256(held.text);
  const record = {
    at: now.toISOString(),
    ...place,
    uid: held.uid,
    before: isOurs ? earlier.before : sha256(held.text),
    after: sha256(fresh),
    backup: `durable-${place.configMap}.yaml`,
    restored: false,
  };
  writeRecord(directory, record, isOurs ? null : held.text);
  const why = await replaceText(cluster, place, held, fresh, { dryRun: false });
  return why === null ? { state: 'written' } : { state: 'refused', why };
}
