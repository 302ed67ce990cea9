import type { SigningRequest, TokenSecret } from '../../model/cluster/rbac.ts';
import type { ClusterFacts } from '../../model/cluster.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { PropertyItem } from '../subject.ts';
import { apiServerSettings } from './api-servers.ts';
import { apiOrigin, type ClusterProperty, nameOf, needing, quoted } from './view.ts';

const CLIENT_SIGNERS = new Set(['kubernetes.io/kube-apiserver-client', 'kubernetes.io/legacy-unknown']);

/** Certificates for users that the cluster has issued and that are still good: nobody can take them back. */
export const clientCertificateUsers: ClusterProperty = needing(
  ['certificatesigningrequests', 'rolebindings', 'clusterrolebindings'],
  ({ facts, snapshot }) => {
    const users = facts.bindings.flatMap(({ subjects }) =>
      subjects
        .filter(({ kind, name }) => kind === 'User' && !name.startsWith('system:'))
        .map(({ name }) => name),
    );
    const named = [...new Set(users)].sort();
    const items = facts.signingRequests
      .filter((request) => isForPerson(request) && isValid(request, snapshot.at))
      .map((request) => personItem(request));
    return {
      state: 'items',
      items,
      virtue: () => '',
      none: {
        status: 'manual',
        reason: `No request that the API still keeps gave a person a certificate. Whether people use others (${named.length === 0 ? 'no binding names a user' : `bindings name ${named.slice(0, 5).join(', ')}`}) must be asked: see how each of them signs in.`,
      },
      evidence: [
        quoted('users in bindings', named, 'clusterrolebindings'),
        quoted('other ways to sign in', waysToSignIn(snapshot), 'kube-apiserver'),
      ],
    };
  },
);

/** How the API servers of this node can tell people without certificates of the cluster. */
function waysToSignIn(snapshot: Snapshot): string[] {
  const settings = apiServerSettings(snapshot, 'external-authentication');
  return [...new Set(settings.flatMap((one) => (Array.isArray(one?.value) ? one.value : [])))];
}

function isForPerson({ signer, subject, state }: SigningRequest): boolean {
  const name = subject?.commonName ?? '';
  return CLIENT_SIGNERS.has(signer) && state === 'approved' && !name.startsWith('system:');
}

/** Whether a certificate was issued that is still good. */
export function isValid({ notAfter }: SigningRequest, at: string): boolean {
  return notAfter !== null && Date.parse(notAfter) > Date.parse(at);
}

function personItem({ name, subject, notAfter, username }: SigningRequest): PropertyItem {
  const who = subject?.commonName ?? 'a subject that could not be read';
  return {
    label: `CertificateSigningRequest ${name}`,
    attributes: { person: 'yes' },
    origin: apiOrigin('certificatesigningrequests'),
    defects: {
      person: `${who} has a client certificate until ${notAfter} (CertificateSigningRequest ${name}, asked for by ${username}).`,
    },
  };
}

/** Tokens of service accounts that do not expire, kept in Secrets. Who copies one is that account for good. */
export const longLivedTokens: ClusterProperty = needing(
  ['secrets (service account tokens)'],
  ({ facts }) => ({
    state: 'items',
    items: facts.tokenSecrets
      .filter(({ invalidSince }) => invalidSince === null || !refusesMarked(facts))
      .map(tokenItem),
    virtue: () => '',
    none: {
      status: 'manual',
      reason:
        'No service account has a token that does not expire. Whether people use short-lived ones must be asked: the audit log shows tokens used from outside the cluster.',
    },
  }),
);

/**
 * Marks are looked at from 1.29 on; before, the label means nothing.
 * https://github.com/kubernetes/kubernetes/blob/v1.29.15/pkg/serviceaccount/legacy.go InvalidSinceLabelKey
 */
function refusesMarked({ version }: ClusterFacts): boolean {
  const [, minor] = /^v1\.(\d+)/.exec(valueIfPresent(version) ?? '') ?? [];
  return Number(minor ?? 0) >= 29;
}

function tokenItem({ namespace, name, account, lastUsed }: TokenSecret): PropertyItem {
  const label = nameOf('Secret', namespace, name);
  const used = lastUsed === null ? 'never noted as used' : `last used on ${lastUsed}`;
  return {
    label,
    attributes: { limited: 'no' },
    origin: apiOrigin('secrets'),
    defects: {
      limited: `${label} holds a token of account ${account ?? '?'} that does not expire (${used}).`,
    },
  };
}
