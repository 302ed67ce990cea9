import { readableStack } from '../../machine/stack.ts';
import type { Change, Edit } from '../../model/plan.ts';
import { saveCluster, whyMustStay, yieldLeadership } from './cluster-guard.ts';
import { allOwnFiles, type Context, lastOf, namesOf, newest, ownFiles } from './context.ts';
import { releaseRoom, reserveRoom } from './journal.ts';
import type { EditRecord, Entry, Moment } from './journal-entry.ts';
import { backUp, recordsOf, removeTemporaries, writeTemporaries } from './prepare.ts';
import { processOf, runningOf, startedAfter, thisMoment } from './processes.ts';
import { type Checked, recheck } from './recheck.ts';
import { asRefusal, isSystemError, Refusal } from './refusal.ts';
import { restartedBy } from './restart/index.ts';
import { checkRestart, singleProcess } from './restart-check.ts';
import { restartService } from './restart-service.ts';
import { type Back, rollBack } from './roll-back.ts';
import { leftBy, standingOf, switchAll } from './switch.ts';
import { waitUntilMet, watch } from './wait.ts';

/** How a change ended. */
export type Outcome =
  | { state: 'committed' }
  /** The node already is as it is to be. */
  | { state: 'nothing-to-do' }
  /** No file was changed. */
  | { state: 'refused'; why: string }
  | Back;

/** Makes one change and stays with it until it is verified or taken back. */
export async function makeChange(context: Context, change: Change, later: readonly Edit[]): Promise<Outcome> {
  const { journal, engine } = context;
  let records: readonly EditRecord[] = [];
  try {
    const checked = await checkChange(context, change, later);
    if (checked.length === 0) return { state: 'nothing-to-do' };
    engine.tell(`${change.id}: ${namesOf(change)}`);
    journal.append({ step: 'rechecked', change: change.id });
    await saveCluster(context, change);
    records = prepare(context, change, checked);
    await yieldLeadership(context, change);
  } catch (error) {
    return discard(context, change, records, wordsOf(error, journal.directory));
  }
  try {
    journal.append({ step: 'switching', change: change.id, moment: thisMoment() });
    switchAll(records);
    return await follow(context, change, records, false);
  } catch (error) {
    return rollBack(context, change, anyWordsOf(error, journal.directory));
  }
}

/**
 * Goes on with a change that was interrupted, or takes it back, as its journal and its files tell. One that had not
 * changed any file yet is begun again.
 */
export async function resumeChange(
  context: Context,
  change: Change,
  later: readonly Edit[],
): Promise<Outcome> {
  const { journal } = context;
  const entries = journal.entries();
  const prepared = newest(entries, 'prepared', change.id);
  const last = lastOf(entries, change.id)?.step;
  if (prepared === undefined) return makeChange(context, change, later);
  const { records } = prepared;
  if (last === 'rolling-back' || last === 'restored')
    return rollBack(context, change, newest(entries, 'rolling-back', change.id)?.why ?? '');
  const standings = records.map((record) => standingOf(record, allOwnFiles(context)));
  if (last === 'prepared' || last === 'written' || standings.every((one) => one === 'old')) {
    discard(context, change, records, 'it was interrupted before any file was changed');
    return makeChange(context, change, later);
  }
  if (standings.some((one) => one !== 'new'))
    return rollBack(context, change, 'it was interrupted while its files were being changed');
  try {
    return await follow(context, change, records, true);
  } catch (error) {
    return rollBack(context, change, anyWordsOf(error, journal.directory));
  }
}

/**
 * Everything that must be so before a change is made; the edits that are not made yet.
 * @throws Refusal
 */
export async function checkChange(
  context: Pick<Context, 'engine' | 'before'> & { journal: Pick<Context['journal'], 'entries'> },
  change: Change,
  later: readonly Edit[],
): Promise<Checked[]> {
  const { engine, journal, before } = context;
  const paths = change.edits.map(({ path }) => path);
  if (new Set(paths).size < paths.length) throw new Refusal('it names a file twice');
  const own = [...before.samePlan, ...ownFiles(journal.entries())];
  const checked: Checked[] = [];
  for (const edit of change.edits) {
    const one = await recheck(edit, own, engine, later);
    if (one !== null) checked.push(one);
  }
  if (checked.length > 0) await checkRestart(engine, change);
  return checked;
}

function prepare(
  { journal, engine }: Context,
  change: Change,
  checked: readonly Checked[],
): readonly EditRecord[] {
  const { directory } = journal;
  const records = recordsOf(checked, directory, change.id);
  const process = change.restarts === null ? null : singleProcess(processOf(change.restarts));
  const name = restartedBy(change);
  // Found while it runs: a program that the change breaks has no control group to ask.
  const service = name === null ? {} : { service: engine.restarter.find(name) };
  reserveRoom(directory);
  backUp(checked, records);
  journal.append({ step: 'prepared', change: change.id, records, process, ...service });
  writeTemporaries(checked, records);
  journal.append({ step: 'written', change: change.id });
  return records;
}

/** From files in place to a verified change. */
async function follow(
  context: Context,
  change: Change,
  records: readonly EditRecord[],
  resumed: boolean,
): Promise<Outcome> {
  const { journal, engine } = context;
  const noted = newest(journal.entries(), 'renamed', change.id);
  // After an interruption the new process may be older than now.
  const moment = noted?.moment ?? (resumed ? momentOfSwitch(journal.entries(), change) : thisMoment());
  if (noted === undefined)
    journal.append({ step: 'renamed', change: change.id, files: leftBy(records), moment });
  journal.append({ step: 'waiting', change: change.id });
  const made = { change, records, moment };
  // A process that began since then has read the new files already.
  const begun = resumed && noted !== undefined && isReplaced(change, moment);
  if (!begun) await restart(context, change, resumed);
  const process = await waitUntilMet(context, made);
  journal.append({ step: 'verifying', change: change.id, process });
  if (change.restarts !== null) engine.tell(`${change.id}: in force and well; watching`);
  await watch(context, made, process);
  removeTemporaries(records);
  releaseRoom(journal.directory);
  journal.append({ step: 'committed', change: change.id });
  return { state: 'committed' };
}

function isReplaced({ restarts }: Change, moment: Moment): boolean {
  return restarts !== null && runningOf(processOf(restarts)).some((one) => startedAfter(one, moment));
}

async function restart(context: Context, change: Change, resumed: boolean): Promise<void> {
  if (restartedBy(change) === null) return;
  // What was looked at before an interruption says nothing about now.
  const obstacle = resumed ? await whyMustStay(context, change) : null;
  if (obstacle !== null) throw new Refusal(obstacle);
  await restartService(context, change);
}

function momentOfSwitch(entries: readonly Entry[], change: Change): Moment {
  return newest(entries, 'switching', change.id)?.moment ?? thisMoment();
}

function discard(
  { journal, engine }: Context,
  change: Change,
  records: readonly EditRecord[],
  why: string,
): Outcome {
  try {
    removeTemporaries(records);
    releaseRoom(journal.directory);
    journal.append({ step: 'discarded', change: change.id, why });
  } catch (error) {
    engine.tell(`${change.id}: ${wordsOf(error, journal.directory)}`);
  }
  return { state: 'refused', why };
}

/** Trouble of the node in words; a bug is thrown on, and the next `fix status` finds where it stands. */
function wordsOf(error: unknown, directory: string): string {
  if (error instanceof Refusal) return error.message;
  if (isSystemError(error)) return asRefusal(error.path ?? directory, 'written', error).message;
  throw error;
}

/** Once files are changed nothing that goes wrong may leave them so, not even a bug. */
function anyWordsOf(error: unknown, directory: string): string {
  if (error instanceof Refusal || isSystemError(error)) return wordsOf(error, directory);
  return `kubetrue itself failed: ${error instanceof Error ? readableStack(error.stack ?? error.message) : String(error)}`;
}
