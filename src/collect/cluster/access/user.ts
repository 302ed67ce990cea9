import { posix } from 'node:path';
import type { Cluster, User } from '@kubernetes/client-node/dist/config_types.js';
import { type AccessOptions, Unusable } from './access.ts';
import { type Asking, NOBODY } from './asking.ts';
import { readIfThere } from './files.ts';
import type { ConfiguredUser } from './kubeconfig.ts';
import type { WrittenUser } from './kubeconfig-shape.ts';

/**
 * A user of a kubeconfig with kubectl's precedence among its credentials. The client would run a plugin even beside a
 * token, another program for an auth-provider, and would refresh tokens: it is shown only what leads to none of that.
 * @throws Unusable
 */
export async function askingAs(
  user: User | null,
  configured: ConfiguredUser,
  cluster: Cluster,
  options: AccessOptions,
): Promise<Asking> {
  if (user === null) return NOBODY;
  const plain = plainPart(user, configured);
  return plain === null ? otherwise(configured, cluster, options) : { ...NOBODY, user: plain };
}

/** Credentials that stand in the kubeconfig or in files which it names; null if none do. */
function plainPart(user: User, { written, directory }: ConfiguredUser): User | null {
  const { exec, authProvider, impersonateUser, token, ...plain } = user;
  const { keyData, keyFile, ...withoutKey } = plain;
  const paired = plain.certData || plain.certFile;
  const tokenFile = tokenFileOf(written, directory);
  if (!token && tokenFile === null && !paired && !plain.username) return null;
  const shown = { ...(paired ? plain : withoutKey), password: plain.password ?? '' };
  if (tokenFile !== null) return { ...shown, authProvider: { name: 'tokenFile', config: { tokenFile } } };
  return token ? { ...shown, token } : shown;
}

/** The file wins over the token beside it while it holds one: client-go's transport/token_source.go. */
function tokenFileOf({ tokenFile = '', token = '' }: WrittenUser, directory: string): string | null {
  if (tokenFile === '') return null;
  const path = posix.resolve(directory, tokenFile);
  const content = readIfThere(path)?.toString('utf8').trim() ?? '';
  if (content === '' && token === '') throw new Unusable(`${path} holds no token`);
  return content === '' ? null : path;
}

/** A plugin is asked only if nothing else is given, as kubectl has it. */
async function otherwise(
  { written, directory }: ConfiguredUser,
  cluster: Cluster,
  { allowExec }: AccessOptions,
): Promise<Asking> {
  const { exec, 'auth-provider': provider } = written;
  if (exec === undefined) return provider === undefined ? NOBODY : withStoredToken(provider);
  const { command = '' } = exec;
  if (!allowExec)
    throw new Unusable(
      `its user needs the program ${command} for credentials, which is run only with --allow-exec`,
    );
  const { pluginFor } = await import('./exec-plugin.ts');
  const plugin = await pluginFor(exec, directory, cluster);
  return { ...NOBODY, plugin, notes: [`credentials by ${command}`] };
}

/** Only a token that is there already: refreshing one would mean to ask another server. */
function withStoredToken({ name = '', config = {} }: NonNullable<WrittenUser['auth-provider']>): Asking {
  const token = config['id-token'] ?? '';
  if (name !== 'oidc' || token === '')
    throw new Unusable(`its user has the auth-provider ${name}, which kubetrue does not speak`);
  const notes = ['with the token that the auth-provider oidc had stored; it was not refreshed'];
  return { ...NOBODY, user: { name: 'oidc', token }, notes };
}
