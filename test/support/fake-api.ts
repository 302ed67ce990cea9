import { readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from '../../src/cli/demo/cluster-directory.ts';
import { type Authority, createAuthority, issue } from '../../src/cli/demo/pki.ts';

/** Of the user of the kubeconfig. */
export const TOKEN = 'secret-token';

/** Answers a request for one path, given without its query, or leaves it (false) to what follows. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => boolean | undefined;

export interface FakeApi {
  port: number;
  /** JSON; of a user with that token. */
  kubeconfig: string;
  /** Paths with their queries, in order. */
  requests: string[];
  headers: IncomingMessage['headers'][];
  /** How many there have been. */
  connections: () => number;
}

export interface FakeOptions {
  /** Authority that the kubeconfig trusts; default: the one of the server. */
  trusted?: Authority;
  /** Names of the server's certificate. */
  names?: readonly string[];
}

/**
 * A server that answers as an empty Kubernetes does, except where a test has it do what a real one cannot be made
 * to: half an answer, none, or an accident. It ends with the test.
 */
export async function fakeApi(
  answers: Readonly<Record<string, Answer>> = {},
  { trusted, names = ['127.0.0.1'] }: FakeOptions = {},
): Promise<FakeApi> {
  const authority = await createAuthority('fake-ca');
  const { certificate, key } = await issue(authority, { commonName: 'fake', names });
  const requests: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer({ cert: certificate, key }, (request, response) => {
    requests.push(request.url ?? '');
    headers.push(request.headers);
    const path = (request.url ?? '').replace(/\?.*/, '');
    if (answers[path]?.(request, response) !== true && !response.headersSent) answerEmpty(path, response);
  });
  let connections = 0;
  server.on('secureConnection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { path: directory, remove } = temporaryDirectory('kubetrue-fake-api-');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await remove();
  });
  const { port } = server.address() as AddressInfo;
  const kubeconfig = join(directory, 'config');
  await writeFile(kubeconfig, JSON.stringify(kubeconfigOf(port, (trusted ?? authority).certificate)));
  return { port, kubeconfig, requests, headers, connections: () => connections };
}

/** Changes the cluster of a kubeconfig, or its user. */
export function changeCluster(kubeconfig: string, changes: object): Promise<void> {
  return change(kubeconfig, ({ clusters: [{ cluster }] }) => Object.assign(cluster, changes));
}

export function replaceUser(kubeconfig: string, user: object): Promise<void> {
  return change(kubeconfig, ({ users: [one] }) => Object.assign(one, { user }));
}

async function change(kubeconfig: string, how: (config: Kubeconfig) => void): Promise<void> {
  const config: Kubeconfig = JSON.parse(await readFile(kubeconfig, 'utf8'));
  how(config);
  await writeFile(kubeconfig, JSON.stringify(config));
}

interface Kubeconfig {
  'current-context': string;
  contexts: [{ name: string; context: { cluster: string; user: string } }];
  clusters: [{ name: string; cluster: object }];
  users: [{ name: string; user: object }];
}

function kubeconfigOf(port: number, authority: string): Kubeconfig {
  const data = Buffer.from(authority).toString('base64');
  return {
    'current-context': 'fake',
    contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'fake' } }],
    clusters: [
      { name: 'fake', cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority-data': data } },
    ],
    users: [{ name: 'fake', user: { token: TOKEN } }],
  };
}

function answerEmpty(path: string, response: ServerResponse): void {
  if (path === '/version') sendJson(response, 200, { gitVersion: 'v1.34.1' });
  else sendJson(response, 200, { kind: 'ThingList', metadata: {}, items: [] });
}

export function sendJson(response: ServerResponse, status: number, body: object): true {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  return true;
}

/** As the API server says no. */
export function sendStatus(response: ServerResponse, status: number, message: string): true {
  return sendJson(response, status, { kind: 'Status', status: 'Failure', message, code: status });
}
