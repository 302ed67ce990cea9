import type { Change } from '../../model/plan.ts';
import { type Context, newest } from './context.ts';
import { editsUnits, restartedBy } from './restart/index.ts';

/**
 * Restarts the service of a change that does not restart by itself, as it was found before the change.
 * @throws Refusal when it is not known how, or that fails
 */
export async function restartService({ journal, engine }: Context, change: Change): Promise<void> {
  const name = restartedBy(change);
  if (name === null) return;
  const service = newest(journal.entries(), 'prepared', change.id)?.service ?? engine.restarter.find(name);
  engine.tell(`${change.id}: restarting ${service}`);
  await engine.restarter.restart(service, editsUnits(change));
}
