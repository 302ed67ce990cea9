import { sha256 } from '../plan-hash.ts';
import type { ClusterObjects } from './cluster.ts';
import { readText, replaceText } from './config-map.ts';
import type { Place } from './place.ts';
import { backupOf, type DurableRecord, readRecords, writeRecord } from './record.ts';

export type Restored =
  | { place: Place; state: 'restored' | 'nothing-to-do' }
  /** Somebody changed it since: it is left alone. */
  | { place: Place; state: 'refused'; why: string }
  /** It can be tried again. */
  | { place: Place; state: 'open'; why: string };

/** Records of a transaction that are still to be taken back. */
export function standingRecords(directory: string): readonly DurableRecord[] {
  return readRecords(directory).filter(({ restored }) => !restored);
}

/** Gives the cluster the old texts again, where they still are as kubetrue left them. */
export async function restoreAll(cluster: ClusterObjects, directory: string): Promise<readonly Restored[]> {
  const ended: Restored[] = [];
  for (const record of standingRecords(directory)) ended.push(await restore(cluster, directory, record));
  return ended;
}

async function restore(cluster: ClusterObjects, directory: string, record: DurableRecord): Promise<Restored> {
  const { configMap, key } = record;
  const place = { configMap, key };
  const held = await readText(cluster, place);
  if (typeof held === 'string') return { place, state: 'open', why: held };
  if (held.uid !== record.uid) return { place, state: 'open', why: 'it is that of another cluster' };
  const now = sha256(held.text);
  if (now !== record.before && now !== record.after)
    return { place, state: 'refused', why: 'it was changed since: it is left alone' };
  if (now === record.after) {
    const old = backupOf(directory, record);
    const why = await replaceText(cluster, place, held, old, { dryRun: false });
    if (why !== null) return { place, state: 'open', why };
  }
  writeRecord(directory, { ...record, restored: true }, null);
  return { place, state: now === record.after ? 'restored' : 'nothing-to-do' };
}
