import type { Origin } from '../../model/origin.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import type { ChangedFile } from '../stale.ts';
import type { EffectiveListener } from './listener.ts';

export interface Refusal {
  outcome: 'refuses';
  because: string;
  origin: Origin;
  /** The refusal follows from a file that changed after start: it says what the next start does. */
  stale: ChangedFile[];
}

/** What decides it could not be read. */
export interface Undetermined {
  outcome: 'undetermined';
  because: string;
  origin: Origin;
}

/** All that one etcd version makes of the process's arguments, environment and files. */
export interface Configuration {
  outcome: 'starts';
  version: string;
  mode: 'command-line' | 'file';
  settings: ReadonlyMap<string, EffectiveSetting>;
  listeners: readonly EffectiveListener[];
  stale: ChangedFile[];
}

export type Reading = Configuration | Refusal | Undetermined;

export function refuses(because: string, origin: Origin): Refusal {
  return { outcome: 'refuses', because, origin, stale: [] };
}
