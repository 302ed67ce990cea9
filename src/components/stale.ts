import { valueIfPresent } from '../model/fact.ts';
import type { FileFacts, ProcessFacts } from '../model/snapshot.ts';

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
  const startedAt = valueIfPresent(process.startedAt);
  if (startedAt === undefined) return null;
  const latest = [file.modifiedAt, file.bornAt ?? file.modifiedAt].sort().at(-1) ?? file.modifiedAt;
  if (Date.parse(latest) <= Date.parse(startedAt) + TOLERANCE_MS) return null;
  return { path: file.hostPath ?? file.path, changedAt: latest, startedAt };
}
