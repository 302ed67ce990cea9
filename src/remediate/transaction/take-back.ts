import { join } from 'node:path';
import { KubetrueError } from '../../model/errors.ts';
import type { Change, Plan } from '../../model/plan.ts';
import { standingsOf } from './change.ts';
import { type Context, lastOf, newest } from './context.ts';
import type { Engine, Times } from './engine.ts';
import { filesLeftBy, openOnes, pastOf } from './history.ts';
import { openJournal } from './journal.ts';
import { withLock } from './lock.ts';
import type { Stands } from './outside-write.ts';
import { readPlan } from './plan-file.ts';
import { removeTemporaries } from './prepare.ts';
import { Refusal } from './refusal.ts';
import { type Back, rollBack } from './roll-back.ts';
import type { StateDirectory } from './state-directory.ts';
import { finish, interrupted } from './transaction.ts';

export type TakenBack =
  | Back
  /** Its files already are as they were. */
  | { state: 'nothing-to-do' }
  /** Somebody changed a file since; nothing was touched. */
  | { state: 'refused'; why: string };

export interface TakeBack {
  state: StateDirectory;
  id: string;
  engine: Engine;
  times: Times;
}

/**
 * Takes back all that a transaction changed, last change first, and ends one that was interrupted.
 * @throws KubetrueError KT_LOCKED, KT_TRANSACTION when there is none of that id or another one was interrupted
 */
export function takeBack({
  state,
  id,
  engine,
  times,
}: TakeBack): Promise<{ change: Change; outcome: TakenBack }[]> {
  return withLock(state, async () => {
    if (!pastOf(state).some((one) => one.id === id)) throw unknown(id);
    const other = openOnes(state).find((one) => one.id !== id);
    if (other !== undefined) throw interrupted(state, other.id);
    const directory = join(state.transactions, id);
    const plan = await readPlan(join(directory, 'plan.json'));
    const journal = openJournal(directory, engine.now);
    try {
      return await takeAll(
        { engine, times, journal, before: { all: filesLeftBy(state), samePlan: [] } },
        plan,
      );
    } finally {
      journal.close();
    }
  });
}

async function takeAll(context: Context, plan: Plan) {
  const ended: { change: Change; outcome: TakenBack }[] = [];
  for (const change of plan.changes.toReversed()) {
    const outcome = await takeOne(context, change);
    if (outcome === null) continue;
    ended.push({ change, outcome });
    if (outcome.state === 'open') break;
  }
  if (ended.at(-1)?.outcome.state !== 'open') finish(context);
  return ended;
}

/** Null: it changed nothing, or is taken back already. */
async function takeOne(context: Context, change: Change): Promise<TakenBack | null> {
  const { journal } = context;
  const entries = journal.entries();
  const last = lastOf(entries, change.id)?.step;
  const prepared = newest(entries, 'prepared', change.id);
  if (prepared === undefined || last === 'discarded' || last === 'rolled-back') return null;
  let standings: readonly Stands[];
  try {
    standings = await standingsOf(context, change, prepared);
  } catch (error) {
    if (error instanceof Refusal) return { state: 'open', why: error.message };
    throw error;
  }
  const foreign = standings.find(({ standing }) => standing === 'foreign');
  if (foreign !== undefined && last === 'committed')
    return { state: 'refused', why: `${foreign.what} was changed since: it is left alone` };
  if (
    standings.every(({ standing }) => standing === 'old') &&
    last !== 'rolling-back' &&
    last !== 'restored'
  ) {
    removeTemporaries(prepared.records);
    journal.append({ step: 'discarded', change: change.id, why: 'its files are as they were' });
    return { state: 'nothing-to-do' };
  }
  const { stage } = change;
  const stays = stage === undefined ? null : await context.engine.etcd().stages.whyNotBack(stage);
  if (stays !== null && last === 'committed') return { state: 'refused', why: stays };
  return rollBack(context, change, 'a rollback was asked for');
}

function unknown(id: string): KubetrueError {
  return new KubetrueError('KT_TRANSACTION', {
    message: `There is no transaction ${JSON.stringify(id)}.`,
    hint: 'kubetrue fix history lists them',
  });
}
