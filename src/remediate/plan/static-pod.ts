import { dirname } from 'node:path/posix';
import { isMap, isSeq, parseDocument } from 'yaml';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { NotNow, type PlanInput } from './input.ts';
import { editable, type NodeFileState } from './node-file.ts';

/** The container of a static Pod manifest that a process runs in. */
export interface StaticPod {
  readonly path: string;
  readonly file: NodeFileState & { readonly bytes: Buffer };
  readonly container: string;
  /** Words of its command, the program first. */
  readonly words: readonly string[];
  /** Directories and files of the host that it sees: where, and what. */
  readonly mounts: readonly { readonly inside: string; readonly host: string; readonly readOnly: boolean }[];
  /** Hosts that its probes ask; empty: the Pod's own address. */
  readonly probeHosts: readonly string[];
}

interface Pod {
  readonly path: string;
  readonly value: unknown;
}

const GROUPS: Readonly<Record<string, string>> = {
  'kube-apiserver': 'apiserver-manifest',
  'kube-controller-manager': 'kcm-manifest',
  'kube-scheduler': 'scheduler-manifest',
  etcd: 'etcd-manifest',
};

/** The manifest that starts a process, or null when none does. Throws NotNow where editing it would not do. */
export function staticPodOf(input: PlanInput, process: ProcessFacts): StaticPod | null {
  const group = GROUPS[process.component];
  const found = (input.snapshot.nodeFiles?.files ?? []).filter((file) => file.group === group);
  const [first, second] = found;
  if (first === undefined) return null;
  if (second !== undefined) {
    throw new NotNow(
      'refused',
      `Two manifests start ${process.component}: ${first.path} and ${second.path}.`,
      `take the one away that is not meant; the kubelet may start the Pod again`,
    );
  }
  return readPod(input, process, first.path);
}

function readPod(input: PlanInput, process: ProcessFacts, path: string): StaticPod {
  if (path.startsWith('/var/lib/rancher/')) {
    throw new NotNow('refused', `${path} is written again at each start of the distribution.`);
  }
  const file = editable(input.files, path);
  const pod = { path, value: parsed(file.bytes) };
  if (typeof at(pod.value, 'metadata', 'uid') === 'string') {
    throw new NotNow(
      'refused',
      `${path} has a metadata.uid: the kubelet would not notice another flag in it.`,
      'take metadata.uid out of the manifest first; that restarts the Pod',
    );
  }
  checkNeighbours(input.files, pod);
  const container = containerOf(pod, process);
  const words = [...strings(at(container, 'command')), ...strings(at(container, 'args'))];
  checkRuns(process, words, path);
  return {
    path,
    file,
    container: String(at(container, 'name') ?? ''),
    words,
    mounts: mountsOf(pod.value, container),
    probeHosts: ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((name) => {
      const probe = at(container, name, 'httpGet') ?? at(container, name, 'tcpSocket');
      return probe === undefined ? [] : [String(at(probe, 'host') ?? '')];
    }),
  };
}

/** https://github.com/kubernetes/kubernetes/issues/136931: of two files with one Pod the later name wins. */
function checkNeighbours(files: RootedFs, pod: Pod): void {
  const directory = dirname(pod.path);
  const listed = files.list(directory);
  if (listed.state !== 'read') throw new NotNow('refused', `${directory} cannot be listed.`);
  for (const name of listed.value.sort()) {
    const path = `${directory}/${name}`;
    if (/^\..*\.sw[a-p]$/.test(name) && path.includes(pod.path.slice(directory.length + 1))) {
      throw new NotNow(
        'refused',
        `${path} shows that somebody is editing the manifest.`,
        'wait for the editor to be closed',
      );
    }
    if (name.startsWith('.') || path === pod.path) continue;
    const content = files.read(path, 1024 * 1024);
    if (content.state !== 'read' || !samePod(pod.value, parsed(content.value))) continue;
    throw new NotNow(
      'refused',
      `${path} is a manifest of the same Pod: which of the two runs depends on the order of their names.`,
      `move ${path} out of ${directory}; the kubelet may start the Pod again`,
    );
  }
}

function samePod(left: unknown, right: unknown): boolean {
  const name = at(left, 'metadata', 'name');
  return (
    typeof name === 'string' &&
    name === at(right, 'metadata', 'name') &&
    (at(left, 'metadata', 'namespace') ?? 'default') === (at(right, 'metadata', 'namespace') ?? 'default')
  );
}

function containerOf(pod: Pod, process: ProcessFacts): unknown {
  const list = at(pod.value, 'spec', 'containers');
  const containers: readonly unknown[] = Array.isArray(list) ? list : [];
  const found = containers.filter((one) =>
    [...strings(at(one, 'command')), ...strings(at(one, 'args'))].some(
      (word) => word.split('/').at(-1) === process.component,
    ),
  );
  if (found.length === 1) return found[0];
  throw new NotNow('refused', `No one container of ${pod.path} is seen to start ${process.component}.`);
}

/** A manifest that says something else than what runs is not where the finding comes from. */
function checkRuns(process: ProcessFacts, words: readonly string[], path: string): void {
  const argv = (valueIfPresent(process.argv) ?? []).slice(1);
  const flags = words.slice(words.findIndex((word) => word.split('/').at(-1) === process.component) + 1);
  if (argv.length === flags.length && argv.every((word, index) => word === flags[index])) return;
  throw new NotNow(
    'refused',
    `${path} names other arguments than those that ${process.component} (pid ${process.pid}) runs with.`,
    'see why the kubelet has not started it anew, then scan again',
  );
}

function mountsOf(pod: unknown, container: unknown): StaticPod['mounts'] {
  const volumes = at(pod, 'spec', 'volumes');
  const mounts = at(container, 'volumeMounts');
  if (!Array.isArray(volumes) || !Array.isArray(mounts)) return [];
  return mounts.flatMap((mount: unknown) => {
    const volume: unknown = volumes.find((one: unknown) => at(one, 'name') === at(mount, 'name'));
    const host = at(volume, 'hostPath', 'path');
    const inside = at(mount, 'mountPath');
    if (typeof host !== 'string' || typeof inside !== 'string' || at(mount, 'subPath') !== undefined)
      return [];
    return [{ inside, host, readOnly: at(mount, 'readOnly') === true }];
  });
}

/** A path of the container on the host; null when it lies in no mount. */
export function hostPathOf(pod: StaticPod, path: string): { path: string; readOnly: boolean } | null {
  const fitting = pod.mounts
    .filter(({ inside }) => path === inside || path.startsWith(`${inside.replace(/\/$/, '')}/`))
    .sort((left, right) => right.inside.length - left.inside.length)[0];
  if (fitting === undefined) return null;
  const rest = path.slice(fitting.inside.replace(/\/$/, '').length);
  return { path: fitting.host.replace(/\/$/, '') + rest, readOnly: fitting.readOnly };
}

function parsed(bytes: Buffer): unknown {
  const document = parseDocument(bytes.toString('utf8'), {
    prettyErrors: false,
    logLevel: 'silent',
    uniqueKeys: false,
  });
  if (document.errors.length > 0 || !(isMap(document.contents) || isSeq(document.contents))) return null;
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return value;
  } catch (error) {
    if (error instanceof ReferenceError) return null;
    throw error;
  }
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let found: unknown = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Object.hasOwn(found, key) ? Reflect.get(found, key) : undefined;
  }
  return found;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
