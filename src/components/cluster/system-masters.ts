import type { SigningRequest } from '../../model/cluster/rbac.ts';
import type { ClusterFacts } from '../../model/cluster.ts';
import type { Settled } from '../settled.ts';
import type { PropertyItem } from '../subject.ts';
import { type Kubeconfig, kubeconfigsOf } from './kubeconfigs.ts';
import { isValid } from './people.ts';
import { isMastersGroup, MASTERS } from './rbac/bootstrap.ts';
import { apiOrigin, type ClusterProperty, count, listParameter, nameOf, needing, quoted } from './view.ts';

/** Whoever is in system:masters passes every authorizer, and nothing but a new CA takes that back. */
export const systemMasters: ClusterProperty = needing(
  ['rolebindings', 'clusterrolebindings', 'certificatesigningrequests'],
  (view) => {
    const { facts, snapshot, parameters } = view;
    const allowed = listParameter(parameters, 'break-glass-files');
    const kubeconfigs = kubeconfigsOf(view);
    const requests = facts.signingRequests
      .filter((request) => isValid(request, snapshot.at))
      .filter(isMasters);
    return {
      state: 'items',
      items: [...kubeconfigItems(kubeconfigs, allowed), ...requests.map(requestItem)],
      virtue: () =>
        `Nothing but ${allowed.join(', ')} is in ${MASTERS}, as far as this node and the API show.`,
      none: noneOf(kubeconfigs),
      evidence: [
        quoted(`bindings of ${MASTERS}`, bindingsOfMasters(facts), 'clusterrolebindings'),
        quoted('kubeconfigs looked at', count(kubeconfigs.length, 'file'), 'node'),
      ],
    };
  },
);

/** Requests are kept for an hour only, so that without an administrator's kubeconfig next to nothing was looked at. */
function noneOf(kubeconfigs: readonly Kubeconfig[]): Settled {
  if (kubeconfigs.some(({ administrators }) => administrators))
    return {
      status: 'pass',
      reason: `No kubeconfig on this node and no certificate that the API shows is in ${MASTERS}.`,
    };
  return {
    status: 'manual',
    reason: `No certificate that the API shows is in ${MASTERS}, and this machine has no administrator's kubeconfig to look at: see those on the control plane nodes and those that people have.`,
  };
}

function isMasters({ subject }: SigningRequest): boolean {
  return subject?.organizations.includes(MASTERS) === true;
}

function requestItem({ name, subject, notAfter }: SigningRequest): PropertyItem {
  return {
    label: `CertificateSigningRequest ${name}`,
    attributes: { allowed: 'no' },
    origin: apiOrigin('certificatesigningrequests'),
    defects: {
      allowed: `${subject?.commonName} has a certificate in ${MASTERS} until ${notAfter} (CertificateSigningRequest ${name}).`,
    },
  };
}

function kubeconfigItems(kubeconfigs: readonly Kubeconfig[], allowed: readonly string[]): PropertyItem[] {
  return kubeconfigs
    .filter(({ organizations, hidden }) => hidden !== undefined || organizations.includes(MASTERS))
    .filter(({ path, hidden }) => hidden === undefined || !allowed.includes(path))
    .map((one) => kubeconfigItem(one, allowed.includes(one.path)));
}

function kubeconfigItem({ path, hidden }: Kubeconfig, isAllowed: boolean): PropertyItem {
  return {
    label: path,
    attributes: { allowed: isAllowed ? 'yes' : 'no' },
    origin: { kind: 'filesystem', path },
    defects: { allowed: `${path} holds a client certificate in ${MASTERS}.` },
    ...(hidden === undefined ? {} : { unknown: { allowed: `${path} could not be looked at: ${hidden}.` } }),
    ...(isAllowed ? { note: 'Kept for emergencies, by the parameter break-glass-files.' } : {}),
  };
}

function bindingsOfMasters({ bindings }: ClusterFacts): string[] {
  return bindings
    .filter(({ subjects }) => subjects.some(isMastersGroup))
    .map(({ kind, namespace, name }) => nameOf(kind, namespace, name));
}
