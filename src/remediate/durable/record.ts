import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { KubetrueError } from '../../model/errors.ts';
import { isSystemError } from '../transaction/refusal.ts';
import { moveOver } from '../transaction/switch.ts';
import { writeAnew } from '../transaction/write-new.ts';

const NAME = 'durable.json';

/** A text of the cluster that was changed for a transaction, or was about to be: what the text is now decides. */
const RecordSchema = Type.Object({
  at: Type.String(),
  configMap: Type.String(),
  key: Type.String(),
  /** Of the ConfigMap: another cluster may have one with the same text. */
  uid: Type.String(),
  /** SHA-256 of both texts. */
  before: Type.String(),
  after: Type.String(),
  /** The old text, in the directory of the transaction. */
  backup: Type.String(),
  restored: Type.Boolean(),
});
export type DurableRecord = Static<typeof RecordSchema>;

/**
 * What was changed in the cluster for the transaction in `directory`; nothing when nothing was.
 * @throws KubetrueError KT_STATE when it cannot be understood
 */
export function readRecords(directory: string): readonly DurableRecord[] {
  const path = join(directory, NAME);
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (Check(Type.Array(RecordSchema), value)) return value;
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return [];
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new KubetrueError('KT_STATE', { message: 'it is not what this version wrote', file: path });
}

/** Puts one record in the place of an earlier one of the same ConfigMap, and the old text beside it. On the disk when it returns. */
export function writeRecord(directory: string, record: DurableRecord, backup: string | null): void {
  if (backup !== null) writeAnew(join(directory, record.backup), Buffer.from(backup), null);
  const others = readRecords(directory).filter(({ configMap }) => configMap !== record.configMap);
  const fresh = join(directory, `${NAME}.new`);
  writeAnew(fresh, Buffer.from(`${JSON.stringify([...others, record], null, 2)}\n`), null);
  moveOver(fresh, join(directory, NAME));
}

/** The old text of a record. */
export function backupOf(directory: string, { backup }: DurableRecord): string {
  return readFileSync(join(directory, backup), 'utf8');
}
