import { existsSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';

/*
 * Runs inside a node: creates ConfigMaps one after the other, as an administrator, at whichever API server takes them,
 * until a file is there. Writes a line for each that was acknowledged: its name, and when.
 * Arguments: the file, a kubeconfig, a namespace, addresses of API servers.
 */
const [, , stop = '', kubeconfig = '', namespace = '', ...servers] = process.argv;
const PAUSE_MS = 50;
const TIMEOUT_MS = 3_000;

const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8'));
const agent = new Agent({
  keepAlive: true,
  ca: Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64'),
  cert: Buffer.from(users[0].user['client-certificate-data'], 'base64'),
  key: Buffer.from(users[0].user['client-key-data'], 'base64'),
});

/** Whether the server says that it is stored. A write without an answer counts for nothing, whatever came of it. */
function create(server: string, name: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const url = `https://${server}:6443/api/v1/namespaces/${namespace}/configmaps`;
  const headers = { 'Content-Type': 'application/json' };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const call = request(url, { agent, method: 'POST', headers, signal }, (response) => {
    response.on('error', () => resolve(false));
    response.resume().on('end', () => resolve(response.statusCode === 201));
  });
  call.on('error', () => resolve(false));
  call.end(JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }));
  return promise;
}

for (let count = 0, at = 0; !existsSync(stop); count += 1) {
  const name = `write-${count}`;
  if (await create(servers[at] ?? '', name)) process.stdout.write(`${name} ${Date.now()}\n`);
  else at = (at + 1) % servers.length;
  await sleep(PAUSE_MS);
}
agent.destroy();
