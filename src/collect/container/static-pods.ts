import { yamlValues } from '../../machine/document/yaml-values.ts';
import { readValue } from '../../machine/reading.ts';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';

const DIRECTORIES = ['/etc/kubernetes/manifests', '/var/lib/rancher/rke2/agent/pod-manifests'] as const;
const LIMIT = 1024 * 1024;
const MAX_FILES = 100;

/** A container of a static Pod manifest. It is what will run next, not necessarily what runs. */
export interface StaticContainer {
  manifest: string;
  image: string;
  /** Command and arguments. */
  words: readonly string[];
}

/**
 * Containers of static Pod manifests; broken manifests have none. The kubelet takes every file that does not begin
 * with a dot, whatever its ending: pkg/kubelet/config/file.go extractFromDir
 *
 * @returns reads those in directories where the kubelet looks, or single manifests; each file once
 */
export function readerOfManifests(
  fs: RootedFs,
): (directories?: readonly string[]) => Promise<StaticContainer[]> {
  const read = new Map<string, readonly StaticContainer[]>();
  return async (directories = DIRECTORIES) => {
    const manifests = directories.flatMap((directory) => manifestsIn(fs, directory));
    if (manifests.length === 0) return [];
    const parse = await yamlValues();
    return manifests.flatMap((path) => {
      const containers = read.get(path) ?? containersIn(fs, path, parse);
      read.set(path, containers);
      return containers;
    });
  };
}

function containersIn(fs: RootedFs, path: string, parse: (text: string) => unknown): StaticContainer[] {
  const content = readValue(fs.read(path, LIMIT));
  return content === undefined
    ? []
    : containersOf(
        path,
        attempt(() => parse(content.toString('utf8'))),
      );
}

function manifestsIn(fs: RootedFs, directory: string): string[] {
  const names = fs.list(directory);
  if (names.state !== 'read') return fs.stat(directory).state === 'read' ? [directory] : [];
  return names.value
    .filter((name) => !name.startsWith('.'))
    .sort()
    .slice(0, MAX_FILES)
    .map((name) => `${directory}/${name}`);
}

function attempt(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    return null;
  }
}

function containersOf(manifest: string, pod: unknown): StaticContainer[] {
  const containers = field(field(pod, 'spec'), 'containers');
  if (!Array.isArray(containers)) return [];
  return containers.flatMap((container) => {
    const image = field(container, 'image');
    const words = [...strings(field(container, 'command')), ...strings(field(container, 'args'))];
    return typeof image === 'string' ? [{ manifest, image, words }] : [];
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
