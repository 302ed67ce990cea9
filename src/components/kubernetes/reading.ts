import type { Origin } from '../../model/origin.ts';
import type { ChangedFile } from '../stale.ts';

/** The component would not start with what it is given. */
export interface Refusal {
  outcome: 'refuses';
  because: string;
  origin: Origin;
  /** The refusal follows from a file that changed after start: it says what the next start does. */
  stale: readonly ChangedFile[];
}

/** What decides it could not be read. */
export interface Undetermined {
  outcome: 'undetermined';
  because: string;
  origin: Origin;
}

export function refuses(because: string, origin: Origin, stale: readonly ChangedFile[] = []): Refusal {
  return { outcome: 'refuses', because, origin, stale };
}

export function undetermined(because: string, origin: Origin): Undetermined {
  return { outcome: 'undetermined', because, origin };
}
