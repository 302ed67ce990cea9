import type { DurableEdit } from '../../model/plan.ts';
import { Refusal } from '../transaction/refusal.ts';
import type { ClusterObjects } from './cluster.ts';
import { seenInKubelets } from './live-kubelets.ts';
import { seenInPods } from './live-pods.ts';
import type { Seen } from './seen.ts';

/**
 * Asks whether all nodes that would be configured from a source already run so: a wrong value in it spreads at the next
 * upgrade.
 * @param unseen nodes that the user answers for
 * @returns nodes of which it is not known, and which the user answers for
 * @throws Refusal with every node that differs, or of which nothing is known
 */
export async function checkLive(
  cluster: ClusterObjects,
  edits: readonly DurableEdit[],
  unseen: readonly string[],
): Promise<readonly string[]> {
  const answers: (readonly Seen[] | string)[] = [];
  const keys = edits.filter((edit) => edit.kind === 'kubelet-key');
  if (keys.length > 0) answers.push(await seenInKubelets(cluster, keys));
  const others = edits.filter((edit) => edit.kind !== 'kubelet-key');
  for (const [component, group] of Map.groupBy(others, (edit) => edit.component))
    answers.push(await seenInPods(cluster, component, group));
  const blind = answers.find((one) => typeof one === 'string');
  if (blind !== undefined) throw new Refusal(`it is not known what other nodes run with: ${blind}`);
  const seen = answers.flat().filter((one) => typeof one !== 'string');
  const differ = seen.filter((one) => one.state === 'not live');
  if (differ.length > 0) throw new Refusal(`not in force on all nodes: ${sentence(differ)}`);
  const unknown = seen.filter((one) => one.state === 'unknown');
  const refused = unknown.filter(({ node }) => !unseen.includes(node));
  if (refused.length > 0)
    throw new Refusal(
      `it is not known of all nodes: ${sentence(refused)} (--unseen NODE answers for one that is known otherwise)`,
    );
  return [...new Set(unknown.map(({ node }) => node))];
}

function sentence(seen: readonly { node: string; why: string }[]): string {
  return seen.map(({ node, why }) => `${node}: ${why}`).join('; ');
}
