import { parse, stringify } from 'yaml';

interface Pod {
  spec: {
    containers: { command: string[]; volumeMounts: object[] }[];
    volumes: object[];
  };
}

/** The manifest of a static Pod with more flags, and with directories of the node at the same path inside. */
export function addToPod(text: string, flags: readonly string[], directories: readonly string[]): string {
  const pod = parse(text) as Pod;
  const [container] = pod.spec.containers;
  if (container === undefined) throw new Error('a Pod without a container');
  container.command.push(...flags);
  for (const [index, path] of directories.entries()) {
    const name = `added-${index}`;
    container.volumeMounts.push({ name, mountPath: path });
    pod.spec.volumes.push({ name, hostPath: { path, type: 'DirectoryOrCreate' } });
  }
  return stringify(pod);
}
