import type { Change, Plan } from '../../model/plan.ts';
import { checkChange, type Outcome } from '../../remediate/transaction/change.ts';
import type { Engine } from '../../remediate/transaction/engine.ts';
import { filesLeftBy, openOnes } from '../../remediate/transaction/history.ts';
import type { LeftFiles } from '../../remediate/transaction/journal-entry.ts';
import { checkNode, checkTime, readPlan } from '../../remediate/transaction/plan-file.ts';
import { NotYet, Refusal } from '../../remediate/transaction/refusal.ts';
import { DEFAULT_STATE, findState, makeState } from '../../remediate/transaction/state-directory.ts';
import { type Applied, applyPlan, interrupted, laterThan } from '../../remediate/transaction/transaction.ts';
import { writeStdout } from '../output.ts';
import { type Invocation, optionOf } from '../parse.ts';
import { VERSION } from '../version.ts';
import { type Chosen, chosenFrom, confirmed } from './consent.ts';
import { engineOf } from './engine.ts';
import { codeOf, outcomeText } from './outcome.ts';
import { heedSignals } from './signals.ts';
import { timesOf } from './times.ts';

/** `kubetrue fix apply PLAN`; returns 0, 1 or 3 as docs/fixes.md says. */
export async function apply(invocation: Invocation): Promise<number> {
  const path = invocation.words[1] ?? '';
  const times = timesOf(invocation);
  const plan = await readPlan(path);
  checkNode(path, plan);
  const place = optionOf(invocation, 'state') ?? DEFAULT_STATE;
  const resuming = isInterrupted(place, plan);
  if (!resuming) checkTime(path, plan, new Date());
  const chosen = chosenFrom(invocation, plan);
  if (invocation.options.has('dry-run')) return dryRun(invocation, plan, chosen);
  if (!(await confirmed(invocation, question(chosen.made, resuming)))) return 1;
  const engine = await engineOf(invocation, plan.benchmark, heedSignals());
  const state = makeState(place);
  const applied = await applyPlan({ state, plan, changes: chosen.made, engine, times, version: VERSION });
  await say(invocation, plan, chosen, applied);
  return applied.left.length > 0
    ? Math.max(1, codeOf(outcomesOf(applied), 'apply'))
    : codeOf(outcomesOf(applied), 'apply');
}

/** @throws KubetrueError KT_TRANSACTION when another plan was interrupted */
function isInterrupted(place: string, plan: Plan): boolean {
  const state = findState(place);
  const [open] = state === null ? [] : openOnes(state);
  if (state !== null && open !== undefined && open.plan !== plan.hash) throw interrupted(state, open.id);
  return open !== undefined;
}

function question(changes: readonly Change[], resuming: boolean): string {
  const lines = changes.map((change) => `  ${change.id}: ${change.disruption}`);
  const verb = resuming ? 'Go on with the interrupted changes' : `Make ${changes.length} changes`;
  return `${lines.join('\n')}\n${verb} on this node?`;
}

async function dryRun(invocation: Invocation, plan: Plan, { made, waiting }: Chosen): Promise<number> {
  const engine = await engineOf(invocation, plan.benchmark, () => null);
  const state = findState(optionOf(invocation, 'state') ?? DEFAULT_STATE);
  const samePlan = state === null ? [] : filesLeftBy(state, plan.hash);
  const outcomes: Outcome[] = [];
  const asJson = optionOf(invocation, 'format') === 'json';
  for (const change of made) {
    const outcome = await tried(engine, plan, change, samePlan);
    outcomes.push(outcome);
    if (asJson) continue;
    const text =
      outcome.state === 'committed'
        ? `${change.id}: can be made; ${change.disruption}`
        : outcomeText(change, outcome, 'apply');
    await writeStdout(`${text}\n`);
  }
  const changes = made.map(({ id }, index) => ({ id, ...triedAs(outcomes[index]) }));
  await writeStdout(
    asJson ? `${JSON.stringify({ dryRun: true, changes }, null, 2)}\n` : waitingText(waiting),
  );
  return codeOf(outcomes, 'apply');
}

function triedAs(outcome: Outcome | undefined): object {
  return outcome?.state === 'committed' ? { state: 'possible' } : { ...outcome };
}

/** Later changes of the same file cannot be tried before the earlier ones are made. */
async function tried(engine: Engine, plan: Plan, change: Change, samePlan: LeftFiles): Promise<Outcome> {
  try {
    const journal = { entries: () => [] };
    const before = { all: [], samePlan };
    const todo = await checkChange({ engine, journal, before }, change, laterThan(plan, change));
    return todo === null ? { state: 'nothing-to-do' } : { state: 'committed' };
  } catch (error) {
    if (error instanceof NotYet) return { state: 'waiting', why: error.message };
    if (error instanceof Refusal) return { state: 'refused', why: error.message };
    throw error;
  }
}

function outcomesOf({ ended }: Applied): Outcome[] {
  return ended.map(({ outcome }) => outcome);
}

async function say(invocation: Invocation, plan: Plan, { waiting }: Chosen, applied: Applied): Promise<void> {
  if (optionOf(invocation, 'format') === 'json') {
    const changes = applied.ended.map(({ change, outcome }) => ({ id: change.id, ...outcome }));
    const left = applied.left.map(({ id }) => id);
    const consent = waiting.map(({ change, rules }) => ({ id: change.id, rules }));
    const result = {
      transaction: applied.transaction,
      plan: plan.hash,
      changes,
      notBegun: left,
      needConsent: consent,
    };
    return writeStdout(`${JSON.stringify(result, null, 2)}\n`);
  }
  const lines = [
    ...applied.ended.map(({ change, outcome }) => outcomeText(change, outcome, 'apply')),
    ...applied.left.map(({ id }) => `${id}: not begun`),
    ...durable(applied),
  ];
  const undo = !applied.ended.some(({ outcome }) => outcome.state === 'committed')
    ? ''
    : `Taken back by: kubetrue fix rollback ${applied.transaction}\n`;
  await writeStdout(`${lines.join('\n')}${lines.length > 0 ? '\n' : ''}${waitingText(waiting)}${undo}`);
}

/** What would undo the changes one day. */
function durable({ ended, transaction }: Applied): string[] {
  const halves = ended
    .filter(({ outcome }) => outcome.state === 'committed')
    .flatMap(({ change }) => change.durable);
  const lines = halves.map(({ where, change }) => `durable: pending: ${where}: ${change}`);
  if (!halves.some(({ edit }) => edit !== undefined)) return lines;
  return [...lines, `Written there, once all nodes have it, by: kubetrue fix durable ${transaction}`];
}

function waitingText(waiting: Chosen['waiting']): string {
  return waiting
    .map(
      ({ change, rules }) =>
        `${change.id}: needs consent: ${rules.map((one) => `--allow ${one}`).join(' ')}\n`,
    )
    .join('');
}
