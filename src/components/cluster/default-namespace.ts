import type { ClusterFacts } from '../../model/cluster.ts';
import type { PropertyItem } from '../subject.ts';
import { type ClusterProperty, nameOf, needing, objectOrigin } from './view.ts';
import { WORKLOAD_KINDS } from './workloads/judged-workloads.ts';

/** Objects that a fresh cluster has in the namespace default. */
const ITS_OWN: readonly RegExp[] = [
  /^Service kubernetes$/,
  /^ServiceAccount default$/,
  /^ConfigMap (?:kube-root-ca\.crt|openshift-service-ca\.crt)$/,
];

/**
 * What lies in the namespace default that Kubernetes did not put there. A NetworkPolicy closes the namespace, as
 * another rule asks, and is no use of it.
 */
export const defaultNamespace: ClusterProperty = needing(
  [
    ...WORKLOAD_KINDS,
    'services',
    'serviceaccounts',
    'roles',
    'rolebindings',
    'ingresses',
    'configmaps (default)',
    'secrets (default)',
    'persistentvolumeclaims (default)',
    'horizontalpodautoscalers (default)',
    'poddisruptionbudgets (default)',
  ],
  ({ facts }) => {
    const items = namesIn(facts, 'default')
      .filter((name) => !ITS_OWN.some((own) => own.test(name)))
      .map((label) => ({
        label,
        attributes: { allowed: 'no' },
        origin: objectOrigin(facts, label.replace(' ', ' default/'), 'default'),
        defects: { allowed: `${label} is in the namespace default.` },
      }));
    return {
      state: 'items',
      items: [...items, ...unplaced(facts)],
      virtue: () => '',
      none: {
        status: 'pass',
        reason: 'The namespace default holds nothing but what Kubernetes itself puts there.',
      },
    };
  },
);

/** In a file an object may leave its namespace to whoever applies it, and theirs is default unless they say another. */
function unplaced(facts: ClusterFacts): PropertyItem[] {
  if (facts.places === undefined) return [];
  return namesIn(facts, '').map((label) => ({
    label,
    attributes: {},
    origin: objectOrigin(facts, label, 'default'),
    unknown: { allowed: `${label} names no namespace: whoever applies it decides.` },
  }));
}

function namesIn(facts: ClusterFacts, where: string): string[] {
  const ofKind = (kind: string, list: readonly { namespace: string | null; name: string }[]) =>
    list.filter(({ namespace }) => namespace === where).map(({ name }) => nameOf(kind, null, name));
  return [
    ...facts.workloads
      .filter(({ namespace }) => namespace === where)
      .map(({ kind, name }) => nameOf(kind, null, name)),
    ...ofKind('Service', facts.services),
    ...ofKind('ServiceAccount', facts.serviceAccounts),
    ...ofKind('Role', facts.roles),
    ...ofKind('RoleBinding', facts.bindings),
    ...ofKind('Ingress', facts.ingresses),
    ...(where === 'default' ? facts.defaultNamespace : []).flatMap(({ kind, names, count: all }) => [
      ...names.map((name) => nameOf(kind, null, name)),
      ...(all > names.length ? [`${all - names.length} more of kind ${kind}`] : []),
    ]),
  ];
}
