import type { Change, Restart, SourceEdit } from '../../model/plan.ts';
import { textOfProcess } from '../daemon-set/find.ts';
import { nameOf } from '../durable/place.ts';
import { sha256 } from '../plan-hash.ts';
import { whyArgumentsDiffer } from './arguments.ts';
import { whyClusterIll } from './cluster-guard.ts';
import type { Context } from './context.ts';
import type { EditRecord, Identity, Moment } from './journal-entry.ts';
import { componentsOf, processOf, runningOf, sameProcess, startedAfter } from './processes.ts';
import { Refusal } from './refusal.ts';
import { whySourceUnseen } from './source-write.ts';
import { standingOf } from './switch.ts';
import { whyNotMet } from './verify.ts';

const POLL_MS = 2_000;
const TELL_MS = 15_000;
/** An API server under load misses a question now and then. */
const PATIENT_TIMES = 3;
/** How long what a change touched must stay well, by what it touched; remediation of probes takes up to five minutes. */
const WATCH_MS = {
  attributes: 0,
  kubelet: 60_000,
  'kube-proxy': 60_000,
  'scheduler-or-controller-manager': 60_000,
  'api-server': 300_000,
  etcd: 300_000,
} as const satisfies Record<Change['class'], number>;

/** What a change has done so far. */
export interface Made {
  change: Change;
  records: readonly EditRecord[];
  /** When its files were in place. */
  moment: Moment;
}

/**
 * Returns when the change is in force: a new process, with the arguments that were meant, well, and all rules met.
 *
 * @returns that process; null when nothing restarts
 * @throws Refusal with what is missing at the deadline, and at once when a file is not ours any more
 */
export async function waitUntilMet(context: Context, made: Made): Promise<Identity | null> {
  let process: Identity | null = null;
  await poll(context, context.times.deadlineMs, `${made.change.id}: waiting`, async () => {
    stillOurs(made);
    const next = await currentOf(made);
    if (typeof next === 'string') return next;
    process = next;
    return (await illnessOf(context, made)) ?? (await whyNotMet(context, made.change));
  });
  return process;
}

/** The new process as far as it is there, null when none is needed, or what is missing. */
function currentOf({ change, moment }: Made): Identity | null | string {
  if (change.restarts === null) return null;
  const component = processOf(change.restarts);
  const running = runningOf(component);
  const [process, ...others] = running.filter((one) => startedAfter(one, moment));
  if (process === undefined || others.length > 0 || running.length > 1)
    return process === undefined ? `no new ${component} runs yet` : `the old ${component} still runs`;
  const { arguments: words, ...identity } = process;
  return whyArgumentsDiffer(change, words) ?? whyTextDiffers(change.source, process, 'after') ?? identity;
}

async function illnessOf(context: Context, { change }: Made): Promise<string | null> {
  const illness = change.restarts === null ? null : await illnessOfAll(context.engine, change.restarts);
  return illness ?? (await whyClusterIll(context, change)) ?? (await whySourceUnseen(context, change));
}

/** Why a process has not read the text of the cluster as it is to be, or was; null when it has, or there is none. */
export function whyTextDiffers(
  source: SourceEdit | undefined,
  { pid }: Identity,
  which: 'before' | 'after',
): string | null {
  if (source === undefined) return null;
  const text = textOfProcess(pid, source.file);
  return text !== null && sha256(text) === source[which]
    ? null
    : `process ${pid} has another text at ${source.file} than ${nameOf(source)}`;
}

/** Why one of the components that restart is not well; null when all are. */
export async function illnessOfAll(engine: Context['engine'], restarts: Restart): Promise<string | null> {
  for (const component of componentsOf(restarts)) {
    const illness = await engine.illness(component);
    if (illness !== null) return illness;
  }
  return null;
}

/**
 * Holds for the watch time, and judges once more at its end.
 * @throws Refusal when the process ends, is unwell for some time, a rule is not met, or a file is not ours any more
 */
export async function watch(context: Context, made: Made, process: Identity | null): Promise<void> {
  const { change } = made;
  const watchMs = change.class === 'attributes' ? 0 : (context.times.watchMs ?? WATCH_MS[change.class]);
  const end = Date.now() + watchMs;
  let unwell = 0;
  let told = Date.now();
  while (Date.now() < end) {
    stopIfAsked(context);
    stillOurs(made);
    stillRuns(change, process);
    const illness = await illnessOf(context, made);
    unwell = illness === null ? 0 : unwell + 1;
    if (illness !== null && unwell >= PATIENT_TIMES) throw new Refusal(illness);
    if (Date.now() - told >= TELL_MS) {
      told = Date.now();
      context.engine.tell(`${change.id}: well so far; watched for ${seconds(end - Date.now())} more`);
    }
    await context.engine.sleep(Math.min(POLL_MS, Math.max(0, end - Date.now())));
  }
  stillOurs(made);
  stillRuns(change, process);
  const reason = await whyNotMet(context, change);
  if (reason !== null) throw new Refusal(reason);
}

function stillRuns({ restarts }: Change, process: Identity | null): void {
  if (restarts === null || process === null) return;
  const name = processOf(restarts);
  if (!runningOf(name).some((one) => sameProcess(one, process)))
    throw new Refusal(`the new ${name} (pid ${process.pid}) ended while it was watched`);
}

function stillOurs({ records }: Made): void {
  const foreign = records.find((record) => standingOf(record, ownOf(record)) !== 'new');
  if (foreign !== undefined) throw new Refusal(`${foreign.path} was changed by somebody else meanwhile`);
}

/** While a change is under way the attributes of a file are its own, whichever file has the path. */
function ownOf({ path, before }: EditRecord) {
  return [{ path, state: before }];
}

/**
 * Asks again until `ask` has nothing to say against it any more.
 * @throws Refusal with its last answer after `deadlineMs`
 */
export async function poll(
  context: Context,
  deadlineMs: number,
  what: string,
  ask: () => Promise<string | null>,
): Promise<void> {
  const start = Date.now();
  let told = start;
  for (;;) {
    stopIfAsked(context);
    const reason = await ask();
    if (reason === null) return;
    const passed = Date.now() - start;
    if (passed >= deadlineMs) throw new Refusal(`not within ${seconds(deadlineMs)}: ${reason}`);
    if (Date.now() - told >= TELL_MS) {
      told = Date.now();
      context.engine.tell(`${what} (${seconds(passed)} of ${seconds(deadlineMs)}): ${reason}`);
    }
    await context.engine.sleep(POLL_MS);
  }
}

function stopIfAsked({ engine }: Context): void {
  const reason = engine.stopped();
  if (reason !== null) throw new Refusal(reason);
}

function seconds(ms: number): string {
  return `${Math.max(0, Math.round(ms / 1000))} s`;
}
