import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { posix } from 'node:path';
import type { Authenticator } from '@kubernetes/client-node/dist/auth.js';
import type { Cluster, User } from '@kubernetes/client-node/dist/config_types.js';
import { rawOf, textOf } from '../raw.ts';
import { Unusable } from './access.ts';
import type { WrittenExec } from './kubeconfig-shape.ts';

const GROUP = 'client.authentication.k8s.io';
const LIMIT_MS = 60_000;

/** Hidden by the types of the client's ExecAuth: how it starts a program, and what that said. */
interface Inside {
  execFn: (command: string, args: readonly string[], options: SpawnOptions) => ChildProcess;
  getCredential(user: User): Promise<unknown>;
}

/**
 * Credentials by the plugin of a kubeconfig, which the Kubernetes client runs once, when it prepares requests.
 * https://github.com/kubernetes/client-go/blob/v0.34.1/plugin/pkg/client/auth/exec/exec.go
 * @param directory of the kubeconfig
 * @throws Unusable what client-go would not run, or not without a terminal
 */
export async function pluginFor(
  exec: WrittenExec,
  directory: string,
  cluster: Cluster,
): Promise<Authenticator> {
  const { command = '', apiVersion = '' } = exec;
  if (command === '' || !apiVersion.startsWith(`${GROUP}/`))
    throw new Unusable(`its user's exec section lacks a command, or an apiVersion of ${GROUP}`);
  if (exec.interactiveMode === 'Always')
    throw new Unusable(`the program ${command} for credentials wants to talk with a person`);
  const { ExecAuth } = await import('@kubernetes/client-node/dist/exec_auth.js');
  const client = new ExecAuth();
  const user = await userOf(exec, directory, cluster);
  return {
    isAuthProvider: () => true,
    applyAuthentication: async (_, options) => {
      checkCredential(await answerOf(client as unknown as Inside, user, command), apiVersion, command);
      await client.applyAuthentication(user, options);
    },
  };
}

/** A command with a slash starts at the kubeconfig's directory: tools/clientcmd/loader.go GetAuthInfoFileReferences. */
async function userOf(exec: WrittenExec, directory: string, cluster: Cluster): Promise<User> {
  const { command = '', args = [], env = [], apiVersion } = exec;
  const spec = {
    interactive: false,
    ...(exec.provideClusterInfo === true ? { cluster: await infoOf(cluster) } : {}),
  };
  const info = JSON.stringify({ kind: 'ExecCredential', apiVersion, spec });
  return {
    name: 'plugin',
    exec: {
      command: command.includes('/') ? posix.resolve(directory, command) : command,
      args,
      env: [...env, { name: 'KUBERNETES_EXEC_INFO', value: info }],
    },
  };
}

async function infoOf(cluster: Cluster): Promise<Record<string, unknown>> {
  const { bufferFromFileOrString } = await import('@kubernetes/client-node/dist/config.js');
  const authority = bufferFromFileOrString(cluster.caFile, cluster.caData);
  return {
    server: cluster.server,
    ...(cluster.tlsServerName ? { 'tls-server-name': cluster.tlsServerName } : {}),
    ...(cluster.skipTLSVerify ? { 'insecure-skip-tls-verify': true } : {}),
    ...(authority === null ? {} : { 'certificate-authority-data': authority.toString('base64') }),
    ...(cluster.proxyUrl ? { 'proxy-url': cluster.proxyUrl } : {}),
  };
}

/** The client says of a program that failed only what it wrote to stderr. */
async function answerOf(client: Inside, user: User, command: string): Promise<unknown> {
  let problem = 'did not answer with JSON';
  client.execFn = (...words) => {
    const child = startUnattended(...words);
    child.once('error', ({ code }: NodeJS.ErrnoException) => {
      problem = `could not be started (${code})`;
    });
    child.once('exit', (code, signal) => {
      if (code !== 0) problem = `ended with ${signal ?? `exit code ${code}`}`;
    });
    return child;
  };
  try {
    return await client.getCredential(user);
  } catch {
    throw new Unusable(`the program ${command} for credentials ${problem}`);
  }
}

/** With nobody to talk to, for a while only. What it says on stderr is for the person who allowed it. */
function startUnattended(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  child.stderr.pipe(process.stderr, { end: false });
  return child;
}

/** The client takes whatever the answer holds. */
function checkCredential(credential: unknown, version: string, command: string): void {
  const { apiVersion, status } = rawOf(credential);
  const problem = apiVersion === version ? problemOf(rawOf(status)) : `does not answer in ${version}`;
  if (problem !== null) throw new Unusable(`the program ${command} for credentials ${problem}`);
}

function problemOf(status: ReturnType<typeof rawOf>): string | null {
  const [token, certificate, key] = [status.token, status.clientCertificateData, status.clientKeyData].map(
    textOf,
  );
  if ((certificate === '') !== (key === '') || (token === '' && certificate === ''))
    return 'gave neither a token nor a certificate with its key';
  const expired = Date.parse(textOf(status.expirationTimestamp)) <= Date.now();
  return expired ? 'gave credentials that have expired' : null;
}
