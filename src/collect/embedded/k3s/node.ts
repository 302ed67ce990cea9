import { posix } from 'node:path';
import type { Datastore } from './datastore.ts';
import type { Release } from './release.ts';
import type { K3sSettings, Sourced } from './settings.ts';

/** A K3s that runs, as far as the arguments of its components depend on it. */
export interface K3sNode {
  role: 'server' | 'agent';
  release: Release;
  settings: K3sSettings;
  /** `/var/lib/rancher/k3s` by default. */
  dataDirectory: string;
  /** Name of the host; null when it is not known. */
  hostname: string | null;
  datastore: Datastore;
}

/** A path below the directory of the server's own files. */
export function serverPath({ dataDirectory }: Pick<K3sNode, 'dataDirectory'>, path: string): string {
  return posix.join(dataDirectory, 'server', path);
}

/** A path below the directory of the node agent's files. */
export function agentPath({ dataDirectory }: Pick<K3sNode, 'dataDirectory'>, path: string): string {
  return posix.join(dataDirectory, 'agent', path);
}

/**
 * Loopback in the family of the services' addresses: those that are set, else those that follow from the node's.
 * Where nothing says so it is taken for IPv4.
 */
export function loopback({ settings }: Pick<K3sNode, 'settings'>): string {
  const [first] = [...settings.list('service-cidr'), ...settings.list('node-ip')];
  return first?.value.split(',')[0]?.includes(':') ? '::1' : '127.0.0.1';
}

/**
 * The name of the node where a setting gives it or the host's is known, in lower case.
 * https://github.com/k3s-io/k3s/blob/release-1.34/pkg/util/net.go GetHostnameAndIPs
 */
export function nodeName({ settings, hostname }: K3sNode): Sourced | string | null {
  // An id of its own, made at the first start, is appended.
  if (settings.isOn('with-node-id')) return null;
  const named = settings.text('node-name');
  if (named !== null) return { ...named, value: named.value.toLowerCase() };
  return hostname?.toLowerCase() ?? null;
}
