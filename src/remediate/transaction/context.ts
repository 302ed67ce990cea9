import type { Change } from '../../model/plan.ts';
import type { Engine, Times } from './engine.ts';
import type { Journal } from './journal.ts';
import type { Entry, LeftFiles, Step } from './journal-entry.ts';

/** What all steps of a transaction share. */
export interface Context {
  engine: Engine;
  journal: Journal;
  times: Times;
  /** Files as all transactions of this node left them, and as those of the same plan did, when this one began. */
  before: { all: LeftFiles; samePlan: LeftFiles };
}

export type EntryOf<S extends Step> = Extract<Entry, { step: S }>;

/** The newest entry of a step of a change. */
export function newest<S extends Step>(
  entries: readonly Entry[],
  step: S,
  change: string,
): EntryOf<S> | undefined {
  return entries.findLast(
    (entry): entry is EntryOf<S> => entry.step === step && 'change' in entry && entry.change === change,
  );
}

/** The newest entry of a change. */
export function lastOf(entries: readonly Entry[], change: string) {
  return entries.findLast((entry) => 'change' in entry && entry.change === change);
}

/** Every state in which kubetrue itself left files of this node. */
export function allOwnFiles({ journal, before }: Context): LeftFiles {
  return [...before.all, ...ownFiles(journal.entries())];
}

/** Files as the changes of a transaction left them, newest last. */
export function ownFiles(entries: readonly Entry[]): LeftFiles {
  return entries.flatMap((entry) =>
    entry.step === 'renamed' || entry.step === 'restored' ? entry.files : [],
  );
}

export function namesOf({ rules }: Change): string {
  return rules.map(({ rule, control }) => (control === null ? rule : `${control} ${rule}`)).join(', ');
}
