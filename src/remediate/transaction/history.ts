import { join } from 'node:path';
import { lastOf, ownFiles } from './context.ts';
import { readJournal } from './journal.ts';
import type { Entry, LeftFiles, Step } from './journal-entry.ts';
import { type StateDirectory, transactionIds } from './state-directory.ts';

/** Where one change of a transaction stands. */
export type ChangeState =
  | 'not begun'
  | 'not made'
  | 'being prepared'
  | 'being switched'
  | 'being verified'
  | 'in force'
  | 'being taken back'
  | 'taken back'
  | 'left to a person';

const STATES = {
  locked: 'not begun',
  rechecked: 'being prepared',
  guarded: 'being prepared',
  prepared: 'being prepared',
  written: 'being prepared',
  switching: 'being switched',
  renamed: 'being verified',
  waiting: 'being verified',
  verifying: 'being verified',
  committed: 'in force',
  discarded: 'not made',
  'rolling-back': 'being taken back',
  restored: 'being taken back',
  'rolled-back': 'taken back',
  stuck: 'left to a person',
  finished: 'in force',
} as const satisfies Record<Step, ChangeState>;

export interface Past {
  id: string;
  at: string;
  node: string;
  plan: string;
  /** Neither finished nor taken back: it was interrupted. */
  open: boolean;
  changes: readonly { id: string; state: ChangeState; why: string | null }[];
}

/** All transactions, oldest first. One that ended before its first line in the journal never touched a thing. */
export function pastOf(state: StateDirectory): Past[] {
  return transactionIds(state).flatMap((id) => {
    const entries = readJournal(join(state.transactions, id));
    const past = pastFrom(id, entries);
    return past === null ? [] : [past];
  });
}

/** Files as all transactions left them, or those of one plan. */
export function filesLeftBy(state: StateDirectory, plan: string | null = null): LeftFiles {
  return transactionIds(state).flatMap((id) => {
    const entries = readJournal(join(state.transactions, id));
    const begun = entries.find((entry) => entry.step === 'locked');
    return plan === null || begun?.plan === plan ? ownFiles(entries) : [];
  });
}

export function openOnes(state: StateDirectory): Past[] {
  return pastOf(state).filter(({ open }) => open);
}

function pastFrom(id: string, entries: readonly Entry[]): Past | null {
  const begun = entries.find((entry) => entry.step === 'locked');
  if (begun === undefined) return null;
  return {
    id,
    at: begun.at,
    node: begun.node,
    plan: begun.plan,
    open: entries.at(-1)?.step !== 'finished',
    changes: begun.changes.map((change) => {
      const last = lastOf(entries, change);
      const why = last !== undefined && 'why' in last ? last.why : null;
      return { id: change, state: last === undefined ? 'not begun' : STATES[last.step], why };
    }),
  };
}
