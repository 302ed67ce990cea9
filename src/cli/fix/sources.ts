import { join } from 'node:path';
import { textStandings, textsOf } from '../../remediate/daemon-set/status.ts';
import { nameOf } from '../../remediate/durable/place.ts';
import { standingRecords } from '../../remediate/durable/restore.ts';
import { type DurableStanding, halvesOf, standings } from '../../remediate/durable/status.ts';
import type { Past } from '../../remediate/transaction/history.ts';
import type { StateDirectory } from '../../remediate/transaction/state-directory.ts';
import type { Invocation } from '../parse.ts';
import { withCluster } from './cluster.ts';

/** The durable halves of what was changed on this node. */
export interface Sources {
  halves: readonly DurableStanding[];
  /** Written into the cluster for a transaction that is not in force here any more. */
  left: readonly { transaction: string; where: string }[];
}

export const NO_SOURCES: Sources = { halves: [], left: [] };

/** Asks the cluster, if anything in force here has a source there. */
export async function sourcesOf(
  invocation: Invocation,
  state: StateDirectory,
  past: readonly Past[],
): Promise<Sources> {
  const left = past
    .filter(({ changes }) => !changes.some((one) => one.state === 'in force'))
    .flatMap(({ id }) =>
      standingRecords(join(state.transactions, id)).map((one) => ({
        transaction: id,
        where: nameOf(one),
      })),
    );
  const halves = await halvesOf(state, past);
  const texts = await textsOf(state, past);
  if (halves.length + texts.length === 0) return { halves: [], left };
  return withCluster(invocation, async (cluster) => {
    const both = [...(await standings(cluster, halves)), ...(await textStandings(cluster, texts))];
    return { halves: both, left };
  });
}

const WORDS = { done: 'done', pending: 'pending', undone: 'undone', unknown: 'not known' } as const;

export function sourcesText({ halves, left }: Sources): string {
  const lines = [
    ...halves.map(halfText),
    ...left.map(
      ({ transaction, where }) =>
        `${where} was changed for ${transaction}, which was taken back here: kubetrue fix rollback ${transaction}`,
    ),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function halfText({ where, change, state, why, next }: DurableStanding): string {
  const reason = why === null ? '' : ` (${why})`;
  return `durable: ${WORDS[state]}: ${where}: ${change}${reason}${next === null ? '' : `: ${next}`}`;
}
