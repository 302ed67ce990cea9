import { posix } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { decodeGoYaml } from '../../config/go-yaml.ts';
import { Unusable } from './access.ts';
import { KUBECONFIG, type WrittenUser } from './kubeconfig-shape.ts';
import { type Shaped, shaped } from './shape.ts';

export interface Kubeconfig {
  config: KubeConfig;
  /** What users say besides what the client understands of it. */
  users: ReadonlyMap<string, ConfiguredUser>;
}

export interface ConfiguredUser {
  written: WrittenUser;
  /** Directory that the paths of this user start from. */
  directory: string;
}

type Written = Shaped<typeof KUBECONFIG>;

/**
 * One kubeconfig file, decoded as kubectl does (the client knows neither Go's YAML nor its types), then read by the
 * client.
 * @throws Unusable what kubectl would refuse
 */
export async function parseKubeconfig(bytes: Buffer, path: string): Promise<Kubeconfig> {
  const decoded = decodeGoYaml(bytes);
  if (decoded.state === 'broken') throw new Unusable(`${path}, line ${decoded.line}: ${decoded.problem}`);
  if (decoded.state === 'excessive') throw new Unusable(`${path}: ${decoded.reason}`);
  const written = shaped(decoded.value, KUBECONFIG, path);
  checkKind(written, path);
  checkNames(written, path);
  for (const { cluster = {} } of written.clusters ?? []) checkData(cluster);
  for (const { user = {} } of written.users ?? []) checkData(user);
  const directory = posix.dirname(posix.resolve(path));
  const config = await readByClient(written);
  config.makePathsAbsolute(directory);
  const users = (written.users ?? []).map(
    ({ name = '', user = {} }) => [name, { written: user, directory }] as const,
  );
  return { config, users: new Map(users) };
}

function checkKind({ kind, apiVersion }: Written, path: string): void {
  if ((kind || 'Config') !== 'Config' || (apiVersion || 'v1') !== 'v1')
    throw new Unusable(
      `${path} is no kubeconfig: it says that it is a ${kind || 'Config'} of ${apiVersion || 'v1'}`,
    );
}

/** A name may stand in a list once: client-go's tools/clientcmd/api/v1/conversion.go. The client takes the first. */
function checkNames(written: Written, path: string): void {
  for (const list of ['clusters', 'users', 'contexts'] as const) {
    const names = (written[list] ?? []).map(({ name = '' }) => name);
    const twice = names.find((name, index) => names.indexOf(name) < index);
    if (twice !== undefined) throw new Unusable(`${path}: ${list} has ${JSON.stringify(twice)} twice`);
  }
}

/** The client passes over what is not base64. */
function checkData(fields: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(fields)) {
    if (!key.endsWith('-data') || /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(String(value))) continue;
    const what = key.replace(/-data$/, '').replaceAll('-', ' ');
    throw new Unusable(`the ${what} in the kubeconfig is not valid base64`);
  }
}

/** The client drops a cluster without a server, and a context without a cluster; for kubectl their names are taken. */
async function readByClient(written: Written): Promise<KubeConfig> {
  const [{ KubeConfig }, { newClusters, newContexts, newUsers }] = await Promise.all([
    import('@kubernetes/client-node/dist/config.js'),
    import('@kubernetes/client-node/dist/config_types.js'),
  ]);
  const lenient = { onInvalidEntry: 'filter' } as const;
  const config = new KubeConfig();
  config.loadFromOptions({
    currentContext: written['current-context'] ?? '',
    users: newUsers(written.users, lenient),
    clusters: (written.clusters ?? []).map(
      (entry) => newClusters([entry], lenient)[0] ?? { name: entry.name, server: '' },
    ),
    contexts: (written.contexts ?? []).map(
      (entry) => newContexts([entry], lenient)[0] ?? { name: entry.name, cluster: '' },
    ),
  });
  return config;
}

/**
 * Several files as one: the first to name something decides about it, as a whole; the client refuses such files.
 * https://github.com/kubernetes/client-go/blob/v0.34.1/tools/clientcmd/loader.go Load
 */
export function mergeKubeconfigs([first, ...others]: readonly [Kubeconfig, ...Kubeconfig[]]): Kubeconfig {
  const { config } = first;
  for (const { config: other } of others) {
    other.clusters = other.clusters.filter(({ name }) => config.getCluster(name) === null);
    other.users = other.users.filter(({ name }) => config.getUser(name) === null);
    other.contexts = other.contexts.filter(({ name }) => config.getContextObject(name) === null);
    config.mergeConfig(other, config.getCurrentContext() !== '');
  }
  return { config, users: new Map([first, ...others].toReversed().flatMap(({ users }) => [...users])) };
}
