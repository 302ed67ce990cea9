import { join } from 'node:path';
import { undoneSince } from '../../remediate/transaction/drift.ts';
import { type Past, pastOf } from '../../remediate/transaction/history.ts';
import { heldBy } from '../../remediate/transaction/lock.ts';
import {
  DEFAULT_STATE,
  findState,
  type StateDirectory,
} from '../../remediate/transaction/state-directory.ts';
import { writeStdout } from '../output.ts';
import { type Invocation, optionOf } from '../parse.ts';
import { NO_SOURCES, sourcesOf, sourcesText } from './sources.ts';

/** `kubetrue fix history`: every transaction of this node, newest last. */
export async function history(invocation: Invocation): Promise<number> {
  const state = stateOf(invocation);
  const past = state === null ? [] : pastOf(state);
  const pid = state === null ? null : heldBy(state);
  if (optionOf(invocation, 'format') === 'json')
    await writeStdout(`${JSON.stringify({ transactions: past }, null, 2)}\n`);
  else
    await writeStdout(
      past.length === 0 ? 'Nothing was ever changed here.\n' : past.map((one) => pastText(one, pid)).join(''),
    );
  return 0;
}

/**
 * `kubetrue fix status`: whether something was interrupted or undone, and what ends it.
 * @returns 0 all is well; 1 what was in force was undone by somebody; 3 something must be ended
 */
export async function status(invocation: Invocation): Promise<number> {
  const state = stateOf(invocation);
  const past = state === null ? [] : pastOf(state);
  const open = past.filter(isUnsettled);
  const pid = state === null ? null : heldBy(state);
  const undone = state === null ? [] : undoneSince(state, past);
  const durable = state === null ? NO_SOURCES : await sourcesOf(invocation, state, past);
  if (optionOf(invocation, 'format') === 'json') {
    const all = { unsettled: open, changingPid: pid, undone, durable, transactions: past.length };
    await writeStdout(`${JSON.stringify(all, null, 2)}\n`);
  } else {
    const lines = [
      ...open.map((one) => `${pastText(one, pid)}${state === null || pid !== null ? '' : next(state, one)}`),
      ...undone.map(
        ({ path, change, transaction }) => `${path} is not as ${change} of ${transaction} left it\n`,
      ),
    ];
    await writeStdout(
      lines.length === 0 ? `Nothing is open; transactions so far: ${past.length}.\n` : lines.join(''),
    );
    await writeStdout(sourcesText(durable));
  }
  if (open.length > 0 || durable.left.length > 0) return 3;
  return undone.length > 0 || durable.halves.some((one) => one.state === 'undone') ? 1 : 0;
}

function stateOf(invocation: Invocation): StateDirectory | null {
  return findState(optionOf(invocation, 'state') ?? DEFAULT_STATE);
}

function isUnsettled({ open, changes }: Past): boolean {
  return open || changes.some(({ state }) => state === 'left to a person');
}

/** @param pid of a process that changes this node now */
function pastText({ id, at, changes, open }: Past, pid: number | null): string {
  const stands = pid === null ? 'interrupted' : `under way in process ${pid}`;
  const head = `${id}  begun ${at}${open ? `, ${stands}` : ''}\n`;
  return (
    head +
    changes.map((one) => `  ${one.id}: ${one.state}${one.why === null ? '' : `: ${one.why}`}\n`).join('')
  );
}

function next(state: StateDirectory, { id, open }: Past): string {
  const back = `  kubetrue fix rollback ${id} takes it back\n`;
  return open
    ? `  kubetrue fix apply ${join(state.transactions, id, 'plan.json')} goes on with it\n${back}`
    : back;
}
