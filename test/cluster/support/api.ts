import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { json } from 'node:stream/consumers';
import { parse } from 'yaml';

/** A few calls of the Kubernetes API as the user of a kubeconfig, made with nothing of the program under test. */
export interface Api {
  create(path: string, object: object): Promise<Created>;
  close(): void;
}

export interface Created {
  metadata: { name: string; namespace?: string; uid: string };
}

const CONNECTIONS = 8;

export async function openApi(kubeconfig: string): Promise<Api> {
  const { clusters, users }: Kubeconfig = parse(await readFile(kubeconfig, 'utf8'));
  const [cluster, user] = [clusters[0]?.cluster, users[0]?.user];
  if (cluster === undefined || user === undefined) throw new Error(`${kubeconfig} has no cluster or user`);
  const agent = new Agent({
    keepAlive: true,
    maxSockets: CONNECTIONS,
    ca: Buffer.from(cluster['certificate-authority-data'], 'base64'),
    cert: Buffer.from(user['client-certificate-data'], 'base64'),
    key: Buffer.from(user['client-key-data'], 'base64'),
  });
  return {
    create: (path, object) => post(new URL(path, cluster.server), agent, object),
    close: () => agent.destroy(),
  };
}

interface Kubeconfig {
  clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
  users: { user: { 'client-certificate-data': string; 'client-key-data': string } }[];
}

function post(url: URL, agent: Agent, object: object): Promise<Created> {
  const { promise, resolve, reject } = Promise.withResolvers<Created>();
  const headers = { 'Content-Type': 'application/json' };
  const call = request(url, { agent, method: 'POST', headers }, (response) => {
    json(response).then((answer) => {
      if (response.statusCode === 201) resolve(answer as Created);
      else reject(new Error(`POST ${url.pathname}: ${JSON.stringify(answer)}`));
    }, reject);
  });
  call.on('error', reject);
  call.end(JSON.stringify(object));
  return promise;
}
