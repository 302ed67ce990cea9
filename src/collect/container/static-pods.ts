import { readValue } from '../reading.ts';
import type { RootedFs } from '../rooted/rooted-fs.ts';

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

/** Containers of the kubelet's static Pod manifests; broken manifests have none. */
export async function staticContainers(fs: RootedFs): Promise<StaticContainer[]> {
  const manifests = DIRECTORIES.flatMap((directory) =>
    (readValue(fs.list(directory)) ?? [])
      .filter((name) => /\.(ya?ml|json)$/.test(name) && !name.startsWith('.'))
      .sort()
      .slice(0, MAX_FILES)
      .map((name) => `${directory}/${name}`),
  );
  if (manifests.length === 0) return [];
  const { parse } = await import('yaml');
  return manifests.flatMap((path) => {
    const content = readValue(fs.read(path, LIMIT));
    return content === undefined
      ? []
      : containersOf(
          path,
          attempt(() => parse(content.toString('utf8'))),
        );
  });
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
