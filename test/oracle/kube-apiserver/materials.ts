import { generateKeyPairSync } from 'node:crypto';
import { createAuthority, issue } from '../../../src/cli/demo/pki.ts';

/** Files that every launch finds in its directory. */
export type Materials = Readonly<Record<string, string>>;

/** A kubeconfig for a webhook that nobody is. */
const KUBECONFIG = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
users: [{name: u, user: {token: of-nobody}}]
contexts: [{name: c, context: {cluster: c, user: u}}]
current-context: c
`;

export async function createMaterials(): Promise<Materials> {
  const [cluster, proxy] = [await createAuthority('cluster'), await createAuthority('front-proxy')];
  const serving = await issue(cluster, { commonName: 'kube-apiserver', names: ['127.0.0.1'] });
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    'ca.crt': cluster.certificate,
    'proxy-ca.crt': proxy.certificate,
    'tls.crt': serving.certificate,
    'tls.key': serving.key,
    'sa.key': pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    'sa.pub': pair.publicKey.export({ type: 'spki', format: 'pem' }),
    'abac.jsonl': '',
    'tokens.csv': 'of-nobody,nobody,1\n',
    kubeconfig: KUBECONFIG,
  } as Materials;
}
