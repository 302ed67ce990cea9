import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { hostOf, runningOf } from '../processes.ts';
import { AROUND } from './inside.ts';
import { flagIn } from './words.ts';

/** The client certificate, or the token, with which this node itself speaks to its API server. */
export type NodeCredentials = { authority: string } & (
  | { certificate: string; key: string }
  | { token: string }
);

/**
 * Those of the kubelet, else of the administrator on a control plane that has none; why there are none, in words.
 * They are read anew each time: the kubelet replaces its certificate.
 */
export function nodeCredentials(): NodeCredentials | string {
  const [kubelet] = runningOf('kubelet');
  const given = kubelet === undefined ? null : flagIn(kubelet.arguments, 'kubeconfig');
  const path = given ?? AROUND[hostOf() ?? '']?.kubeconfig ?? '/etc/kubernetes/admin.conf';
  try {
    return fromKubeconfig(path, parse(readFileSync(path, 'utf8')));
  } catch (error) {
    return `${path} cannot be used: ${(error as Error).message}`;
  }
}

function fromKubeconfig(path: string, config: unknown): NodeCredentials | string {
  const context = named(config, 'contexts', 'context', text(config, 'current-context'));
  const cluster = named(config, 'clusters', 'cluster', text(context, 'cluster'));
  const user = named(config, 'users', 'user', text(context, 'user'));
  const authority = material(path, cluster, 'certificate-authority');
  const certificate = material(path, user, 'client-certificate');
  const key = material(path, user, 'client-key');
  const token = text(user, 'token');
  if (authority !== null && certificate !== null && key !== null) return { authority, certificate, key };
  if (authority !== null && token !== null) return { authority, token };
  return `${path} has neither a client certificate nor a token, or no CA to know the API server by`;
}

function named(config: unknown, list: string, member: string, name: string | null): unknown {
  const items: unknown = field(config, list);
  const found = Array.isArray(items) ? items.find((one) => text(one, 'name') === name) : undefined;
  return field(found, member);
}

/** Inside the kubeconfig (`-data`), or in a file that it names. */
function material(path: string, owner: unknown, name: string): string | null {
  const data = text(owner, `${name}-data`);
  if (data !== null) return Buffer.from(data, 'base64').toString('utf8');
  const file = text(owner, name);
  return file === null ? null : readFileSync(resolve(dirname(path), file), 'utf8');
}

function field(owner: unknown, name: string): unknown {
  return typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : undefined;
}

function text(owner: unknown, name: string): string | null {
  const value = field(owner, name);
  return typeof value === 'string' && value !== '' ? value : null;
}
