import { type Authority, createAuthority, issue } from '../../../src/cli/demo/pki.ts';

/** Files that every launch finds in its directory. */
export interface Materials {
  authority: Authority;
  files: Readonly<Record<string, string>>;
}

/** A kubeconfig for an API server that nobody is: enough to be no standalone kubelet. */
const KUBECONFIG = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
users: [{name: u, user: {token: of-nobody}}]
contexts: [{name: c, context: {cluster: c, user: u}}]
current-context: c
`;

/** The subject of the certificate in tls.crt. */
export const CONFIGURED_NAME = 'configured';

export async function createMaterials(): Promise<Materials> {
  const authority = await createAuthority('clients');
  const serving = await issue(authority, { commonName: CONFIGURED_NAME, names: ['127.0.0.1'] });
  return {
    authority,
    files: {
      'ca.crt': authority.certificate,
      'kubelet.d/ca.crt': authority.certificate,
      kubeconfig: KUBECONFIG,
      'tls.crt': serving.certificate,
      'tls.key': serving.key,
    },
  };
}
