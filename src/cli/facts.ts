import { collect } from '../collect/index.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Progress } from './progress.ts';
import { VERSION } from './version.ts';

/** Facts of this machine or of a tree, and, on this machine and if asked for, what the probes saw. */
export async function collectFacts(
  root: string | null,
  prove: boolean,
  progress: Progress,
): Promise<Snapshot> {
  const now = () => new Date();
  const snapshot = await collect({ root, now, toolVersion: VERSION, progress: progress.tell });
  if (!prove || root !== null || snapshot.processes.length === 0) return snapshot;
  progress.tell('asking the components');
  const { prove: ask } = await import('../prove/index.ts');
  return { ...snapshot, observations: await ask(snapshot, { now, toolVersion: VERSION }) };
}
