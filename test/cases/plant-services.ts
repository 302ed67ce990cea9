import { startOfProcess } from '../../src/collect/embedded/systemd/of-process.ts';
import { readValue } from '../../src/machine/reading.ts';
import { RootedFs } from '../../src/machine/rooted/rooted-fs.ts';
import { valueIfPresent } from '../../src/model/fact.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { plantKubeadmFiles, type Source, write } from './plant-sources.ts';

const COMPONENTS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

/** Units of the administrator that would have started the control plane of a case, each word on a line of its own. */
export function plantServices(root: string, { processes }: Snapshot): readonly Source[] {
  plantKubeadmFiles(root);
  return processes.flatMap(({ pid, component, argv }): readonly Source[] => {
    const words = valueIfPresent(argv);
    if (words === undefined || !COMPONENTS.includes(component)) return [];
    const path = `/etc/systemd/system/${component}-${pid}.service`;
    write(root, path, unit(words));
    write(root, `/proc/${pid}/cgroup`, `0::/system.slice/${component}-${pid}.service\n`);
    return [{ pid, path, words: (at) => startedWith(at, pid) }];
  });
}

function unit(words: readonly string[]): string {
  const command = words
    .map((word) => (/[\s"'\\$%]/.test(word) ? JSON.stringify(word) : word))
    .join(' \\\n  ');
  return `[Unit]\nDescription=planted for a repair\n\n[Service]\n# word for word\nExecStart=${command}\nRestart=always\n`;
}

/** As the collector reads it, which knows nothing of edits. */
function startedWith(root: string, pid: number): readonly string[] {
  const fs = readValue(RootedFs.open(root, 'CAP_DAC_READ_SEARCH'));
  if (fs === undefined) throw new Error(`${root} cannot be opened`);
  const start = startOfProcess(fs, pid);
  fs.close();
  if (typeof start === 'string') throw new Error(start);
  return start.words.map(({ text }) => text);
}
