import type { Cluster, User } from '@kubernetes/client-node/dist/config_types.js';
import { Unusable } from './access.ts';
import type { WrittenUser } from './kubeconfig-shape.ts';

/**
 * Refuses what kubectl refuses before it asks anybody; the Kubernetes client would choose between contradictions.
 * https://github.com/kubernetes/client-go/blob/v0.34.1/tools/clientcmd/validation.go
 * @param secure whether the server speaks TLS
 * @throws Unusable
 */
export function checkUsable(
  cluster: Cluster,
  user: User | null,
  written: WrittenUser,
  secure: boolean,
): void {
  const problem = [
    ...clusterProblems(cluster, secure),
    ...userProblems(user),
    ...writtenProblems(written),
  ].find(([is]) => is);
  if (problem !== undefined) throw new Unusable(problem[1]);
}

type Problem = readonly [is: boolean, text: string];

function clusterProblems({ caData, caFile, skipTLSVerify }: Cluster, secure: boolean): Problem[] {
  return [
    [bothOf(caData, caFile), 'its cluster has both certificate-authority and certificate-authority-data'],
    [
      secure && skipTLSVerify && oneOf(caData, caFile),
      'a certificate authority and insecure-skip-tls-verify exclude each other',
    ],
  ];
}

function userProblems(user: User | null): Problem[] {
  if (user === null || !oneOf(user.certData, user.certFile)) return [];
  const { certData, certFile, keyData, keyFile } = user;
  return [
    [bothOf(certData, certFile), 'its user has both client-certificate and client-certificate-data'],
    [bothOf(keyData, keyFile), 'its user has both client-key and client-key-data'],
    [!oneOf(keyData, keyFile), 'the client certificate has no key beside it'],
  ];
}

function writtenProblems(written: WrittenUser): Problem[] {
  const { as, 'as-uid': uid, 'as-groups': groups = [], 'as-user-extra': extra = {} } = written;
  const actsAsMore = oneOf(uid) || groups.length > 0 || Object.keys(extra).length > 0;
  const password = oneOf(written.username, written.password);
  return [
    [oneOf(written.token) && password, 'its user has both a token and a password'],
    [
      written.exec !== undefined && written['auth-provider'] !== undefined,
      'its user has both exec and an auth-provider',
    ],
    [actsAsMore && !oneOf(as), 'its user acts in groups or as a uid without a name (as)'],
  ];
}

function oneOf(...values: readonly (string | null | undefined)[]): boolean {
  return values.some(Boolean);
}

function bothOf(...values: readonly (string | null | undefined)[]): boolean {
  return values.every(Boolean);
}
