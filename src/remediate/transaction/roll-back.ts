import type { Change, SourceEdit } from '../../model/plan.ts';
import { whyClusterUnsound, whyMustStay } from './cluster-guard.ts';
import { allOwnFiles, type Context, newest } from './context.ts';
import { releaseRoom } from './journal.ts';
import type { Advertised, Identity, Moment } from './journal-entry.ts';
import { restoreMember } from './member-write.ts';
import { restoreOutside } from './outside-write.ts';
import { removeTemporaries } from './prepare.ts';
import { processOf, runningOf, sameProcess, startedAfter, thisMoment } from './processes.ts';
import { Refusal } from './refusal.ts';
import { isRestartedHere } from './restart/index.ts';
import { restartService } from './restart-service.ts';
import { ForeignFile, restoreAll } from './restore.ts';
import { whySourceUnreachable } from './source-write.ts';
import { leftBy } from './switch.ts';
import { illnessOfAll, poll, whyTextDiffers } from './wait.ts';

/** Removing the history of a Pod with the old UID and starting it takes longer than the way forward. */
const LEAST_MS = 300_000;
/** The kubelet lists its directory anew every 20 s; a process that is about to be replaced would look settled. */
const STEADY_MS = 25_000;
/** What was restarted from here is the process that stays. */
const RESTARTED_STEADY_MS = 10_000;

/** How taking back ended. */
export type Back =
  /** `ill`: why the component is not well although its files are the old ones. */
  | { state: 'rolled-back'; why: string; ill: string | null }
  | { state: 'stuck'; why: string }
  /** The system refused; it can be tried again. */
  | { state: 'open'; why: string };

/** Gives the files of a change their old state, waits for the process that reads them, and says how it is. */
export async function rollBack(context: Context, change: Change, why: string): Promise<Back> {
  const { journal, engine } = context;
  const prepared = newest(journal.entries(), 'prepared', change.id);
  if (prepared === undefined) throw new Error(`${change.id} was never prepared`);
  const { records, process, advertised } = prepared;
  // Before it runs as it did, etcd may have nobody to tell.
  const told = change.restarts === null ? undefined : advertised;
  // Without a word in the journal it is taken back all the same: the files tell where it stands.
  note(context, { step: 'rolling-back', change: change.id, why });
  const needed = await whyNeeded(context, change);
  if (needed !== null) return { state: 'open', why: `${why}; then ${needed}` };
  try {
    restoreAll(records, allOwnFiles(context), journal.directory);
    if (told === undefined) await restoreOutside(context, change, prepared);
  } catch (error) {
    if (error instanceof ForeignFile) return stuck(context, change, why, error);
    if (error instanceof Refusal) return { state: 'open', why: `${why}; then ${error.message}` };
    throw error;
  }
  const moment = thisMoment();
  note(context, { step: 'restored', change: change.id, files: leftBy(records), moment });
  engine.tell(`${change.id}: its files are as they were`);
  try {
    const ill = await settle(context, change, { process, moment, told });
    removeTemporaries(records);
    releaseRoom(journal.directory);
    note(context, { step: 'rolled-back', change: change.id, ill });
    return { state: 'rolled-back', why, ill };
  } catch (error) {
    if (error instanceof ForeignFile) return stuck(context, change, why, error);
    throw error;
  }
}

function stuck(context: Context, change: Change, why: string, error: ForeignFile): Back {
  note(context, { step: 'stuck', change: change.id, why: error.message });
  return { state: 'stuck', why: `${why}; then ${error.message}` };
}

/** Waits for the rest of a cluster to be well enough to do without this member once more; why it is not, else null. */
async function whyNeeded(context: Context, change: Change): Promise<string | null> {
  try {
    const ask = async () =>
      (await whyMustStay(context, change)) ?? (await whySourceUnreachable(context, change));
    await poll(calmed(context), context.times.deadlineMs, `${change.id}: waiting to take it back`, ask);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** From here on nobody may interrupt: there is nothing further back to go to. */
function calmed(context: Context): Context {
  return { ...context, engine: { ...context.engine, stopped: () => null } };
}

function note({ journal, engine }: Context, entry: Parameters<Context['journal']['append']>[0]): void {
  try {
    journal.append(entry);
  } catch (error) {
    engine.tell(`the journal cannot be written: ${(error as Error).message}`);
  }
}

interface Restored {
  /** The process that ran before the change. */
  process: Identity | null;
  moment: Moment;
  /** What etcd was told, and is to be told back as soon as it can be. */
  told: Advertised | undefined;
}

async function settle(context: Context, change: Change, restored: Restored): Promise<string | null> {
  const { restarts } = change;
  const calm = calmed(context);
  if (restarts === null) return settleCluster(calm, change);
  if (restored.process === null) return null;
  try {
    const byUs = isRestartedHere(change);
    await restartForBack(calm, change);
    // With RKE2 the kubelet replaces Pods behind it.
    const steadyMs = byUs && restarts.program !== 'rke2' ? RESTARTED_STEADY_MS : STEADY_MS;
    let since: number | null = null;
    await poll(calm, Math.max(LEAST_MS, context.times.deadlineMs), `${change.id}: taking back`, async () => {
      const reason =
        (await whyNotToldBack(calm, restored.told)) ??
        whyNotOld(processOf(restarts), byUs, restored, change.source) ??
        (await illnessOfAll(context.engine, restarts)) ??
        (await whyClusterUnsound(context, change));
      if (reason !== null) {
        since = null;
        return reason;
      }
      since ??= Date.now();
      return Date.now() - since >= steadyMs ? null : `the old ${processOf(restarts)} is well again; watched`;
    });
    return null;
  } catch (error) {
    if (error instanceof Refusal && !(error instanceof ForeignFile)) return error.message;
    throw error;
  }
}

/** Nothing restarts, but its cluster has to be as sound as before. */
async function settleCluster(context: Context, change: Change): Promise<string | null> {
  try {
    const ask = () => whyClusterUnsound(context, change);
    await poll(context, context.times.deadlineMs, `${change.id}: taking back`, ask);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** @throws ForeignFile when somebody else told it something else */
async function whyNotToldBack(context: Context, told: Advertised | undefined): Promise<string | null> {
  try {
    await restoreMember(context, told);
    return null;
  } catch (error) {
    if (error instanceof Refusal && !(error instanceof ForeignFile)) return error.message;
    throw error;
  }
}

/** A service is restarted once; the cluster may not answer just then, and is asked again. */
async function restartForBack(context: Context, change: Change): Promise<void> {
  if (change.source === undefined) return restartService(context, change);
  await poll(context, context.times.deadlineMs, `${change.id}: taking back`, async () => {
    try {
      await restartService(context, change);
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  });
}

function whyNotOld(
  component: string,
  byUs: boolean,
  { process, moment }: Restored,
  source: SourceEdit | undefined,
): string | null {
  if (process === null) return null;
  const running = runningOf(component);
  const [one, ...others] = running;
  if (one === undefined) return `no ${component} runs yet`;
  if (others.length > 0) return `more than one ${component} runs`;
  const replaced = byUs || !sameProcess(one, process);
  if (replaced && !startedAfter(one, moment)) return `the changed ${component} still runs`;
  if (one.argv !== process.argv) return `${component} does not run with its old arguments yet`;
  return whyTextDiffers(source, one, 'before');
}
