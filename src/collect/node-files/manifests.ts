import { posix } from 'node:path';
import { pathsOf } from '../../components/files/named-paths.ts';
import type { Manifest } from '../../components/files/place.ts';
import { REFUSED, read, readValue } from '../../machine/reading.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { startedProgram } from '../container/started-program.ts';
import type { Host } from '../host.ts';

/** Where installers let the kubelet look, for nodes whose kubelet cannot be asked. */
const HABITS: Readonly<Record<string, string>> = {
  rke2: '/var/lib/rancher/rke2/agent/pod-manifests',
};
const USUAL = '/etc/kubernetes/manifests';

/** kOps has etcd started by a program in the same container. */
const STARTERS: Readonly<Record<string, string>> = { 'etcd-manager': 'etcd' };
const SOUGHT = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd',
  ...Object.keys(STARTERS),
];

/** Static Pod manifests of this node by the program they start, and the directories they lie in. */
export async function manifestsOn(
  host: Host,
  processes: readonly ProcessFacts[],
  distribution: string,
): Promise<{ manifests: Manifest[]; directories: string[]; problem: string | null }> {
  const configured = processes.filter(({ component }) => component === 'kubelet').flatMap(directoryOf);
  const directories = configured.length > 0 ? configured : [HABITS[distribution] ?? USUAL];
  const containers = await host.staticContainers(directories);
  const manifests = containers.map(({ manifest, words }) => ({
    path: manifest,
    program: componentOf(startedProgram(words, SOUGHT)),
  }));
  return { manifests, directories, problem: problemOf(host, directories) };
}

function componentOf(program: string): string {
  return STARTERS[program] ?? program;
}

/** Why one of the directories could not be looked through. A capture without it does not say that there is none. */
function problemOf(host: Host, directories: readonly string[]): string | null {
  for (const directory of directories) {
    const entries = host.files.list(directory);
    if (entries.state === 'unreadable' && entries.reason !== 'not a directory')
      return `${directory}: ${entries.reason}.`;
    if (entries.state === 'missing' && host.source === 'captured')
      return `${directory} is not part of the capture.`;
    const closed = unreadableIn(host, directory, readValue(entries) ?? []);
    if (closed !== null) return closed;
  }
  return null;
}

/** The first manifest that may not be read: nobody knows what it starts. */
function unreadableIn(host: Host, directory: string, names: readonly string[]): string | null {
  for (const name of names.filter((one) => !one.startsWith('.')).sort()) {
    const path = posix.join(directory, name);
    const content = host.files.withFile(path, () => read(null));
    if (content.state === 'unreadable' && content.reason.startsWith(REFUSED))
      return `${path}: ${content.reason}.`;
  }
  return null;
}

/** One file may stand for the directory. */
function directoryOf(kubelet: ProcessFacts): string[] {
  return pathsOf(kubelet, ['pod-manifest-path']).flatMap((one) => {
    if ('unknown' in one) return [];
    const base = valueIfPresent(kubelet.workingDirectory) ?? '/';
    return [posix.resolve(base, one.path)];
  });
}
