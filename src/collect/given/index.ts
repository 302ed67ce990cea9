import type { Fact } from '../../model/fact.ts';
import type { GivenFiles } from '../../model/given-files.ts';
import { SNAPSHOT_SCHEMA } from '../../model/schema-names.ts';
import type { ProcessFacts, Snapshot } from '../../model/snapshot.ts';
import { absent, present } from '../facts.ts';
import { configuredIn, dropInsAlone, isDropIn } from './configurations.ts';
import { componentsIn } from './containers.ts';
import { documentsIn, type GivenDocument } from './documents.ts';
import { isKubeadmStream, kubeadmPlans } from './kubeadm.ts';
import { GivenObjects, isObject } from './objects.ts';
import { type Plan, plannedProcess } from './planned.ts';
import { type ReadSet, rancherSets, readSet } from './rancher/index.ts';
import type { Given, GivenFile } from './read-given.ts';
import { talosNote, talosPlans } from './talos/index.ts';
import { type GivenUnits, givenUnits, isUnitOrEnvironment } from './units/index.ts';

/** What a snapshot of files is made with, besides the files. */
export interface GivenOptions {
  now: () => Date;
  toolVersion: string;
}

/** What one file came to. */
interface ReadFile {
  path: string;
  judged: boolean;
  problems: GivenFiles['problems'];
  notRead: readonly string[];
  unparsed: readonly { line: number; problem: string }[];
  /** What its containers start. */
  started: readonly Plan[];
  /** Configurations of components and of kubeadm. */
  configurations: readonly GivenDocument[];
}

/** Given files as facts: what they would start as processes, their objects as a cluster that holds nothing else. */
export function collectGiven(given: Given, { now, toolVersion }: GivenOptions): Snapshot {
  const objects = new GivenObjects();
  const { sets, others } = rancherSets(given.files);
  const rancher = sets.map(readSet);
  const read = [...others.map((file) => readFile(file, objects)), ...rancher.flatMap(filesOfSet)];
  const units = givenUnits({ files: others, documents: configurationsOf(read) });
  for (const file of read) {
    file.judged ||= units.paths.has(file.path);
    if (units.environmentFiles.has(file.path)) Object.assign(file, { problems: [], unparsed: [] });
  }
  const processes = [...plansOf(read, units), ...units.plans].map((plan, index) =>
    plannedProcess(plan, index + 1),
  );
  const cluster = objects.cluster();
  const files: GivenFiles = {
    judged: read
      .filter(({ judged }) => judged)
      .map(({ path }) => path)
      .sort(),
    passedOver:
      given.otherFiles + read.filter(({ judged, problems }) => !judged && problems.length === 0).length,
    problems: [...given.problems, ...read.flatMap(({ problems }) => problems)],
    notes: [
      ...linkNotes(given),
      ...rancher.flatMap(({ notes }) => notes),
      ...talosNotes(read),
      ...notReadNotes(read),
      ...unparsedNotes(read),
      ...objects.notes(),
    ],
  };
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
    given: files,
    ...(cluster === undefined ? {} : { cluster }),
  };
}

function readFile(file: GivenFile, objects: GivenObjects): ReadFile {
  if (isUnitOrEnvironment(file)) return { path: file.path, ...NOTHING };
  const { documents, problems, notRead, unparsed } = documentsIn(file);
  for (const document of documents) if (isObject(document)) objects.add(document);
  return {
    path: file.path,
    judged: documents.length > 0,
    problems,
    notRead,
    unparsed,
    started: documents.flatMap((document) => [...componentsIn(document), ...talosPlans(document)]),
    configurations: documents.filter((document) => !isObject(document)),
  };
}

const NOTHING: Omit<ReadFile, 'path'> = {
  judged: false,
  problems: [],
  notRead: [],
  unparsed: [],
  started: [],
  configurations: [],
};

/** Configurations of components that something else may name. */
function configurationsOf(read: readonly ReadFile[]): GivenDocument[] {
  return read.flatMap(({ configurations }) => (isKubeadmStream(configurations) ? [] : configurations));
}

/** Files that are read together: what they start stands with the first. */
function filesOfSet({ paths, problems, plans }: ReadSet): ReadFile[] {
  return paths.map((path, index) => ({
    path,
    judged: problems.length === 0,
    problems: problems.filter((one) => one.path === path),
    notRead: [],
    unparsed: [],
    started: index === 0 ? plans : [],
    configurations: [],
  }));
}

function linkNotes({ links }: Given): string[] {
  return links === 0 ? [] : [`${links} symbolic ${links === 1 ? 'link was' : 'links were'} not followed.`];
}

function talosNotes(read: readonly ReadFile[]): string[] {
  return read
    .filter(({ configurations }) => configurations.some(({ kind }) => kind === 'TalosConfiguration'))
    .map(({ path }) => talosNote(path));
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

/** @param units what these name is judged with them, and not once more by itself */
function plansOf(all: readonly ReadFile[], units: GivenUnits): Plan[] {
  const read = all.map((file) =>
    isKubeadmStream(file.configurations)
      ? file
      : { ...file, configurations: file.configurations.filter((one) => !units.isNamed(one)) },
  );
  const alone = read.filter(({ configurations }) => !isKubeadmStream(configurations));
  const dropIns = alone.flatMap(({ configurations }) => configurations.filter(isDropIn));
  const bases = alone
    .flatMap(({ configurations }) => configurations)
    .filter((one) => one.kind === 'KubeletConfiguration' && !isDropIn(one));
  const over = bases.length === 1 ? dropIns : [];
  return [
    ...read.flatMap((file) => plansOfFile(file, over)),
    ...(bases.length === 1 ? [] : dropInsAlone(dropIns)),
  ];
}

function plansOfFile(
  { started, configurations }: ReadFile,
  dropIns: readonly GivenDocument[],
): readonly Plan[] {
  if (isKubeadmStream(configurations)) return [...started, ...kubeadmPlans(configurations)];
  const configured = configurations
    .filter((one) => !isDropIn(one))
    .flatMap((one) => configuredIn(one, dropIns) ?? []);
  return [...started, ...configured];
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
