import type { Change, SourceEdit } from '../../model/plan.ts';
import { checkPod } from '../daemon-set/pod.ts';
import { checkCluster } from './cluster-guard.ts';
import type { Engine } from './engine.ts';
import type { Identity } from './journal-entry.ts';
import { componentsOf, processOf, runningOf } from './processes.ts';
import { Refusal } from './refusal.ts';
import { restartedBy, restartsItself } from './restart/index.ts';
import { withSource } from './source-write.ts';

/**
 * Whether what a change restarts runs as one process, is well, and would be restarted, and its cluster bears it.
 * @throws Refusal
 */
export async function checkRestart(engine: Engine, change: Change): Promise<void> {
  if (change.restarts === null) return checkCluster(engine, change);
  const { component } = change.restarts;
  const { pid } = singleProcess(processOf(change.restarts));
  const name = restartedBy(change);
  if (change.source !== undefined) await podReplaceable(engine, change.source, pid);
  else if (name !== null) engine.restarter.find(name);
  else if (restartsItself(change)) await kubeletAtWork(engine, component);
  else throw new Refusal(`nothing in it would restart ${component}`);
  for (const one of componentsOf(change.restarts)) {
    const illness = await engine.illness(one);
    if (illness !== null) throw new Refusal(`${one} is not well before the change: ${illness}`);
  }
  await checkCluster(engine, change);
}

async function podReplaceable(engine: Engine, source: SourceEdit, pid: number): Promise<void> {
  await kubeletAtWork(engine, 'kube-proxy');
  await withSource(engine, (cluster) => checkPod(cluster, source, pid, engine.sleep));
}

/** Static Pods are replaced, and put back, by nobody else. */
async function kubeletAtWork(engine: Engine, component: string): Promise<void> {
  const illness = await engine.illness('kubelet');
  if (illness !== null)
    throw new Refusal(`nobody would restart ${component}, because the kubelet is not well: ${illness}`);
}

/** The one process of a component. @throws Refusal */
export function singleProcess(component: string): Identity {
  const [running, ...others] = runningOf(component);
  if (running === undefined) throw new Refusal(`no ${component} runs here as a process of its own`);
  if (others.length > 0) throw new Refusal(`more than one ${component} runs here`);
  const { arguments: _, ...identity } = running;
  return identity;
}
