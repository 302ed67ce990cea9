import { join } from 'node:path';
import { newest } from './context.ts';
import { filesLeftBy, type Past } from './history.ts';
import { readJournal } from './journal.ts';
import type { StateDirectory } from './state-directory.ts';
import { standingOf } from './switch.ts';

export interface Undone {
  transaction: string;
  change: string;
  path: string;
}

/** Files that a change in force left in a state which they are not in any more, unless a later transaction made it so. */
export function undoneSince(state: StateDirectory, past: readonly Past[]): Undone[] {
  const own = filesLeftBy(state);
  const known = new Set<string>();
  const undone: Undone[] = [];
  for (const { id, changes } of past.toReversed()) {
    const entries = readJournal(join(state.transactions, id));
    for (const change of changes.toReversed()) {
      for (const record of newest(entries, 'prepared', change.id)?.records ?? []) {
        const key = `${record.kind} ${record.path}`;
        if (known.has(key) || change.state === 'not made') continue;
        known.add(key);
        if (change.state === 'in force' && standingOf(record, own) !== 'new')
          undone.push({ transaction: id, change: change.id, path: record.path });
      }
    }
  }
  return undone;
}
