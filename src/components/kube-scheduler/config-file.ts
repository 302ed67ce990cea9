import type { ProcessFacts } from '../../model/snapshot.ts';
import { openConfig } from '../kubernetes/config-document.ts';
import { type ConfigValues, headText, readConfig } from '../kubernetes/config-reader.ts';
import type { Refusal, Undetermined } from '../kubernetes/reading.ts';
import type { ChangedFile } from '../stale.ts';
import { schedulerShape } from './config-shape.ts';
import { PROGRAM } from './conventions.ts';

/** A configuration file as one minor of kube-scheduler reads it. */
export interface SchedulerFile {
  outcome: 'read';
  /** Without the group: `v1`. */
  version: string;
  values: ConfigValues['values'];
  stale: readonly ChangedFile[];
}

export function readSchedulerFile(
  process: ProcessFacts,
  path: string,
  minor: number,
): SchedulerFile | Refusal | Undetermined {
  const opened = openConfig(process, path, PROGRAM);
  if (opened.outcome !== 'opened') return opened;
  const read = readConfig(opened, schedulerShape(headText(opened, 'apiVersion'), minor));
  if (read.outcome !== 'read') return read;
  const version = read.apiVersion.split('/').at(-1) ?? '';
  return { outcome: 'read', version, values: read.values, stale: opened.stale };
}
