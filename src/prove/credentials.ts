import { X509Certificate } from 'node:crypto';
import { posix } from 'node:path';
import { apiServerSetting } from '../components/kube-apiserver/settings.ts';
import { judgedKubelet } from '../components/kubelet/judged.ts';
import { newestStarting } from '../components/subject.ts';
import type { Credential } from '../model/observation.ts';
import type { ProcessFacts, Snapshot } from '../model/snapshot.ts';
import { certificateBlocks } from '../util/pem.ts';
import { readInsideRoot } from './inside-root.ts';
import { pairOfKubeconfig } from './kubeconfig-pair.ts';
import type { Pair } from './pair.ts';
import { keyOf } from './public-key.ts';

/** What the kubeconfig or service account that the cluster is asked with holds; all in memory. */
export interface UserCredential {
  pair: Pair | null;
  /** Value of an Authorization header. */
  authorization: string | null;
  /** PEM of the authorities that its server is verified by; null: those of the system. */
  authority: string | null;
}

/** A credential as it is shown to a server. */
export interface Shown {
  pair: Pair | null;
  authorization: string | null;
}

/** A certificate with the key of the authority that issued it. */
export interface IssuedPair {
  pair: Pair;
  issuerKey: string;
}

export interface Credentials {
  /** The credential for one server, or why it is not used there. */
  get(credential: Credential, leaf: X509Certificate | null): Promise<Shown | string>;
  /** The node's name, by the certificate of its kubelet. */
  node(): Promise<string | null>;
  /** The kubelet's certificate, where its issuer is an authority that is known here. */
  kubelet(): Promise<IssuedPair | null>;
}

/**
 * Credentials that this node holds or the user has named. They are read when they are asked for, and only once.
 *
 * @param user a text: why there is none
 * @param proc where the procfs is that shows the processes
 */
export function credentialsOf(
  { processes }: Pick<Snapshot, 'processes'>,
  user: UserCredential | string,
  proc = '/proc',
): Credentials {
  const kubelet = once(() => kubeletPair(processes, proc));
  const apiserver = once(() => Promise.resolve(apiserverPair(processes, proc)));
  const authorities = once(() => Promise.resolve(clientAuthorities(processes, proc)));
  const judged = new Map<Pair, Promise<Shown | string>>();
  const judge = async (pair: Pair): Promise<Shown | string> => {
    const certificate = parse(pair.certificate)[0];
    if (certificate === undefined) return 'its certificate does not parse';
    const known = (await authorities()).some((one) => issued(certificate, one));
    return known
      ? { pair, authorization: null }
      : 'the certificate is from no authority that a component of this node trusts';
  };
  const trusted = (pair: Pair | string): Promise<Shown | string> => {
    if (typeof pair === 'string') return Promise.resolve(pair);
    const answer = judged.get(pair) ?? judge(pair);
    judged.set(pair, answer);
    return answer;
  };
  return {
    node: async () => nameOf(await kubelet()),
    kubelet: async () => {
      const pair = await kubelet();
      const certificate = typeof pair === 'string' ? undefined : parse(pair.certificate)[0];
      if (typeof pair === 'string' || certificate === undefined) return null;
      const issuer = (await authorities()).find((one) => issued(certificate, one));
      return issuer === undefined ? null : { pair, issuerKey: keyOf(issuer) };
    },
    get: async (credential, leaf) => {
      switch (credential) {
        case 'kubelet':
          return trusted(await kubelet());
        case 'apiserver-kubelet-client':
          return trusted(await apiserver());
        case 'user':
          return typeof user === 'string' ? user : userFor(user, leaf, trusted);
        case 'nobody':
        case 'throwaway':
        case 'etcd':
          return { pair: null, authorization: null };
      }
    },
  };
}

/** A token can be replayed by whoever gets it: only a server that the kubeconfig's own authority has signed may see it. */
async function userFor(
  user: UserCredential,
  leaf: X509Certificate | null,
  trusted: (pair: Pair | string) => Promise<Shown | string>,
): Promise<Shown | string> {
  if (user.pair !== null) return trusted(user.pair);
  if (user.authorization === null) return 'the kubeconfig holds no credential';
  const verified = leaf !== null && parse(user.authority ?? '').some((one) => issued(leaf, one));
  return verified
    ? { pair: null, authorization: user.authorization }
    : "a token is not sent to a server whose certificate is not from the kubeconfig's authority";
}

async function kubeletPair(processes: readonly ProcessFacts[], proc: string): Promise<Pair | string> {
  const process = processes.find(({ component }) => component === 'kubelet');
  if (process === undefined) return 'no kubelet runs here';
  const starting = newestStarting(judgedKubelet.judge(process, null).candidates);
  const path = starting?.setting('kubeconfig').value;
  if (typeof path !== 'string') return 'the kubelet has no kubeconfig';
  try {
    return await pairOfKubeconfig(`${proc}/${process.pid}/root`, path);
  } catch (error) {
    return `the kubelet's certificate could not be used: ${(error as Error).message}`;
  }
}

function apiserverPair(processes: readonly ProcessFacts[], proc: string): Pair | string {
  const process = processes.find(({ component }) => component === 'kube-apiserver');
  if (process === undefined) return 'no API server runs here';
  const path = (name: string) => apiServerSetting(process, name)?.value;
  const [certificate, key] = [path('kubelet-client-certificate'), path('kubelet-client-key')];
  if (typeof certificate !== 'string' || typeof key !== 'string')
    return 'the API server has no certificate for kubelets';
  if (!posix.isAbsolute(certificate) || !posix.isAbsolute(key)) return 'its path is not absolute';
  const root = `${proc}/${process.pid}/root`;
  try {
    return { certificate: readInsideRoot(root, certificate), key: readInsideRoot(root, key) };
  } catch (error) {
    return `the API server's certificate for kubelets could not be used: ${(error as Error).message}`;
  }
}

/** Authorities of client certificates that the kubelet and the API server of this node trust. */
function clientAuthorities(processes: readonly ProcessFacts[], proc: string): X509Certificate[] {
  return processes.flatMap((process) => {
    const path = clientCaOf(process);
    if (path === null) return [];
    try {
      return parse(readInsideRoot(`${proc}/${process.pid}/root`, path));
    } catch {
      return [];
    }
  });
}

function clientCaOf(process: ProcessFacts): string | null {
  const value =
    process.component === 'kube-apiserver'
      ? apiServerSetting(process, 'client-ca-file')?.value
      : process.component === 'kubelet'
        ? newestStarting(judgedKubelet.judge(process, null).candidates)?.setting('client-ca-file').value
        : null;
  return typeof value === 'string' && posix.isAbsolute(value) ? value : null;
}

function parse(pem: string): X509Certificate[] {
  return certificateBlocks(pem).flatMap((one) => {
    try {
      return [new X509Certificate(one)];
    } catch {
      return [];
    }
  });
}

function issued(certificate: X509Certificate, by: X509Certificate): boolean {
  return certificate.checkIssued(by) && certificate.verify(by.publicKey);
}

function nameOf(pair: Pair | string): string | null {
  if (typeof pair === 'string') return null;
  const subject = parse(pair.certificate)[0]?.subject ?? '';
  return /^CN=system:node:(.+)$/m.exec(subject)?.[1] ?? null;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
