import type { Change, SourceEdit } from '../../model/plan.ts';
import { replacePod } from '../daemon-set/pod.ts';
import { type Context, newest } from './context.ts';
import type { Engine } from './engine.ts';
import { editsUnits, restartedBy } from './restart/index.ts';
import { withSource } from './source-write.ts';

/** Its DaemonSet makes another one, which reads the text as it is now. @throws Refusal */
async function replaceSourcePod(engine: Engine, source: SourceEdit, change: string): Promise<void> {
  const name = await withSource(engine, (cluster) => replacePod(cluster, source));
  if (name !== null) engine.tell(`${change}: Pod kube-system/${name} is being replaced`);
}

/**
 * Restarts the service, or replaces the Pod, of a change that does not restart by itself, as it was found before the change.
 * @throws Refusal when it is not known how, or that fails
 */
export async function restartService({ journal, engine }: Context, change: Change): Promise<void> {
  if (change.source !== undefined) return replaceSourcePod(engine, change.source, change.id);
  const name = restartedBy(change);
  if (name === null) return;
  const service = newest(journal.entries(), 'prepared', change.id)?.service ?? engine.restarter.find(name);
  engine.tell(`${change.id}: restarting ${service}`);
  await engine.restarter.restart(service, editsUnits(change));
}
