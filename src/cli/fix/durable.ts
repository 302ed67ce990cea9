import { join } from 'node:path';
import { KubetrueError } from '../../model/errors.ts';
import { whyAnotherCluster } from '../../remediate/durable/own-node.ts';
import { nameOf, placeOf } from '../../remediate/durable/place.ts';
import { type DurableHalf, halvesIn } from '../../remediate/durable/status.ts';
import {
  type DurableOutcome,
  type Prepared,
  prepareAll,
  type Tried,
  tryOut,
  write,
} from '../../remediate/durable/write.ts';
import { undoneSince } from '../../remediate/transaction/drift.ts';
import { openOnes, pastOf } from '../../remediate/transaction/history.ts';
import { withLock } from '../../remediate/transaction/lock.ts';
import { readPlan } from '../../remediate/transaction/plan-file.ts';
import {
  DEFAULT_STATE,
  findState,
  type StateDirectory,
} from '../../remediate/transaction/state-directory.ts';
import { interrupted } from '../../remediate/transaction/transaction.ts';
import { writeStdout } from '../output.ts';
import { type Invocation, optionOf } from '../parse.ts';
import { withCluster } from './cluster.ts';
import { confirmed } from './consent.ts';

interface Asked {
  state: StateDirectory;
  id: string;
  halves: readonly DurableHalf[];
}

interface Ended {
  configMap: string;
  changes: readonly string[];
  outcome: DurableOutcome;
}

/**
 * `kubetrue fix durable ID`: writes what a transaction changed on this node into the source that would undo it, once all
 * nodes have it.
 * @returns 0 all is written, or was; 1 something was not
 */
export async function durable(invocation: Invocation): Promise<number> {
  const asked = await askedFor(invocation);
  const tried = await lookAt(invocation, asked);
  const prepared = tried.flatMap((one) => ('prepared' in one ? [one.prepared] : []));
  const dryRun = invocation.options.has('dry-run');
  if (!dryRun && prepared.length > 0 && !(await confirmed(invocation, question(asked, prepared)))) return 1;
  const made = dryRun
    ? await withAll(invocation, prepared, tryOut)
    : await makeAll(invocation, asked, prepared);
  const ended = tried.map((one): Ended => {
    const { configMap } = one.place;
    const outcome = 'outcome' in one ? one.outcome : made.get(configMap);
    if (outcome === undefined) throw new Error(`nothing came of ${configMap}`);
    return { configMap, changes: changesIn(asked, configMap), outcome };
  });
  await say(invocation, asked, ended);
  return ended.some(({ outcome }) => outcome.state === 'refused') ? 1 : 0;
}

/** @throws KubetrueError KT_TRANSACTION */
async function askedFor(invocation: Invocation): Promise<Asked> {
  const id = invocation.words[1] ?? '';
  const state = findState(optionOf(invocation, 'state') ?? DEFAULT_STATE);
  const past = state === null ? [] : pastOf(state);
  const one = past.find((one) => one.id === id);
  if (state === null || one === undefined)
    throw refused(`There is no transaction ${JSON.stringify(id)}.`, 'kubetrue fix history lists them');
  const [open] = openOnes(state);
  if (open !== undefined) throw interrupted(state, open.id);
  const [undone] = undoneSince(state, past).filter(({ transaction }) => transaction === id);
  if (undone !== undefined)
    throw refused(`${undone.path} is not as ${id} left it: the live half is not in force here any more.`);
  return { state, id, halves: await halvesIn(state, one) };
}

function refused(message: string, hint?: string): KubetrueError {
  return new KubetrueError('KT_TRANSACTION', { message, ...(hint === undefined ? {} : { hint }) });
}

async function lookAt(invocation: Invocation, { state, id, halves }: Asked): Promise<readonly Tried[]> {
  if (halves.length === 0) return [];
  const { node } = await readPlan(join(state.transactions, id, 'plan.json'));
  return withCluster(invocation, async (cluster) => {
    const why = typeof cluster === 'string' ? cluster : await whyAnotherCluster(cluster, node);
    if (typeof cluster === 'string' || why !== null)
      throw new KubetrueError('KT_TRANSACTION', { message: `Nothing is written: ${why}.` });
    const edits = halves.map(({ edit }) => edit);
    return prepareAll(cluster, edits, invocation.options.get('unseen') ?? []);
  });
}

function question(asked: Asked, prepared: readonly Prepared[]): string {
  const lines = prepared.flatMap(({ place, unseen }) => [
    `  ${nameOf(place)}:`,
    ...changesIn(asked, place.configMap).map((change) => `    ${change}`),
    ...unseen.map((node) => `    not known of node ${node}`),
  ]);
  return `${lines.join('\n')}\nWrite this into the cluster?`;
}

function changesIn({ halves }: Asked, configMap: string): string[] {
  return halves.filter(({ edit }) => placeOf(edit).configMap === configMap).map(({ change }) => change);
}

function makeAll(
  invocation: Invocation,
  { state, id }: Asked,
  prepared: readonly Prepared[],
): Promise<ReadonlyMap<string, DurableOutcome>> {
  if (prepared.length === 0) return Promise.resolve(new Map());
  return withLock(state, () => {
    const one = pastOf(state).find((past) => past.id === id);
    if (one === undefined || openOnes(state).length > 0 || !one.changes.some(isInForce))
      throw refused(`${id} is not in force here any more.`);
    const directory = join(state.transactions, id);
    return withAll(invocation, prepared, (cluster, each) => write(cluster, directory, each, new Date()));
  });
}

function isInForce({ state }: { state: string }): boolean {
  return state === 'in force';
}

async function withAll(
  invocation: Invocation,
  prepared: readonly Prepared[],
  work: (cluster: Parameters<typeof tryOut>[0], each: Prepared) => Promise<DurableOutcome>,
): Promise<ReadonlyMap<string, DurableOutcome>> {
  return withCluster(invocation, async (cluster) => {
    const made = new Map<string, DurableOutcome>();
    for (const each of prepared) {
      const outcome =
        typeof cluster === 'string' ? { state: 'refused' as const, why: cluster } : await work(cluster, each);
      made.set(each.place.configMap, outcome);
    }
    return made;
  });
}

const WORDS = {
  written: 'written and read back',
  possible: 'can be written',
  'nothing-to-do': 'nothing to do, it already is so',
} as const;

/** kubeadm keeps no record of the directory: docs/fixes.md. */
const PATCHES =
  'Where kubeadm is given --patches DIR here, look in DIR too: a patch there (kube-apiserver*.yaml, kubeletconfiguration*.yaml …) wins over these.';

async function say(invocation: Invocation, { id }: Asked, ended: readonly Ended[]): Promise<void> {
  if (optionOf(invocation, 'format') === 'json') {
    const durable = ended.map(({ outcome, ...rest }) => ({ ...rest, ...outcome }));
    return writeStdout(`${JSON.stringify({ transaction: id, durable }, null, 2)}\n`);
  }
  const lines = ended.flatMap(({ configMap, changes, outcome }) => {
    const word = outcome.state === 'refused' ? `not written: ${outcome.why}` : WORDS[outcome.state];
    return [`${nameOf({ configMap })}: ${word}`, ...changes.map((change) => `  ${change}`)];
  });
  const nothing = 'Nothing of it that is in force here has a source in the cluster that is known.';
  const isOver = ended.some(({ outcome }) => outcome.state !== 'refused');
  await writeStdout(
    `${[...(lines.length === 0 ? [nothing] : lines), ...(isOver ? [PATCHES] : [])].join('\n')}\n`,
  );
}
