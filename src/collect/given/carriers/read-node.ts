import type { GivenFiles } from '../../../model/given-files.ts';
import type { ProcessFacts } from '../../../model/snapshot.ts';
import type { GivenDocument } from '../documents.ts';
import { plannedProcess } from '../planned.ts';
import type { GivenFile } from '../read-given.ts';
import { type ReadFile, readTree } from '../read-tree.ts';
import type { Carrier } from './carrier.ts';
import { type CarriedNode, nodeWith } from './node.ts';
import { type PlaceOf, placed } from './placed.ts';

/** What one node comes to that a given file describes. */
export interface ReadNode {
  path: string;
  judged: boolean;
  processes: readonly ProcessFacts[];
  problems: GivenFiles['problems'];
  notes: readonly string[];
}

/**
 * Reads the files that a given file carries as those of one node, by the same readers as files that were given.
 *
 * @param path of the given file
 * @param pid of the first process
 * @param add takes the objects of a cluster
 */
export function readNode(
  path: string,
  carrier: Carrier,
  pid: number,
  add: (document: GivenDocument) => void,
): ReadNode {
  const node = nodeWith(carrier);
  const placeOf: PlaceOf = (own, line) => ({ path, line: node.lineOf(own, line) });
  const tree = readTree(node.files, kubeadmOf(node), (document) =>
    add({ ...document, ...placeOf(document.path, document.line) }),
  );
  const beside = new Map(
    node.files.flatMap(({ path: own, bytes, unread }) => (unread === undefined ? [[own, bytes]] : [])),
  );
  const processes = tree.plans.map((plan, index) => plannedProcess(plan, pid + index, beside));
  const used = new Set(processes.flatMap(pathsOf));
  const lost = node.files.filter(({ unread }) => unread !== undefined);
  const told = tree.files
    .flatMap(({ problems }) => problems)
    .filter((one) => lost.every((other) => other.path !== one.path));
  return {
    path,
    judged: tree.files.some(({ judged }) => judged),
    processes: processes.map((process) => placed(process, placeOf)),
    problems: [
      ...node.problems.map((one) => ({ path, ...one })),
      ...[...lost.filter(({ path: own }) => isRead(own)).map(problemOf), ...told].map((one) => ({
        ...placeOf(one.path, one.line),
        problem: `${shown(one.path)}: ${one.problem}`,
      })),
    ],
    notes: [
      ...node.notes.map((one) => `${path} ${one}.`),
      ...lost.filter((one) => !isRead(one.path)).map((one) => noteOn(one, placeOf)),
      ...tree.notes.map((one) => `${path}: ${one}`),
      ...tree.files.filter((file) => !used.has(file.path)).flatMap((file) => notesOn(file, placeOf)),
    ],
  };
}

function problemOf({ path, unread = '' }: GivenFile): GivenFiles['problems'][number] {
  return { path, line: 1, problem: unread };
}

function noteOn({ path: own, unread }: GivenFile, placeOf: PlaceOf): string {
  const { path, line } = placeOf(own, 1);
  return `${path}:${line}: ${shown(own)} was not read: ${unread}.`;
}

/** What is handed to kubeadm is a file of its own. */
function kubeadmOf({ configurations }: CarriedNode): ReadFile[] {
  const [first] = configurations;
  if (first === undefined) return [];
  const nothing = { problems: [], notRead: [], unparsed: [], started: [] };
  return [{ path: first.path, judged: true, ...nothing, configurations }];
}

function notesOn({ path: own, notRead, unparsed }: ReadFile, placeOf: PlaceOf): string[] {
  const { path, line } = placeOf(own, 1);
  return [
    ...notRead.map((what) => `${path}:${line}: ${shown(own)} ${what}.`),
    ...unparsed.map((one) => `${path}:${placeOf(own, one.line).line} was passed over: ${one.problem}.`),
  ];
}

function pathsOf({ files }: ProcessFacts): string[] {
  return Object.values(files).flatMap((fact) =>
    fact.state === 'present' && fact.value.hostPath !== null ? [fact.value.hostPath] : [],
  );
}

/** Paths of what would be judged, were its content known. */
const READ: readonly RegExp[] = [
  /^\/etc\/kubernetes\/manifests\//,
  /\/(?:kube[^/]*|etcd|k3s[^/]*|rke2[^/]*)\.service(?:\.d\/[^/]+\.conf)?$/,
  /\/(?:default|sysconfig)\/kubelet$|\/kubeadm-flags\.env$|\/etcd\.env$/,
  /\/rancher\/(?:k3s|rke2)\/(?:config\.yaml|server\/manifests\/|agent\/pod-manifests\/)/,
  /\/kubelet\/config|kubelet-?config|kubelet[^/]*\.d\/|kubeadm[^/]*\.(?:ya?ml|json|conf)$/,
];

function isRead(path: string): boolean {
  return READ.some((form) => form.test(path));
}

/** A path may be as long as its writer likes. */
function shown(path: string): string {
  return path.length > LONGEST ? `${path.slice(0, LONGEST)}…` : path;
}

const LONGEST = 160;
