import type { Cluster } from '@kubernetes/client-node/dist/config_types.js';
import type { ClusterAccess } from '../../../model/cluster.ts';
import { type Access, type AccessOptions, type PreparedOptions, Unusable } from './access.ts';
import { actingAs } from './acting.ts';
import { type Asking, NOBODY } from './asking.ts';
import type { ConfiguredUser, Kubeconfig } from './kubeconfig.ts';
import { prepare } from './prepare.ts';
import { proxyFor } from './proxy.ts';
import { publicSide } from './trust.ts';
import { checkUsable } from './usable.ts';
import { askingAs } from './user.ts';

/**
 * What one context of a kubeconfig says about reaching its cluster, with kubectl's precedence.
 * https://github.com/kubernetes/client-go/blob/v0.34.1/tools/clientcmd/client_config.go
 *
 * @param where for people: the files that were read
 * @throws Unusable
 */
export async function accessOf(
  { config, users }: Kubeconfig,
  where: string,
  options: AccessOptions,
): Promise<Access> {
  const name = options.context ?? config.getCurrentContext();
  if (name === '') throw new Unusable(`${where} has no current context`);
  config.setCurrentContext(name);
  if (config.getContextObject(name) === null)
    throw new Unusable(`${where} has no context ${JSON.stringify(name)}`);
  const cluster = config.getCurrentCluster();
  if (cluster === null || cluster.server === '')
    throw new Unusable(`context ${name} of ${where} leads to no server`);
  const server = serverOf(cluster);
  const secure = server.protocol === 'https:';
  const user = config.getCurrentUser();
  const configured = users.get(user?.name ?? '') ?? UNKNOWN;
  checkUsable(cluster, user, configured.written, secure);
  const asking = secure ? await askingAs(user, configured, cluster, options) : OVER_PLAIN_HTTP;
  const source = `kubeconfig ${where}, context ${name}`;
  const acting = actingAs(configured.written, asking);
  return assembled(source, server, cluster, acting, options.environment);
}

const UNKNOWN: ConfiguredUser = { written: {}, directory: '' };

/** Over plain HTTP nobody's credentials are sent: client_config.go, "only try to read the auth information if we are secure". */
const OVER_PLAIN_HTTP: Asking = { ...NOBODY, notes: ['plain HTTP: no credentials were sent'] };

/**
 * An address without a scheme is plain HTTP, whatever certificates stand beside it: ClientConfig in client_config.go
 * looks at them only once the scheme is known.
 */
function serverOf(cluster: Cluster): URL {
  const text = cluster.server.includes('://') ? cluster.server : `http://${cluster.server}`;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Unusable('the server of the cluster is no http or https address');
  return new URL(url.pathname, url.origin);
}

async function assembled(
  source: string,
  server: URL,
  cluster: Cluster,
  asking: Asking,
  environment: AccessOptions['environment'],
): Promise<Access> {
  const { skipTLSVerify: insecure, proxyUrl: configured, ...rest } = cluster;
  const proxy = proxyFor(server, configured ?? '', environment);
  const options = await prepare(
    {
      ...rest,
      server: server.href,
      // The client refuses plain HTTP to whoever wants certificates verified.
      skipTLSVerify: insecure || server.protocol === 'http:',
      ...(proxy === null ? {} : { proxyUrl: proxy }),
    },
    asking,
  );
  const notes = [
    ...(insecure ? ["the server's certificate was not verified (insecure-skip-tls-verify)"] : []),
    ...(proxy === null ? [] : [`through the proxy ${new URL(proxy).host}`]),
    ...asking.notes,
  ];
  return {
    server,
    options,
    facts: { source, credentials: kindOf(options), ...publicSide(options.cert), notes },
  };
}

/** The certificate is asked first: x509 stands before tokens in the API server's chain of authenticators. */
function kindOf({ cert, headers }: PreparedOptions): ClusterAccess['credentials'] {
  if (cert !== undefined) return 'client-certificate';
  if (headers.Authorization === undefined) return 'none';
  return String(headers.Authorization).startsWith('Bearer ') ? 'token' : 'password';
}
