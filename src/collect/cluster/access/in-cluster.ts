import { type Access, type AccessOptions, Unusable } from './access.ts';
import { NOBODY } from './asking.ts';
import { readIfThere } from './files.ts';
import { prepare } from './prepare.ts';

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * The service account of the Pod that the program runs in, null outside of one.
 * https://github.com/kubernetes/client-go/blob/v0.34.1/rest/config.go InClusterConfig
 * @param root where the client looks for the account's files
 * @throws Unusable
 */
export async function inClusterAccess(
  environment: AccessOptions['environment'],
  root = '',
): Promise<Access | null> {
  if (!environment.KUBERNETES_SERVICE_HOST || !environment.KUBERNETES_SERVICE_PORT) return null;
  const token = readIfThere(`${root}${TOKEN}`)?.toString('utf8').trim();
  if (token === undefined) return null;
  if (token === '') throw new Unusable(`${TOKEN} holds no token`);
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js');
  const config = new KubeConfig();
  config.loadFromCluster(root);
  const [cluster, user] = [config.getCurrentCluster(), config.getCurrentUser()];
  if (cluster === null || user === null) throw new Error('the Kubernetes client made nothing of the account');
  // Some ports mean plain HTTP to the client, never to client-go.
  const server = URL.parse(cluster.server.replace(/^http:/, 'https:'));
  if (server === null)
    throw new Unusable('KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT make no address');
  return {
    server,
    options: await prepare({ ...cluster, server: server.href }, { ...NOBODY, user }),
    facts: { source: 'service account of the Pod that kubetrue runs in', credentials: 'token', notes: [] },
  };
}
