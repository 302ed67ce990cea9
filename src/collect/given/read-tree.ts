import type { GivenFiles } from '../../model/given-files.ts';
import { configuredIn, dropInsAlone, isDropIn } from './configurations.ts';
import { componentsIn } from './containers.ts';
import { documentsIn, type GivenDocument } from './documents.ts';
import { isKubeadmStream, kubeadmPlans } from './kubeadm.ts';
import { isObject } from './objects.ts';
import type { Plan } from './planned.ts';
import { type ReadSet, rancherSets, readSet } from './rancher/index.ts';
import type { GivenFile } from './read-given.ts';
import { talosNote, talosPlans } from './talos/index.ts';
import { flagIn, isBelow } from './units/configuration.ts';
import { type GivenUnits, givenUnits, isUnitOrEnvironment } from './units/index.ts';
import { textAt } from './values.ts';

/** What one file came to. */
export interface ReadFile {
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

/** What files come to that are read together: those that were given, or those of one node. */
export interface ReadTree {
  files: readonly ReadFile[];
  plans: readonly Plan[];
  /** What a reader should know of files that are read. */
  notes: readonly string[];
}

/**
 * @param kubeadm what kubeadm is given besides the files
 * @param add takes the objects of a cluster
 */
export function readTree(
  all: readonly GivenFile[],
  kubeadm: readonly ReadFile[],
  add: (document: GivenDocument) => void,
): ReadTree {
  const { sets, others } = rancherSets(all);
  const rancher = sets.map(readSet);
  const files = [...others.map((file) => readFile(file, add)), ...rancher.flatMap(filesOfSet), ...kubeadm];
  const units = givenUnits({ files: others, documents: configurationsOf(files) });
  for (const file of files) {
    file.judged ||= units.paths.has(file.path);
    if (units.environmentFiles.has(file.path)) Object.assign(file, { problems: [], unparsed: [] });
  }
  const plans = [...plansOf(files, units), ...units.plans];
  return {
    files,
    plans: withoutLost(plans, others),
    notes: [...rancher.flatMap(({ notes }) => notes), ...talosNotes(files)],
  };
}

function readFile(file: GivenFile, add: (document: GivenDocument) => void): ReadFile {
  if (file.unread !== undefined || isUnitOrEnvironment(file)) return { path: file.path, ...NOTHING };
  const { documents, problems, notRead, unparsed } = documentsIn(file);
  for (const document of documents) if (isObject(document)) add(document);
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

function talosNotes(read: readonly ReadFile[]): string[] {
  return read
    .filter(({ configurations }) => configurations.some(({ kind }) => kind === 'TalosConfiguration'))
    .map(({ path }) => talosNote(path));
}

/** @param units what these name is judged with them, and not once more by itself */
function plansOf(all: readonly ReadFile[], units: GivenUnits): Plan[] {
  const isPatch = patchesOfKubeadm(all);
  const read = all.map((file) =>
    isKubeadmStream(file.configurations)
      ? file
      : {
          ...file,
          configurations: file.configurations.filter((one) => !units.isNamed(one) && !isPatch(one)),
        },
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

/** What kubeadm lays over what it makes is only part of a configuration. */
function patchesOfKubeadm(files: readonly ReadFile[]): (document: GivenDocument) => boolean {
  const streams = files.filter(({ configurations }) => isKubeadmStream(configurations));
  const directories = streams
    .flatMap(({ configurations }) => configurations)
    .map(({ value }) => textAt(value, 'patches', 'directory').replace(/\/+$/, ''))
    .filter((directory) => directory !== '');
  return ({ path }) => directories.some((directory) => path.startsWith(`${directory}/`));
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

/** Plans without those words that are not known, because something is laid over the kubelet's configuration that is not. */
function withoutLost(plans: readonly Plan[], files: readonly GivenFile[]): Plan[] {
  const unread = files.filter(
    ({ path, unread: why }) => why !== undefined && path.endsWith('.conf') && !isUnitOrEnvironment({ path }),
  );
  return plans.map((plan) => {
    const lost = unread.find(({ path }) => isLaidOver(plan, path));
    if (lost === undefined) return plan;
    return { ...plan, words: { unknown: `${lost.path} may be laid over its configuration: ${lost.unread}` } };
  });
}

function isLaidOver({ component, planned, words }: Plan, path: string): boolean {
  if (component.name !== 'kubelet' || 'unknown' in words) return false;
  if (planned.form.kind === 'configuration') return /kubelet.*\.d\/[^/]+$/.test(path);
  const texts = words.map(({ text }) => text);
  return isBelow(path, flagIn(texts, 'config-dir')?.replace(/\/+$/, '') ?? '');
}
