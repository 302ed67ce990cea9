import { join } from 'node:path';
import { KubetrueError } from '../../model/errors.ts';
import { nameOf } from '../../remediate/durable/place.ts';
import { type Restored, restoreAll, standingRecords } from '../../remediate/durable/restore.ts';
import { withLock } from '../../remediate/transaction/lock.ts';
import {
  DEFAULT_STATE,
  findState,
  type StateDirectory,
  transactionIds,
} from '../../remediate/transaction/state-directory.ts';
import { takeBack } from '../../remediate/transaction/take-back.ts';
import { writeStdout } from '../output.ts';
import { type Invocation, optionOf } from '../parse.ts';
import { withCluster } from './cluster.ts';
import { confirmed } from './consent.ts';
import { engineOf } from './engine.ts';
import { codeOf, outcomeText } from './outcome.ts';
import { heedSignals } from './signals.ts';
import { timesOf } from './times.ts';

/** `kubetrue fix rollback ID`; returns 0, 1 or 3 as docs/fixes.md says. */
export async function rollback(invocation: Invocation): Promise<number> {
  const id = invocation.words[1] ?? '';
  const times = timesOf(invocation);
  const state = findState(optionOf(invocation, 'state') ?? DEFAULT_STATE);
  if (state === null || !transactionIds(state).includes(id))
    throw new KubetrueError('KT_TRANSACTION', {
      message: `There is no transaction ${JSON.stringify(id)}.`,
      hint: 'kubetrue fix history lists them',
    });
  if (!(await confirmed(invocation, `Take back what ${id} changed on this node?`))) return 1;
  const engine = await engineOf(invocation, null, heedSignals());
  // While the API server still runs: taking it back restarts it.
  const sources = await restoreSources(invocation, state, id);
  const ended = await takeBack({ state, id, engine, times });
  if (optionOf(invocation, 'format') === 'json') {
    const changes = ended.map(({ change, outcome }) => ({ id: change.id, ...outcome }));
    const durable = sources.map(({ place, ...how }) => ({ ...place, ...how }));
    await writeStdout(`${JSON.stringify({ transaction: id, changes, durable }, null, 2)}\n`);
  } else {
    const lines = [
      ...sources.map(sourceText),
      ...ended.map(({ change, outcome }) => outcomeText(change, outcome, 'rollback')),
    ];
    await writeStdout(`${lines.length === 0 ? 'Nothing of it is in force.' : lines.join('\n')}\n`);
  }
  const code = codeOf(
    ended.map(({ outcome }) => outcome),
    'rollback',
  );
  const states = sources.map((one) => one.state);
  return states.includes('open') ? 3 : code === 0 && states.includes('refused') ? 1 : code;
}

/** What a transaction wrote into the cluster; without the cluster the node is taken back all the same. */
async function restoreSources(
  invocation: Invocation,
  state: StateDirectory,
  id: string,
): Promise<readonly Restored[]> {
  const directory = join(state.transactions, id);
  const records = standingRecords(directory);
  if (records.length === 0) return [];
  return withLock(state, () =>
    withCluster(invocation, async (cluster) =>
      typeof cluster === 'string'
        ? records.map(({ configMap, key }) => ({ place: { configMap, key }, state: 'open', why: cluster }))
        : restoreAll(cluster, directory),
    ),
  );
}

function sourceText(restored: Restored): string {
  const name = nameOf(restored.place);
  switch (restored.state) {
    case 'restored':
      return `${name}: as it was before`;
    case 'nothing-to-do':
      return `${name}: nothing to do, it already is as it was`;
    case 'refused':
      return `${name}: ${restored.why}`;
    case 'open':
      return `${name}: could not be taken back: ${restored.why}`;
  }
}
