import { posix } from 'node:path';
import type { SourcedWord } from '../../../components/kubernetes/words.ts';
import { parseStrings } from '../../../machine/proc/parse.ts';
import { andThen, type Reading, readValue, unreadable } from '../../../machine/reading.ts';
import type { RootedFs } from '../../../machine/rooted/rooted-fs.ts';
import type { Fact } from '../../../model/fact.ts';
import { decodeBytes } from '../../../util/bytes.ts';
import { absent, fileOrigin, notReadable, present, processOrigin } from '../../facts.ts';
import type { Host } from '../../host.ts';
import type { Candidate } from '../../proc/candidates.ts';
import type { ProcessRoot } from '../../process-root.ts';
import { changedSince } from '../changed.ts';
import type { Inside } from '../inside.ts';
import { argsFileWords } from './args-file.ts';

const ARGS = '/var/snap/microk8s/current/args';
const LIMIT = 1024 * 1024;

interface Part {
  component: string;
  flag: string;
  file: string;
  controlPlane: boolean;
}

/** Components by the flag that names the file with their arguments, and that file where the flag is not given. */
const PARTS: readonly Part[] = [
  { component: 'kube-apiserver', flag: 'apiserver-args-file', file: 'kube-apiserver', controlPlane: true },
  {
    component: 'kube-controller-manager',
    flag: 'controller-manager-args-file',
    file: 'kube-controller-manager',
    controlPlane: true,
  },
  { component: 'kube-scheduler', flag: 'scheduler-args-file', file: 'kube-scheduler', controlPlane: true },
  { component: 'kubelet', flag: 'kubelet-args-file', file: 'kubelet', controlPlane: false },
  { component: 'kube-proxy', flag: 'proxy-args-file', file: 'kube-proxy', controlPlane: false },
];

/** The components that MicroK8s' kubelite runs, with the words of their arguments files. */
export function insideKubelite(
  host: Host,
  candidate: Candidate,
  root: Reading<ProcessRoot>,
): readonly Inside[] {
  const environment = environmentOf(host, candidate);
  const version = snapVersion(host.files, candidate);
  const kubeletRoot = posix.join(
    environment.get('SNAP_COMMON') ?? '/var/snap/microk8s/common',
    'var/lib/kubelet',
  );
  return PARTS.filter(({ controlPlane }) => !controlPlane || startsControlPlane(candidate)).map((part) => ({
    component: part.component,
    program: 'kubelite',
    words: wordsFact(part, host, candidate, root, environment),
    version,
    kubeletRoot,
  }));
}

/** A worker has none: `microk8s join --worker` writes the flag. */
function startsControlPlane({ argv }: Candidate): boolean {
  return !/^(?:0|f|F|false|FALSE|False)$/.test(flagValue(argv, 'start-control-plane') ?? 'true');
}

/** The last value counts. */
function flagValue(argv: readonly string[], name: string): string | null {
  const at = argv.findLastIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  const word = argv[at];
  if (word === undefined) return null;
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : (argv[at + 1] ?? null);
}

function wordsFact(
  { flag, file }: Part,
  host: Host,
  candidate: Candidate,
  root: Reading<ProcessRoot>,
  environment: ReadonlyMap<string, string>,
): Fact<readonly SourcedWord[]> {
  const path = flagValue(candidate.argv, flag) ?? posix.join(ARGS, file);
  if (candidate.argvProblem !== null)
    return notReadable(processOrigin(candidate.pid, 'cmdline'), candidate.argvProblem);
  const content = andThen(root, ({ fs }) => contentOf(host, candidate, fs, path));
  const origin = fileOrigin(path);
  if (content.state === 'read')
    return present(argsFileWords(decodeBytes(content.value), path, environment), origin);
  return notReadable(origin, content.state === 'missing' ? `${path} is not there` : content.reason);
}

function contentOf(host: Host, { pid }: Candidate, fs: RootedFs, path: string): Reading<Buffer> {
  const change = changedSince(host, pid, fs, [path]);
  return change === null ? fs.read(path, LIMIT) : unreadable(change);
}

/** What snapd sets follows from where the program lies, so it is known where the environment is not. */
function environmentOf(host: Host, { pid, executable }: Candidate): ReadonlyMap<string, string> {
  const [snap, revision] = /^\/snap\/microk8s\/([^/]+)/.exec(executable ?? '') ?? ['', 'current'];
  const environment = new Map([
    ['SNAP', snap],
    ['SNAP_DATA', `/var/snap/microk8s/${revision}`],
    ['SNAP_COMMON', '/var/snap/microk8s/common'],
  ]);
  const words = readValue(host.proc.read(`${pid}/environ`));
  for (const word of (words === undefined ? [] : parseStrings(words)).reverse()) {
    const at = word.indexOf('=');
    if (at > 0) environment.set(word.slice(0, at), word.slice(at + 1));
  }
  return environment;
}

/** MicroK8s gives its snap the version of the Kubernetes in it. */
function snapVersion(fs: RootedFs, { executable }: Candidate): Fact<string> {
  const snap = /^\/snap\/microk8s\/[^/]+/.exec(executable ?? '')?.[0] ?? '/snap/microk8s/current';
  const path = `${snap}/meta/snap.yaml`;
  const text = readValue(fs.read(path, LIMIT))?.toString('utf8') ?? '';
  const version = /^version: ["']?v(\d+\.\d+\.\d+)["']?\s*$/m.exec(text)?.[1];
  return version === undefined ? absent(fileOrigin(path)) : present(version, fileOrigin(path));
}
