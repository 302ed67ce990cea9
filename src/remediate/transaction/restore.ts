import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sha256 } from '../plan-hash.ts';
import { releaseRoom } from './journal.ts';
import type { EditRecord, LeftFiles } from './journal-entry.ts';
import { asRefusal, isSystemError, Refusal } from './refusal.ts';
import { moveOver, setAttributes, standingOf } from './switch.ts';
import { syncDirectory } from './target.ts';
import { writeAnew } from './write-new.ts';

/** A file that is neither as it was nor as we made it: nothing more is done to it. */
export class ForeignFile extends Refusal {}

/**
 * Gives the files of a change their old content, mode and owner again, last edit first.
 *
 * @param own states in which this transaction left files
 * @throws ForeignFile before anything is touched when somebody else changed one; Refusal when the system refuses
 */
export function restoreAll(records: readonly EditRecord[], own: LeftFiles, directory: string): void {
  const foreign = records.find((record) => standingOf(record, own) === 'foreign');
  if (foreign !== undefined)
    throw new ForeignFile(
      `${foreign.path} is neither as it was nor as this change made it: somebody else changed it, and it is left alone`,
    );
  for (const record of records.toReversed()) restore(record, own, directory);
}

function restore(record: EditRecord, own: LeftFiles, directory: string): void {
  if (standingOf(record, own) === 'old') return;
  try {
    if (record.kind === 'attributes') setAttributes(record.path, null, [record.after], record.before);
    else withRoom(directory, () => putBack(record));
  } catch (error) {
    throw asRefusal(record.path, 'restored', error);
  }
}

function putBack(record: Extract<EditRecord, { kind: 'content' }>): void {
  const { backup, before, path, temporary } = record;
  const bytes = readFileSync(backup);
  if (sha256(bytes) !== before.sha256) throw new Refusal(`the backup ${backup} is damaged`);
  writeAnew(temporary.back, bytes, before);
  syncDirectory(dirname(temporary.back));
  moveOver(temporary.back, path);
}

/** On a full disk the room that was kept for the journal serves the old file. */
function withRoom(directory: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'ENOSPC') throw error;
    releaseRoom(directory);
    work();
  }
}
