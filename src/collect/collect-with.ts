import type { Component } from '../components/component.ts';
import { SNAPSHOT_SCHEMA } from '../model/schema-names.ts';
import type { ProcessFacts, Snapshot } from '../model/snapshot.ts';
import { type Host, openHost } from './host.ts';
import { nodeFacts } from './node/node.ts';
import { type Candidate, candidates } from './proc/candidates.ts';
import { programs } from './proc/programs.ts';
import { processFacts } from './process.ts';
import { visibility } from './visibility.ts';

export interface CollectOptions {
  /** Directory at which a host is mounted or captured; null for this machine. */
  root: string | null;
  now: () => Date;
  toolVersion: string;
  /** Told what is being looked at, for people who wait. */
  progress: (message: string) => void;
}

/**
 * Facts about a machine and the processes that the given components recognise on it. Reads only; starts nothing.
 * @throws KubetrueError KT_ROOT
 */
export async function collectWith(
  components: readonly Component[],
  options: CollectOptions,
): Promise<Snapshot> {
  const host = openHost(options.root);
  try {
    return await snapshotOf(host, components, options);
  } finally {
    host.files.close();
  }
}

async function snapshotOf(
  host: Host,
  components: readonly Component[],
  options: CollectOptions,
): Promise<Snapshot> {
  const at = options.now().toISOString();
  options.progress('looking at processes');
  const seen = candidates(host.proc);
  const processes = await processesOf(host, components, seen.list, options.progress);
  const known = programs(seen.list);
  return {
    schema: SNAPSHOT_SCHEMA,
    tool: { name: 'kubetrue', version: options.toolVersion },
    at,
    source: host.source,
    node: await nodeFacts(host, seen.list, known, processes),
    processesVisible: visibility(host, seen),
    programs: known,
    processes,
    observations: [],
  };
}

async function processesOf(
  host: Host,
  components: readonly Component[],
  list: readonly Candidate[],
  progress: CollectOptions['progress'],
): Promise<ProcessFacts[]> {
  const processes: ProcessFacts[] = [];
  for (const candidate of list) {
    for (const component of components) {
      if (!component.recognise(candidate)) continue;
      progress(`reading ${component.name}, pid ${candidate.pid}`);
      const facts = await processFacts(host, component, candidate);
      if (facts !== null) processes.push(facts);
    }
  }
  return processes;
}
