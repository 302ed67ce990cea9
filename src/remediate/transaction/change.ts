import { readableStack } from '../../machine/stack.ts';
import type { Change, Edit } from '../../model/plan.ts';

import { saveCluster, whyMustRun, yieldLeadership } from './cluster-guard.ts';
import { allOwnFiles, type Context, type EntryOf, lastOf, namesOf, newest, ownFiles } from './context.ts';

import { releaseRoom, reserveRoom } from './journal.ts';
import type { Advertised, EditRecord, Entry, Moment } from './journal-entry.ts';
import { memberWrite } from './member-write.ts';
import { outsideStandings, type Stands, writeOutside } from './outside-write.ts';
import { backUp, backUpSource, recordsOf, removeTemporaries, writeTemporaries } from './prepare.ts';
import { processOf, runningOf, startedAfter, thisMoment } from './processes.ts';
import { type Checked, recheck } from './recheck.ts';
import { asRefusal, isSystemError, NotYet, Refusal } from './refusal.ts';
import { isRestartedHere, restartedBy } from './restart/index.ts';
import { checkRestart, singleProcess } from './restart-check.ts';
import { restartService } from './restart-service.ts';
import { type Back, rollBack } from './roll-back.ts';
import { isOvertaken, type SourceTodo, sourceWrite } from './source-write.ts';
import { leftBy, standingOf, switchAll } from './switch.ts';
import { waitUntilMet, watch } from './wait.ts';

/** How a change ended. */
export type Outcome =
  | { state: 'committed' }
  /** The node already is as it is to be. */
  | { state: 'nothing-to-do' }
  /** No file was changed. */
  | { state: 'refused'; why: string }
  /** Nothing was changed: other members come first, and then the same plan goes on. */
  | { state: 'waiting'; why: string }
  | Back;

/** Makes one change and stays with it until it is verified or taken back. */
export async function makeChange(context: Context, change: Change, later: readonly Edit[]): Promise<Outcome> {
  const { journal, engine } = context;
  let records: readonly EditRecord[] = [];
  let source: SourceTodo | null = null;
  try {
    const todo = await checkChange(context, change, later);
    if (todo === null) return { state: 'nothing-to-do' };
    engine.tell(`${change.id}: ${namesOf(change)}`);
    journal.append({ step: 'rechecked', change: change.id });
    await saveCluster(context, change);
    records = prepare(context, change, todo);
    source = todo.source;
    await yieldLeadership(context, change);
  } catch (error) {
    const why = wordsOf(error, journal.directory);
    return discard(context, change, records, { state: error instanceof NotYet ? 'waiting' : 'refused', why });
  }
  try {
    journal.append({ step: 'switching', change: change.id, moment: thisMoment() });
    // Of a changed file the kubelet hears at once, and etcd may be gone a moment later.
    await writeOutside(context, change, newest(journal.entries(), 'prepared', change.id) ?? {}, source);
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
  let standings: readonly Stands[];
  try {
    standings = await standingsOf(context, change, prepared);
  } catch (error) {
    return { state: 'open', why: wordsOf(error, journal.directory) };
  }
  if (last === 'prepared' || last === 'written' || standings.every(({ standing }) => standing === 'old')) {
    const why = 'it was interrupted before any file was changed';
    discard(context, change, records, { state: 'refused', why });
    return makeChange(context, change, later);
  }
  if (standings.some(({ standing }) => standing !== 'new' && standing !== 'unseen'))
    return rollBack(context, change, 'it was interrupted while its files were being changed');
  try {
    return await follow(context, change, records, true);
  } catch (error) {
    return rollBack(context, change, anyWordsOf(error, journal.directory));
  }
}

/** How all that a change writes stands now. @throws Refusal when etcd or the cluster cannot be asked */
export async function standingsOf(
  context: Context,
  change: Change,
  prepared: EntryOf<'prepared'>,
): Promise<readonly Stands[]> {
  const files = prepared.records.map((record) => ({
    what: record.path,
    standing: standingOf(record, allOwnFiles(context)),
  }));
  return [...files, ...(await outsideStandings(context, change, prepared))];
}

/** What of a change is not made yet: edits of files, and what is written to etcd or to the cluster. */
export interface Todo {
  edits: readonly Checked[];
  advertised: Advertised | null;
  source: SourceTodo | null;
}

/**
 * Everything that must be so before a change is made; null when nothing of it is left to be made.
 * @throws Refusal
 */
export async function checkChange(
  context: Pick<Context, 'engine' | 'before'> & { journal: Pick<Context['journal'], 'entries'> },
  change: Change,
  later: readonly Edit[],
): Promise<Todo | null> {
  const { engine, journal, before } = context;
  const paths = change.edits.map(({ path }) => path);
  if (new Set(paths).size < paths.length) throw new Refusal('it names a file twice');
  const own = [...before.samePlan, ...ownFiles(journal.entries())];
  const checked: Checked[] = [];
  for (const edit of change.edits) {
    const one = await recheck(edit, own, engine, later);
    if (one !== null) checked.push(one);
  }
  const advertised = await memberWrite(engine, change);
  const source = await sourceWrite(engine, change);
  const isMade = checked.length === 0 && advertised === null && source === null;
  if (isMade && !isOvertaken(change)) return null;
  await checkRestart(engine, change);
  return { edits: checked, advertised, source };
}

function prepare(
  { journal, engine }: Context,
  change: Change,
  { edits: checked, advertised, source }: Todo,
): readonly EditRecord[] {
  const { directory } = journal;
  const records = recordsOf(checked, directory, change.id);
  const process = change.restarts === null ? null : singleProcess(processOf(change.restarts));
  const name = restartedBy(change);
  // Found while it runs: a program that the change breaks has no control group to ask.
  const service = name === null ? {} : { service: engine.restarter.find(name) };
  reserveRoom(directory);
  backUp(checked, records);
  const written = {
    ...(advertised === null ? {} : { advertised }),
    ...(source === null ? {} : { source: backUpSource(source, directory, change.id) }),
  };
  journal.append({ step: 'prepared', change: change.id, records, process, ...service, ...written });
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
  if (change.class !== 'attributes') engine.tell(`${change.id}: in force and well; watching`);
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
  if (!isRestartedHere(change)) return;
  // What was looked at before an interruption says nothing about now.
  const obstacle = resumed ? await whyMustRun(context, change) : null;
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
  outcome: Extract<Outcome, { state: 'refused' | 'waiting' }>,
): Outcome {
  try {
    removeTemporaries(records);
    releaseRoom(journal.directory);
    journal.append({ step: 'discarded', change: change.id, why: outcome.why });
  } catch (error) {
    engine.tell(`${change.id}: ${wordsOf(error, journal.directory)}`);
  }
  return outcome;
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
