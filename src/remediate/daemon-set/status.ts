import { join } from 'node:path';
import { KubetrueError } from '../../model/errors.ts';
import type { SourceEdit } from '../../model/plan.ts';
import type { ClusterObjects } from '../durable/cluster.ts';
import { readText } from '../durable/config-map.ts';
import { nameOf } from '../durable/place.ts';
import type { DurableStanding } from '../durable/status.ts';
import { applyOperations } from '../editors/index.ts';
import { sha256 } from '../plan-hash.ts';
import type { Past } from '../transaction/history.ts';
import { readPlan } from '../transaction/plan-file.ts';
import type { StateDirectory } from '../transaction/state-directory.ts';

/** A text of the cluster as a change in force here made it. */
export interface ChangedText {
  transaction: string;
  source: SourceEdit;
}

/** Texts that changes in force made, the newest change of each; both halves of such a repair are the same text. */
export async function textsOf(state: StateDirectory, past: readonly Past[]): Promise<readonly ChangedText[]> {
  const texts = new Map<string, ChangedText>();
  for (const { id, changes } of past) {
    const inForce = changes.filter((one) => one.state === 'in force').map((one) => one.id);
    if (inForce.length === 0) continue;
    const plan = await readPlan(join(state.transactions, id, 'plan.json'));
    for (const { id: change, source } of plan.changes)
      if (source !== undefined && source.operations.length > 0 && inForce.includes(change))
        texts.set(nameOf(source), { transaction: id, source });
  }
  return [...texts.values()];
}

/** How the cluster stands to them. @param cluster why it cannot be asked stands in a text */
export async function textStandings(
  cluster: ClusterObjects | string,
  texts: readonly ChangedText[],
): Promise<readonly DurableStanding[]> {
  const found: DurableStanding[] = [];
  for (const { transaction, source } of texts) {
    const held = typeof cluster === 'string' ? cluster : await readText(cluster, source);
    const stands =
      typeof held === 'string'
        ? { state: 'unknown' as const, why: held, next: null }
        : standing(source, held.text);
    found.push({ transaction, where: nameOf(source), change: wordsOf(source), ...stands });
  }
  return found;
}

/** Others may have changed the rest of the text: what was set counts. */
function standing(source: SourceEdit, text: string): Pick<DurableStanding, 'state' | 'why' | 'next'> {
  if (sha256(text) === source.after || isMade(source, text)) return { state: 'done', why: null, next: null };
  return { state: 'undone', why: 'somebody changed it since', next: 'kubetrue fix plan' };
}

function isMade(source: SourceEdit, text: string): boolean {
  try {
    const bytes = applyOperations(nameOf(source), Buffer.from(text), source.operations);
    return bytes.toString('utf8') === text;
  } catch (error) {
    if (error instanceof KubetrueError) return false;
    throw error;
  }
}

function wordsOf({ key, operations }: SourceEdit): string {
  const set = operations.flatMap((one) =>
    one.kind === 'config-key' ? [`${one.path.join('.')}: ${JSON.stringify(one.value)}`] : [],
  );
  return `${key}: ${set.join(', ')}`;
}
