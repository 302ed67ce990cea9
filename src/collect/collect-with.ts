import type { Component } from '../components/component.ts';
import { SNAPSHOT_SCHEMA } from '../model/schema-names.ts';
import type { ProcessFacts, Snapshot } from '../model/snapshot.ts';
import { othersFirst } from '../util/others-first.ts';
import { insideOf } from './embedded/embedders.ts';
import { type Host, openHost } from './host.ts';
import { nodeFacts } from './node/node.ts';
import { collectNodeFiles } from './node-files/collect-node-files.ts';
import { type Candidate, candidates } from './proc/candidates.ts';
import { programs } from './proc/programs.ts';
import { processFacts } from './process.ts';
import { visibility } from './visibility.ts';

export interface CollectOptions {
  /** Directory at which a host is mounted or captured; null for this machine. */
  root: string | null;
  /** The directory is this machine, seen through a mount. */
  own?: boolean;
  /** What the cluster calls this node, where its own name may be another. */
  nodeName?: string | null;
  now: () => Date;
  toolVersion: string;
  /** Told what is being looked at, for people who wait. */
  progress: (message: string) => void;
  /** Told the processes as soon as they are known: whoever asks them need not wait for the files of the node. */
  onProcesses?: (seen: Pick<Snapshot, 'source' | 'processes'>) => void;
}

/**
 * Facts about a machine and the processes that the given components recognise on it. Reads only; starts nothing.
 * @throws KubetrueError KT_ROOT
 */
export async function collectWith(
  components: readonly Component[],
  options: CollectOptions,
): Promise<Snapshot> {
  const host = openHost(options.root, options.own);
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
  options.onProcesses?.({ source: host.source, processes });
  const known = programs(seen.list);
  const facts = await nodeFacts(host, seen.list, processes);
  const node = { ...facts, name: options.nodeName ?? facts.name };
  const processesVisible = visibility(host, seen);
  options.progress('looking at files');
  const nodeFiles = await collectNodeFiles({
    host,
    candidates: seen.list,
    processes,
    processesComplete: processesVisible.complete,
    distribution: node.distribution,
  });
  return {
    schema: SNAPSHOT_SCHEMA,
    tool: { name: 'kubetrue', version: options.toolVersion },
    at,
    source: host.source,
    node,
    processesVisible,
    programs: known,
    processes,
    nodeFiles,
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
    const recognised = components.filter((one) => one.recognise(candidate));
    const alone = recognised.map((component) => ({ component, inside: null }));
    for (const { component, inside } of [...alone, ...(await embedded(host, components, candidate))]) {
      progress(`reading ${component.name}, pid ${candidate.pid}`);
      await othersFirst();
      const facts = await processFacts(host, component, candidate, inside);
      if (facts !== null) processes.push(facts);
    }
  }
  return processes;
}

/** Components that are not programs of their own, but parts of this one. */
async function embedded(host: Host, components: readonly Component[], candidate: Candidate) {
  const inside = await insideOf(host, candidate);
  return inside.flatMap((one) => {
    const component = components.find(({ name }) => name === one.component);
    return component === undefined ? [] : [{ component, inside: one }];
  });
}
