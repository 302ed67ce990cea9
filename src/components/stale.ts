import { valueIfPresent } from '../model/fact.ts';
import type { FileFacts, ProcessFacts } from '../model/snapshot.ts';
import { shownPath } from './shown-path.ts';

/** Clock ticks and the boot time's whole seconds leave this much doubt about a process's start. */
const TOLERANCE_MS = 2000;

export interface ChangedFile {
  path: string;
  /** The later of content change and birth of the inode (a file renamed into place keeps its old mtime). */
  changedAt: string;
  startedAt: string;
}

/** A file whose content is newer than the process that read it; null when it is not, or the start is not known. */
export function changedAfterStart(process: ProcessFacts, file: FileFacts): ChangedFile | null {
  const startedAt = startOf(process);
  if (startedAt === undefined) return null;
  const latest = [file.modifiedAt, file.bornAt ?? file.modifiedAt].sort().at(-1) ?? file.modifiedAt;
  return isAfter(latest, startedAt) ? { path: shownPath(file), changedAt: latest, startedAt } : null;
}

/** Whether mode, owner or name of a file changed after the start and its content did not. */
export function attributesChangedAfterStart(process: ProcessFacts, file: FileFacts): boolean {
  const startedAt = startOf(process);
  if (startedAt === undefined || changedAfterStart(process, file) !== null) return false;
  return isAfter(file.changedAt, startedAt);
}

/** Of a component inside another program its own start, which is later than that of the process. */
function startOf({ startedAt, startedInside }: ProcessFacts): string | undefined {
  return startedInside ?? valueIfPresent(startedAt);
}

function isAfter(time: string, startedAt: string): boolean {
  return Date.parse(time) > Date.parse(startedAt) + TOLERANCE_MS;
}
