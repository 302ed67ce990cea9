import { posix } from 'node:path';
import { KubetrueError } from '../../../model/errors.ts';
import { type Access, type AccessOptions, type AccessResult, Unusable } from './access.ts';
import { accessOf } from './context.ts';
import { readIfThere } from './files.ts';
import { inClusterAccess } from './in-cluster.ts';
import { type Kubeconfig, mergeKubeconfigs, parseKubeconfig } from './kubeconfig.ts';

/** Where installers leave the administrator's kubeconfig on a control-plane node. Looked at last, and never written. */
const ADMINISTRATORS: readonly string[] = [
  '/etc/kubernetes/admin.conf',
  '/etc/rancher/k3s/k3s.yaml',
  '/etc/rancher/rke2/rke2.yaml',
  '/var/snap/microk8s/current/credentials/client.config',
  '/var/lib/k0s/pki/admin.conf',
];

/**
 * How the cluster may be asked: --kubeconfig, else KUBECONFIG, else ~/.kube/config, else the service account of the
 * Pod, else an administrator's kubeconfig of this node.
 * @throws KubetrueError KT_KUBECONFIG a mistake in what the command line names
 */
export async function findAccess(
  options: AccessOptions,
  administrators: readonly string[] = ADMINISTRATORS,
): Promise<AccessResult> {
  try {
    const access = await firstOf(options, administrators);
    return access === null ? nothing(options, administrators) : { state: 'usable', access };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { state: 'unusable', reason: error.message };
  }
}

async function firstOf(options: AccessOptions, administrators: readonly string[]): Promise<Access | null> {
  if (options.kubeconfig !== null) return explicit(options.kubeconfig, options);
  const config = (await fromEnvironment(options.environment)) ?? (await fromHome(options.environment));
  if (config !== null) return chosen(config, options);
  const account = options.context === null ? await inClusterAccess(options.environment) : null;
  if (account !== null) return account;
  for (const path of administrators) {
    const found = await load([path], readable);
    if (found !== null) return chosen(found, options);
  }
  return null;
}

interface Loaded {
  kubeconfig: Kubeconfig;
  where: string;
}

/** What is wrong with a file that the user named is the user's to mend, except credentials that would run a program. */
async function explicit(path: string, options: AccessOptions): Promise<Access> {
  const loaded = await mistaken(path, () => load([path], readIfThere));
  if (loaded === null) {
    const message = readIfThere(path) === null ? 'no such file' : 'the kubeconfig is empty';
    throw new KubetrueError('KT_KUBECONFIG', { message, file: path });
  }
  return chosen(loaded, options);
}

async function mistaken<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    throw new KubetrueError('KT_KUBECONFIG', { message: error.message, file }, { cause: error });
  }
}

function chosen({ kubeconfig, where }: Loaded, options: AccessOptions): Promise<Access> {
  const { context } = options;
  const { config } = kubeconfig;
  if (context !== null && config.getContextObject(context) === null) {
    const names = config
      .getContexts()
      .map(({ name }) => name)
      .sort()
      .join(', ');
    throw new KubetrueError('KT_KUBECONFIG', {
      message: `There is no context ${JSON.stringify(context)}.`,
      file: where,
      hint: names === '' ? 'it holds no context at all' : `contexts: ${names}`,
    });
  }
  return accessOf(kubeconfig, where, options);
}

/** @throws Unusable none of the files that the variable names is there */
async function fromEnvironment({ KUBECONFIG }: AccessOptions['environment']): Promise<Loaded | null> {
  const paths = [...new Set((KUBECONFIG ?? '').split(posix.delimiter))].filter((path) => path !== '');
  if (paths.length === 0) return null;
  if (paths.every((path) => readIfThere(path) === null))
    throw new Unusable(`KUBECONFIG names ${paths.join(' and ')}, which is not there`);
  return load(paths, readIfThere);
}

async function fromHome({ HOME }: AccessOptions['environment']): Promise<Loaded | null> {
  return HOME === undefined || HOME === '' ? null : load([posix.join(HOME, '.kube', 'config')], readIfThere);
}

/** Null: none is there, or they say nothing at all, which kubectl takes for the same. */
async function load(paths: readonly string[], read: (path: string) => Buffer | null): Promise<Loaded | null> {
  const found = paths.flatMap((path) => {
    const bytes = read(path);
    return bytes === null ? [] : [{ path, bytes }];
  });
  const [first, ...others] = await Promise.all(found.map(({ path, bytes }) => parseKubeconfig(bytes, path)));
  if (first === undefined) return null;
  const kubeconfig = mergeKubeconfigs([first, ...others]);
  const { currentContext, contexts, clusters } = kubeconfig.config;
  const empty = currentContext === '' && contexts.length === 0 && clusters.length === 0;
  return empty ? null : { kubeconfig, where: found.map(({ path }) => path).join(' and ') };
}

/** Somebody else's file, such as root's, is no trouble: nobody named it. */
function readable(path: string): Buffer | null {
  try {
    return readIfThere(path);
  } catch (error) {
    if (error instanceof Unusable) return null;
    throw error;
  }
}

function nothing({ context }: AccessOptions, administrators: readonly string[]): AccessResult {
  if (context !== null)
    throw new KubetrueError('KT_KUBECONFIG', {
      message: `There is no kubeconfig that could hold the context ${context}.`,
    });
  const others = administrators.filter((path) => isThere(path));
  const remedy = others.length === 0 ? '' : `; ${others.join(' and ')} may not be read by this user`;
  return {
    state: 'absent',
    reason: `there is no kubeconfig (--kubeconfig, KUBECONFIG, ~/.kube/config) and no service account of a Pod${remedy}`,
  };
}

function isThere(path: string): boolean {
  try {
    return readIfThere(path) !== null;
  } catch (error) {
    return error instanceof Unusable;
  }
}
