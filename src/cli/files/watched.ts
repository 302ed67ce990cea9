import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { collect } from '../../collect/index.ts';
import { judgedKubelet } from '../../components/kubelet/judged.ts';
import { newestStarting } from '../../components/subject.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { VERSION } from '../version.ts';

/** Directories that a kubelet watches by habit; none need run for a file in them to be left alone. */
const BY_HABIT = ['/etc/kubernetes/manifests', '/var/lib/rancher/rke2/agent/pod-manifests'];

/** What kubelets of this machine read: a change there takes effect by itself, and `fix plan` is for that. */
export interface Watched {
  directories: ReadonlySet<string>;
  files: ReadonlySet<string>;
}

/** Looks at the kubelets that run here, as a scan does. */
export async function watchedHere(): Promise<Watched> {
  const { processes } = await collect({
    root: null,
    now: () => new Date(),
    toolVersion: VERSION,
    progress: () => {},
  });
  return watchedBy(processes);
}

export function watchedBy(processes: readonly ProcessFacts[]): Watched {
  const kubelets = processes.filter(({ component }) => component === 'kubelet');
  return {
    directories: new Set([...BY_HABIT, ...kubelets.flatMap(manifestDirectories)].map(real)),
    files: new Set(kubelets.flatMap(configurationFiles).map(real)),
  };
}

function manifestDirectories(process: ProcessFacts): string[] {
  const starting = newestStarting(judgedKubelet.judge(process, null).candidates);
  const path = starting?.setting('pod-manifest-path').value;
  if (typeof path !== 'string') return [];
  return [path, valueIfPresent(process.files[path])?.hostPath ?? path];
}

function configurationFiles({ files }: ProcessFacts): string[] {
  return Object.values(files).flatMap((fact) => {
    const file = valueIfPresent(fact);
    return file === undefined || valueIfPresent(file.content)?.kind !== 'config'
      ? []
      : [file.hostPath ?? file.path];
  });
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Why a file must not be repaired as one that nothing runs yet; null when it may. */
export function runsAlready(path: string, { directories, files }: Watched): string | null {
  const place = real(path);
  if (directories.has(dirname(place)) || directories.has(place))
    return `a kubelet starts what lies in ${dirname(place)} as soon as it changes`;
  return files.has(place) ? 'a kubelet that runs here reads it' : null;
}
