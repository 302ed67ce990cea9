import { kubeApiserver } from '../../src/components/kube-apiserver/index.ts';
import { judgedKubeApiserver } from '../../src/components/kube-apiserver/judged.ts';
import type { Candidate, StartingCandidate } from '../../src/components/subject.ts';
import type { ProcessFacts } from '../../src/model/snapshot.ts';
import { factsOf, type GivenComponent } from './kubernetes-process.ts';

/** Flags without which no API server from 1.20 on starts. */
export const REQUIRED: readonly string[] = [
  '--etcd-servers=https://127.0.0.1:2379',
  '--service-account-issuer=https://kubernetes.default.svc',
  '--service-account-key-file=/etc/kubernetes/pki/sa.pub',
  '--service-account-signing-key-file=/etc/kubernetes/pki/sa.key',
];

export type GivenApiServer = Partial<GivenComponent> & {
  /** Words besides the required flags. */
  args?: readonly string[];
};

/** An API server with the required flags, version 1.34.1 unless another is given. */
export function apiServerFacts({ args = [], ...given }: GivenApiServer): ProcessFacts {
  return factsOf(kubeApiserver, {
    argv: ['kube-apiserver', ...REQUIRED, ...args],
    version: '1.34.1',
    ...given,
  });
}

/** As the one version reads it. */
export function apiServer(given: GivenApiServer): Candidate {
  const [only, ...more] = judgedKubeApiserver.judge(apiServerFacts(given), null).candidates;
  if (only === undefined || more.length > 0) throw new Error('not exactly one version is given');
  return only;
}

/** The same, for one that starts; throws why it does not. */
export function runningApiServer(given: GivenApiServer): StartingCandidate {
  const candidate = apiServer(given);
  if (candidate.outcome !== 'starts') throw new Error(candidate.because);
  return candidate;
}

const LAST_PATCHES: Readonly<Record<number, number>> = {
  18: 20,
  19: 16,
  20: 15,
  21: 14,
  22: 17,
  23: 17,
  24: 17,
  25: 16,
  26: 15,
  27: 16,
  28: 15,
  29: 15,
  30: 14,
  31: 13,
};

/** The flags without which that minor does not start, and more. */
export function atMinor(minor: number, ...args: string[]): GivenApiServer {
  return { version: `1.${minor}.${LAST_PATCHES[minor] ?? 0}`, args };
}

/** Why the server does not start; null when it does. */
export function refusalOf(given: GivenApiServer): string | null {
  const candidate = apiServer(given);
  return candidate.outcome === 'starts' ? null : candidate.because;
}
