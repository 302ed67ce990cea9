import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { KubetrueError } from '../../model/errors.ts';
import type { Change, Edit, Plan } from '../../model/plan.ts';
import { makeChange, type Outcome, resumeChange } from './change.ts';
import { forgetSnapshots } from './cluster-guard.ts';
import { type Context, lastOf } from './context.ts';
import type { Engine, Times } from './engine.ts';
import { filesLeftBy, openOnes } from './history.ts';
import { type Journal, openJournal } from './journal.ts';
import { withLock } from './lock.ts';
import { memberWrite } from './member-write.ts';
import { hasExpired } from './plan-file.ts';
import { isMade } from './recheck.ts';
import { asRefusal, Refusal } from './refusal.ts';
import { isOvertaken, sourceWrite } from './source-write.ts';
import { keepApart, type StateDirectory, transactionId } from './state-directory.ts';
import { syncDirectory } from './target.ts';
import { writeNew } from './write-new.ts';

export interface Ended {
  change: Change;
  outcome: Outcome;
}

/** What came of applying a plan. */
export interface Applied {
  /** Null: nothing was to be done, so no transaction was begun. */
  transaction: string | null;
  /** Changes in the order in which they were made; after one that had to be taken back none is begun. */
  ended: readonly Ended[];
  /** Not begun, because an earlier one failed or the plan has expired meanwhile. */
  left: readonly Change[];
}

export interface Apply {
  state: StateDirectory;
  plan: Plan;
  /** Those changes of it that are to be made. */
  changes: readonly Change[];
  engine: Engine;
  times: Times;
  version: string;
}

/**
 * Applies changes of a plan one after the other, or goes on where an interrupted apply of the same plan stands.
 * @throws KubetrueError KT_LOCKED, KT_TRANSACTION when another plan was interrupted, KT_STATE
 */
export function applyPlan(apply: Apply): Promise<Applied> {
  return withLock(apply.state, async () => {
    const [open] = openOnes(apply.state);
    if (open !== undefined && open.plan !== apply.plan.hash) throw interrupted(apply.state, open.id);
    if (open !== undefined) return run(apply, open.id);
    if (await isAllMade(apply)) {
      const outcome = { state: 'nothing-to-do' } as const;
      return { transaction: null, ended: apply.changes.map((change) => ({ change, outcome })), left: [] };
    }
    return run(apply, begin(apply));
  });
}

/** Edits of the plan that are made after a change. */
export function laterThan({ changes }: Plan, change: Change): readonly Edit[] {
  return changes.slice(changes.indexOf(change) + 1).flatMap(({ edits }) => edits);
}

async function isAllMade({ plan, changes, engine }: Apply): Promise<boolean> {
  for (const change of changes)
    if (!(await isWholeMade(engine, change, laterThan(plan, change)))) return false;
  return true;
}

async function isWholeMade(engine: Engine, change: Change, later: readonly Edit[]): Promise<boolean> {
  try {
    if (!change.edits.every((edit) => isMade(edit, later)) || isOvertaken(change)) return false;
    return (await memberWrite(engine, change)) === null && (await sourceWrite(engine, change)) === null;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function begin({ state, plan, changes, engine, version }: Apply): string {
  const id = transactionId(engine.now(), plan.hash);
  const directory = join(state.transactions, id);
  try {
    keepApart(
      state,
      plan.changes.flatMap(({ edits }) => edits.map(({ path }) => path)),
    );
    mkdirSync(directory, { mode: 0o700 });
    syncDirectory(state.transactions);
    writeNew(join(directory, 'plan.json'), Buffer.from(JSON.stringify(plan)), null);
    const journal = openJournal(directory, engine.now);
    const ids = changes.map((change) => change.id);
    journal.append({ step: 'locked', plan: plan.hash, node: plan.node.name, version, changes: ids });
    journal.close();
  } catch (error) {
    throw new KubetrueError('KT_STATE', asRefusal(directory, 'written', error).message, { cause: error });
  }
  return id;
}

async function run(apply: Apply, id: string): Promise<Applied> {
  const journal = openJournal(join(apply.state.transactions, id), apply.engine.now);
  try {
    const { state, plan, engine, times } = apply;
    const before = { all: filesLeftBy(state), samePlan: filesLeftBy(state, plan.hash) };
    const context = { engine, times, journal, before };
    const changes = changesOf(plan, journal);
    const ended = await makeAll(context, plan, changes);
    const left = changes.slice(ended.length);
    if (ended.at(-1)?.outcome.state !== 'open') finish(context);
    return { transaction: id, ended, left };
  } finally {
    journal.close();
  }
}

/** Where this cannot be written, the next apply finds nothing left to do and writes it. */
export function finish(context: Context): void {
  const { journal, engine } = context;
  try {
    forgetSnapshots(context);
    if (journal.entries().at(-1)?.step !== 'finished') journal.append({ step: 'finished' });
  } catch (error) {
    engine.tell(`${asRefusal(journal.directory, 'written', error).message}; the transaction stays open`);
  }
}

function changesOf(plan: Plan, journal: Journal): Change[] {
  const begun = journal.entries().find((entry) => entry.step === 'locked');
  return plan.changes.filter(({ id }) => begun?.changes.includes(id));
}

async function makeAll(context: Context, plan: Plan, changes: readonly Change[]): Promise<Ended[]> {
  const ended: Ended[] = [];
  for (const change of changes) {
    const outcome = await makeOne(context, plan, changes, change);
    if (outcome === null) break;
    ended.push({ change, outcome });
    if (['rolled-back', 'stuck', 'open'].includes(outcome.state)) break;
  }
  return ended;
}

/** Null: not begun. */
async function makeOne(
  context: Context,
  plan: Plan,
  changes: readonly Change[],
  change: Change,
): Promise<Outcome | null> {
  const entries = context.journal.entries();
  const last = lastOf(entries, change.id);
  const after = changes.slice(changes.indexOf(change) + 1);
  // Before one that was interrupted they were looked at; now the node may be between two processes.
  if (last === undefined && after.some(({ id }) => lastOf(entries, id) !== undefined))
    return { state: 'nothing-to-do' };
  if (last === undefined || last.step === 'rechecked') {
    if (hasExpired(plan, context.engine.now()) || context.engine.stopped() !== null) return null;
    return makeChange(context, change, laterThan(plan, change));
  }
  switch (last.step) {
    case 'committed':
      return { state: 'committed' };
    case 'discarded':
      return { state: 'refused', why: last.why };
    case 'stuck':
      return { state: 'stuck', why: last.why };
    case 'rolled-back':
      return { state: 'rolled-back', why: 'it was taken back before', ill: last.ill };
    default:
      return resumeChange(context, change, laterThan(plan, change));
  }
}

export function interrupted(state: StateDirectory, id: string): KubetrueError {
  return new KubetrueError('KT_TRANSACTION', {
    message: `The transaction ${id} was interrupted and must be ended first.`,
    hint:
      `kubetrue fix apply ${join(state.transactions, id, 'plan.json')} goes on with it, ` +
      `kubetrue fix rollback ${id} takes it back`,
  });
}
