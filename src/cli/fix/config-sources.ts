import { valueIfPresent } from '../../model/fact.ts';
import type { Report, Status } from '../../model/finding.ts';
import type { ProcessFacts, Snapshot } from '../../model/snapshot.ts';
import { type ConfigSource, findSource, type NoSource } from '../../remediate/daemon-set/find.ts';
import { lastValue } from '../../remediate/plan/flag-edits.ts';
import { isAbout, type PlanInput } from '../../remediate/plan/input.ts';
import type { Invocation } from '../parse.ts';
import { withCluster } from './cluster.ts';

/**
 * Looks in the cluster for what each kube-proxy that fails a rule was configured from; nobody is asked where none does.
 * @param root of a mounted host, of whose cluster nothing is known; null: this machine
 */
export async function configSources(
  invocation: Invocation,
  root: string | null,
  { snapshot, report }: { snapshot: Snapshot; report: Report },
): Promise<PlanInput['sourceOf']> {
  const asked = snapshot.processes.filter(
    (process) =>
      process.component === 'kube-proxy' &&
      report.findings.some((one) => FAILED.includes(one.status) && isAbout(one, process)),
  );
  const found = root === null && asked.length > 0 ? await findAll(invocation, report.node.name, asked) : null;
  return ({ pid }) => found?.get(pid) ?? { kind: 'prerequisite', why: NOT_HERE };
}

const FAILED: readonly Status[] = ['fail', 'conflict'];
const NOT_HERE = 'what its cluster holds is only looked at where it runs';

function findAll(
  invocation: Invocation,
  hostname: string,
  processes: readonly ProcessFacts[],
): Promise<ReadonlyMap<number, ConfigSource | NoSource>> {
  return withCluster(invocation, async (cluster) => {
    const found = new Map<number, ConfigSource | NoSource>();
    for (const { pid, argv } of processes) {
      const file = lastValue(valueIfPresent(argv) ?? [], 'config');
      if (typeof cluster === 'string') found.set(pid, { kind: 'prerequisite', why: cluster });
      else if (file !== undefined) found.set(pid, await findSource(cluster, { hostname, pid, file }));
    }
    return found;
  });
}
