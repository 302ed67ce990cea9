import type { Finding } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';

/**
 * Beside the facts of this machine, who takes the connections of those processes whose answers contradict what was
 * read. That is looked at only now: it takes a look at every connection of the machine.
 *
 * @param snapshot taken just now, not read from a file
 * @param proc where the procfs of this machine is, if it is seen through a mount
 * @returns the same one where nothing is contradicted
 */
export async function withOwners(
  snapshot: Snapshot,
  findings: readonly Finding[],
  proc: string | null = null,
): Promise<Snapshot> {
  const contradicted = findings.filter(({ proof }) => proof.outcome === 'contradicted');
  const processes = snapshot.processes.filter(({ pid, component }) =>
    contradicted.some(
      ({ target }) => target.kind === 'process' && target.pid === pid && target.component === component,
    ),
  );
  if (snapshot.source !== 'live' || processes.length === 0) return snapshot;
  const { whoAnswers } = await import('../prove/who-answers.ts');
  const owners = await Promise.all(
    processes.map((one) => whoAnswers(one, () => new Date(), proc ?? undefined)),
  );
  return { ...snapshot, observations: [...snapshot.observations, ...owners.flat()] };
}
