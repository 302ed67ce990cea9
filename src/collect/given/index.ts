import type { Fact } from '../../model/fact.ts';
import type { GivenFiles } from '../../model/given-files.ts';
import { SNAPSHOT_SCHEMA } from '../../model/schema-names.ts';
import type { ProcessFacts, Snapshot } from '../../model/snapshot.ts';
import { absent, present } from '../facts.ts';
import { carriedBy } from './carriers/index.ts';
import { type ReadNode, readNode } from './carriers/read-node.ts';
import { GivenObjects } from './objects.ts';
import { plannedProcess } from './planned.ts';
import type { Given } from './read-given.ts';
import { type ReadFile, type ReadTree, readTree } from './read-tree.ts';

/** What a snapshot of files is made with, besides the files. */
export interface GivenOptions {
  now: () => Date;
  toolVersion: string;
}

/** Given files as facts: what they would start as processes, their objects as a cluster that holds nothing else. */
export function collectGiven(given: Given, { now, toolVersion }: GivenOptions): Snapshot {
  const objects = new GivenObjects();
  const carriers = given.files.map((file) => ({ file, ...carriedBy(file) }));
  const alone = carriers.flatMap(({ file, isWhole }) => (isWhole ? [] : [file]));
  const tree = readTree(alone, [], (document) => objects.add(document));
  const processes = tree.plans.map((plan, index) => plannedProcess(plan, index + 1));
  const nodes: ReadNode[] = [];
  for (const { file, carriers: own } of carriers)
    for (const carrier of own) {
      const node = readNode(file.path, carrier, processes.length + 1, (document) => objects.add(document));
      processes.push(...node.processes);
      nodes.push(node);
    }
  const cluster = objects.cluster();
  return {
    schema: SNAPSHOT_SCHEMA,
    tool: { name: 'kubetrue', version: toolVersion },
    at: now().toISOString(),
    source: 'files',
    node: { name: 'files', kubernetes: kubernetesOf(processes), distribution: 'unknown', roles: [] },
    processesVisible: { complete: true, reason: '' },
    programs: [],
    processes,
    observations: [],
    given: filesOf(given, tree, nodes, objects),
    ...(cluster === undefined ? {} : { cluster }),
  };
}

function filesOf(
  given: Given,
  { files, notes }: ReadTree,
  nodes: readonly ReadNode[],
  objects: GivenObjects,
): GivenFiles {
  const judged = new Set([...files, ...nodes].flatMap((one) => (one.judged ? [one.path] : [])));
  const problems = [...given.problems, ...[...files, ...nodes].flatMap((one) => one.problems)];
  const told = new Set([...judged, ...problems.map(({ path }) => path)]);
  return {
    judged: [...judged].sort(),
    passedOver: given.otherFiles + given.files.filter(({ path }) => !told.has(path)).length,
    problems,
    notes: [
      ...linkNotes(given),
      ...notes,
      ...notReadNotes(files),
      ...unparsedNotes(files),
      ...nodes.flatMap((node) => node.notes),
      ...objects.notes(),
    ],
  };
}

function linkNotes({ links }: Given): string[] {
  return links === 0 ? [] : [`${links} symbolic ${links === 1 ? 'link was' : 'links were'} not followed.`];
}

function notReadNotes(read: readonly ReadFile[]): string[] {
  return read.flatMap(({ path, notRead }) => notRead.map((what) => `${path} ${what}.`));
}

/** Nothing in them says that they should be judged: no reason to stop anybody, and worth a line. */
function unparsedNotes(read: readonly ReadFile[]): string[] {
  return read.flatMap(({ path, unparsed }) =>
    unparsed.map(({ line, problem }) => `${path}:${line} was passed over: ${problem}.`),
  );
}

const VERSIONED = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy'];

/** By the first component that carries Kubernetes' own version. */
function kubernetesOf(processes: readonly ProcessFacts[]): Fact<string> {
  for (const name of VERSIONED) {
    const found = processes.find(
      ({ component, version }) => component === name && version.state === 'present',
    );
    if (found?.version.state === 'present') return present(`v${found.version.value}`, found.version.origin);
  }
  return absent({ kind: 'filesystem', path: 'files' });
}
