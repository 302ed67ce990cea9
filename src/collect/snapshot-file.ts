import { type DocumentKind, documentIn, readDocument } from '../machine/document/read.ts';
import { SNAPSHOT_SCHEMA } from '../model/schema-names.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** A snapshot as a file. */
export const SNAPSHOT_FILE: DocumentKind = {
  noun: 'snapshot',
  name: SNAPSHOT_SCHEMA,
  broken: 'KT_SNAPSHOT',
  foreign: 'KT_SNAPSHOT_SCHEMA',
  again: 'take the snapshot again',
  schema: async () => (await import('../model/snapshot.ts')).SnapshotSchema,
};

/** A snapshot as it is stored: the same snapshot gives the same text. */
export function snapshotText(snapshot: Snapshot): string {
  return `${JSON.stringify(snapshot, null, 2)}\n`;
}

/**
 * Reads a recorded snapshot.
 * @throws KubetrueError KT_SNAPSHOT with everything that is wrong with it, KT_SNAPSHOT_SCHEMA if another version of
 *   this program wrote it
 */
export async function readSnapshot(path: string): Promise<Snapshot> {
  return (await readDocument(path, [SNAPSHOT_FILE])).value as Snapshot;
}

/**
 * The same of a text that is at hand.
 * @param path what messages call it
 */
export async function snapshotIn(text: string, path: string): Promise<Snapshot> {
  return (await documentIn(text, path, [SNAPSHOT_FILE])).value as Snapshot;
}
