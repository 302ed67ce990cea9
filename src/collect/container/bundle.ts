import { readValue } from '../../machine/reading.ts';
import type { Host } from '../host.ts';

const LIMIT = 4 * 1024 * 1024;

/** Where container runtimes keep the OCI configuration a container was started with, seen from the host. */
const PLACES: readonly ((id: string) => string)[] = [
  (id) => `/run/containerd/io.containerd.runtime.v2.task/k8s.io/${id}/config.json`,
  (id) => `/run/containers/storage/overlay-containers/${id}/userdata/config.json`,
  (id) => `/var/lib/containers/storage/overlay-containers/${id}/userdata/config.json`,
  (id) => `/run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io/${id}/config.json`,
  (id) => `/run/k0s/containerd/io.containerd.runtime.v2.task/k8s.io/${id}/config.json`,
  (id) => `/var/snap/microk8s/common/run/containerd/io.containerd.runtime.v2.task/k8s.io/${id}/config.json`,
  (id) => `/run/containerd/io.containerd.runtime.v2.task/moby/${id}/config.json`,
];

/** https://github.com/containerd/containerd (pkg/cri/annotations) and https://github.com/cri-o/cri-o (pkg/annotations). */
const IMAGE_ANNOTATIONS = ['io.kubernetes.cri.image-name', 'io.kubernetes.cri-o.ImageName'] as const;

/** What a container was started with. */
export interface Bundle {
  path: string;
  /** `NAME=value` words. */
  environment: readonly string[];
  image: string | null;
}

/** The bundle of a container, null if no runtime we know keeps one that can be read. */
export function readBundle(host: Host, container: string | null): Bundle | null {
  if (container === null) return null;
  for (const place of PLACES) {
    const path = place(container);
    const content = readValue(host.files.read(path, LIMIT));
    const bundle = content === undefined ? null : parseBundle(path, content);
    if (bundle !== null) return bundle;
  }
  return null;
}

function parseBundle(path: string, content: Buffer): Bundle | null {
  const config = parseObject(content.toString('utf8'));
  if (config === null) return null;
  const environment = asObject(config.process)?.env;
  const annotations = asObject(config.annotations) ?? {};
  const image = IMAGE_ANNOTATIONS.map((name) => annotations[name]).find((value) => typeof value === 'string');
  return {
    path,
    environment: Array.isArray(environment) ? environment.filter((word) => typeof word === 'string') : [],
    image: image ?? null,
  };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? { ...value } : null;
}
