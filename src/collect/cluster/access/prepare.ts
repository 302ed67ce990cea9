import { Agent } from 'node:http';
import type { RequestOptions } from 'node:https';
import { checkServerIdentity, getCACertificates } from 'node:tls';
import type { Cluster } from '@kubernetes/client-node/dist/config_types.js';
import { LIMITS } from '../api/limits.ts';
import { type PreparedOptions, Unusable } from './access.ts';
import type { Asking } from './asking.ts';
import { troubleOf } from './files.ts';
import { checkTls } from './trust.ts';

/**
 * What each request to a cluster needs, prepared by the Kubernetes client: certificates, tokens, proxy.
 * @throws Unusable
 */
export async function prepare(cluster: Cluster, asking: Asking): Promise<PreparedOptions> {
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js');
  const config = new KubeConfig();
  config.loadFromClusterAndUser(cluster, asking.user);
  if (asking.plugin !== null) config.addAuthenticator(asking.plugin);
  const headers: Record<string, string> = {};
  const options: RequestOptions = { ...trustAsGo(cluster), timeout: LIMITS.silenceMs, headers };
  await config.applyToHTTPSOptions(options).catch((error: unknown) => {
    throw troubleOf(error);
  });
  checkTls(options);
  const { agent, auth } = options;
  if (!(agent instanceof Agent)) throw new Error('the Kubernetes client prepared no agent');
  const authorization = authorizationOf(headers.Authorization, auth);
  return { ...options, agent, headers: { ...headers, ...authorization, ...asking.headers } };
}

function trustAsGo(cluster: Cluster): RequestOptions {
  return {
    // Without an authority that of the system, not those that come with Node.
    ...(cluster.caData || cluster.caFile ? {} : { ca: getCACertificates('system') }),
    // An intermediate authority may be trusted as it is.
    allowPartialTrustChain: true,
    // Said in any case: NODE_TLS_REJECT_UNAUTHORIZED must not decide.
    rejectUnauthorized: true,
    ...(cluster.proxyUrl?.startsWith('socks') ? namedOverSocks(cluster) : {}),
  };
}

/**
 * As Node does it by itself elsewhere: socks-proxy-agent 10.1 lets it expect "localhost" of a server that has an
 * address for a name. A connection with a check of its own is used once.
 */
function namedOverSocks({ server, tlsServerName }: Cluster): RequestOptions {
  const name = tlsServerName || new URL(server).hostname.replace(/^\[|\]$/g, '');
  return { checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate) };
}

/** The client takes a token as it stands in a file, with the end of the line, and leaves a password to Node. */
function authorizationOf(
  bearer: string | undefined,
  password: RequestOptions['auth'],
): Record<string, string> {
  if (bearer === undefined)
    return password ? { Authorization: `Basic ${Buffer.from(password).toString('base64')}` } : {};
  const trimmed = bearer.trim();
  if (!/^Bearer [\x21-\x7e]+$/.test(trimmed))
    throw new Unusable('the token holds characters that no token has');
  return { Authorization: trimmed };
}
