import { posix } from 'node:path';
import { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import type { ClusterObjects } from '../durable/cluster.ts';
import { readText } from '../durable/config-map.ts';
import { nameOf, type Place } from '../durable/place.ts';
import { readDaemonSet, whyUnsettled } from './daemon-set.ts';
import { daemonSetOf, type Pod, podOfProcess, podsHere } from './pods.ts';

const LIMIT = 4 * 1024 * 1024;

/** The text in the cluster that a process of this node reads as its file. */
export interface ConfigSource extends Place {
  readonly uid: string;
  readonly text: string;
  readonly daemonSet: string;
  readonly pod: string;
  /** As the process sees it. */
  readonly file: string;
  /** Nodes that have a Pod of it. */
  readonly nodes: number;
  /** The Pod does not start without the registry of its image. */
  readonly pullsImage: boolean;
}

/** Why a process has none that is changed; in words without a full stop. */
export interface NoSource {
  /** explain: never from here; prerequisite: something must be done first. */
  readonly kind: 'explain' | 'prerequisite';
  readonly why: string;
}

/** Whose configuration it is. */
export interface Configured {
  readonly hostname: string;
  readonly pid: number;
  readonly file: string;
}

/** Labels and annotations by which whoever manages an object marks it, and would undo a change of it. */
const MANAGERS: readonly string[] = [
  'addonmanager.kubernetes.io/mode',
  'app.kubernetes.io/managed-by',
  'argocd.argoproj.io/instance',
  'argocd.argoproj.io/tracking-id',
  'eks.amazonaws.com/component',
  'helm.toolkit.fluxcd.io/name',
  'kustomize.toolkit.fluxcd.io/name',
];

/**
 * Follows the file that a process reads to the ConfigMap that its Pod mounts there. Asks only.
 * @returns NoSource where it is no such text, or cannot be followed
 */
export async function findSource(
  cluster: ClusterObjects,
  { hostname, pid, file }: Configured,
): Promise<ConfigSource | NoSource> {
  const pods = await podsHere(cluster, hostname);
  if (typeof pods === 'string') return missing(pods);
  return sourceOf(cluster, podOfProcess(pods, pid), { pid, file });
}

/** The same, once it is known in which Pod it runs, if in any. */
export async function sourceOf(
  cluster: ClusterObjects,
  pod: Pod | null,
  { pid, file }: Omit<Configured, 'hostname'>,
): Promise<ConfigSource | NoSource> {
  const daemonSet = pod === null ? null : daemonSetOf(pod);
  if (pod === null || daemonSet === null) return explain(`it runs in no Pod of a DaemonSet of kube-system`);
  const place = mountedAt(pod, file);
  if (place === null) return explain(`${file} is mounted from no ConfigMap that could be followed`);
  const held = await readText(cluster, place);
  if (typeof held === 'string') return missing(held);
  const manager = managerOf(held.marks);
  if (manager !== undefined)
    return explain(`${nameOf(place)} has ${manager}: whoever manages it would undo a change`);
  const set = await readDaemonSet(cluster, daemonSet);
  if (typeof set === 'string') return missing(set);
  const unsettled = whyUnsettled(daemonSet, set);
  if (unsettled !== null) return missing(unsettled);
  if (textOfProcess(pid, file) !== held.text)
    return missing(
      `what the Pod has at ${file} is not what ${nameOf(place)} holds now: plan again once the kubelet has written it there, within two minutes`,
    );
  return {
    ...place,
    uid: held.uid,
    text: held.text,
    daemonSet,
    pod: pod.metadata.name,
    file,
    nodes: set.status.desiredNumberScheduled,
    pullsImage: pod.spec.containers.some(({ imagePullPolicy }) => imagePullPolicy === 'Always'),
  };
}

/** The text of a file as a process sees it; null when it cannot be read. */
export function textOfProcess(pid: number, file: string): string | null {
  const root = RootedFs.open(`/proc/${pid}/root`, 'CAP_SYS_PTRACE');
  if (root.state !== 'read') return null;
  try {
    const content = root.value.read(file, LIMIT);
    return content.state === 'read' ? content.value.toString('utf8') : null;
  } finally {
    root.value.close();
  }
}

/** The ConfigMap and key of which a file of a Pod is made; null when it is made of none, or by a part of a volume. */
function mountedAt({ spec }: Pod, file: string): Place | null {
  const mount = spec.containers
    .flatMap(({ volumeMounts = [] }) => volumeMounts)
    .filter(({ mountPath }) => `${file}/`.startsWith(`${posix.resolve(mountPath)}/`))
    .sort((left, right) => right.mountPath.length - left.mountPath.length)[0];
  if (mount === undefined || mount.subPath !== undefined || mount.subPathExpr !== undefined) return null;
  const map = spec.volumes?.find(({ name }) => name === mount.name)?.configMap;
  const rest = posix.relative(mount.mountPath, file);
  if (map === undefined || rest === '') return null;
  const key = map.items === undefined ? rest : map.items.find(({ path }) => path === rest)?.key;
  return key === undefined || key.includes('/') ? null : { configMap: map.name, key };
}

/** The first mark of somebody who manages an object, as `name=value`; undefined when there is none. */
function managerOf(marks: Readonly<Record<string, string>>): string | undefined {
  const name = MANAGERS.find((one) => Object.hasOwn(marks, one));
  return name === undefined ? undefined : `${name}=${marks[name]}`;
}

function explain(why: string): NoSource {
  return { kind: 'explain', why };
}

function missing(why: string): NoSource {
  return { kind: 'prerequisite', why };
}
