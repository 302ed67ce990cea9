import { join } from 'node:path';
import type { DurableEdit } from '../../model/plan.ts';
import type { Past } from '../transaction/history.ts';
import { readPlan } from '../transaction/plan-file.ts';
import { Refusal } from '../transaction/refusal.ts';
import type { StateDirectory } from '../transaction/state-directory.ts';
import type { ClusterObjects } from './cluster.ts';
import { readText } from './config-map.ts';
import { standingOf } from './edit-text.ts';
import { byPlace, collapsed, nameOf, type Place, spotOf } from './place.ts';
import { standingRecords } from './restore.ts';

/** An edit of a change in force, the newest of its spot. */
export interface DurableHalf {
  transaction: string;
  edit: DurableEdit;
  /** Exactly what to change, in words. */
  change: string;
  /** Whether it was written for this transaction. */
  written: boolean;
}

export interface DurableStanding extends Pick<DurableHalf, 'transaction' | 'change'> {
  where: string;
  /** undone: it was written, and does not hold any more. */
  state: 'done' | 'pending' | 'undone' | 'unknown';
  why: string | null;
  /** The command that makes it so; null where it is, or that is not known. */
  next: string | null;
}

/** The durable halves of all changes that are in force on this node. */
export async function halvesOf(
  state: StateDirectory,
  past: readonly Past[],
): Promise<readonly DurableHalf[]> {
  const bySpot = new Map<string, DurableHalf>();
  for (const one of past) for (const half of await halvesIn(state, one)) bySpot.set(spotOf(half.edit), half);
  return [...bySpot.values()];
}

/** Those of one transaction, one for each spot. */
export async function halvesIn(state: StateDirectory, { id, changes }: Past): Promise<DurableHalf[]> {
  const directory = join(state.transactions, id);
  const inForce = changes.filter((one) => one.state === 'in force').map((one) => one.id);
  if (inForce.length === 0) return [];
  const plan = await readPlan(join(directory, 'plan.json'));
  const durable = plan.changes.filter((one) => inForce.includes(one.id)).flatMap((one) => one.durable);
  const edits = durable.flatMap(({ edit }) => edit ?? []);
  const written = new Set(standingRecords(directory).map(({ configMap }) => configMap));
  return collapsed(edits).map((edit) => {
    const last = durable.findLast((one) => one.edit !== undefined && spotOf(one.edit) === spotOf(edit));
    const [place] = byPlace([edit]);
    return {
      transaction: id,
      edit,
      change: last?.change ?? '',
      written: written.has(place?.place.configMap ?? ''),
    };
  });
}

/** How the cluster stands to them. @param cluster why it cannot be asked stands in a text */
export async function standings(
  cluster: ClusterObjects | string,
  halves: readonly DurableHalf[],
): Promise<readonly DurableStanding[]> {
  const found: DurableStanding[] = [];
  for (const { place, edits } of byPlace(halves.map(({ edit }) => edit))) {
    const held = typeof cluster === 'string' ? cluster : await readText(cluster, place);
    for (const edit of edits) {
      const half = halves.find((one) => spotOf(one.edit) === spotOf(edit));
      if (half === undefined) continue;
      const stands =
        typeof held === 'string' ? unknown(held) : standing(place, held.text, edit, half.written);
      found.push({
        transaction: half.transaction,
        change: half.change,
        where: nameOf(place),
        ...stands,
        next: nextOf(stands, half.transaction),
      });
    }
  }
  return found;
}

type Stands = Pick<DurableStanding, 'state' | 'why'>;

function nextOf({ state }: Stands, transaction: string): string | null {
  return state === 'pending' || state === 'undone' ? `kubetrue fix durable ${transaction}` : null;
}

function unknown(why: string): Stands {
  return { state: 'unknown', why };
}

function standing(place: Place, text: string, edit: DurableEdit, written: boolean): Stands {
  try {
    const now = standingOf(place, text, edit);
    if (now.state === 'done') return { state: 'done', why: null };
    const why = now.state === 'other' ? `it has ${now.value}` : null;
    return { state: written ? 'undone' : 'pending', why };
  } catch (error) {
    if (error instanceof Refusal) return unknown(error.message);
    throw error;
  }
}
