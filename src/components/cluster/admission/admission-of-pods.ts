import type { Namespace } from '../../../model/cluster/objects.ts';
import type { ClusterFacts } from '../../../model/cluster.ts';
import type { PropertyItem } from '../../subject.ts';
import { exemptIn } from '../exempt.ts';
import { type ClusterProperty, gapsIn, needing, objectOrigin, quoted } from '../view.ts';
import { type Mechanism, mechanismsIn } from './mechanisms.ts';
import { isHeldBy, looseness, type PodSecurity, podSecurityOf } from './pod-security.ts';

/** Where something may be that refuses Pods. */
const KINDS = [
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'customresourcedefinitions',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'podsecuritypolicies',
] as const;

interface Known {
  security: PodSecurity;
  mechanisms: readonly Mechanism[];
  /** Kinds that could not be listed, a sentence each. */
  gaps: readonly string[];
}

/** Namespaces of the site, by whether something refuses Pods that ask for too much there. */
export const admissionOfPods: ClusterProperty = needing(['namespaces'], (view) => {
  const { facts, parameters } = view;
  const exempt = exemptIn(parameters);
  const own = facts.namespaces.filter(({ name }) => !exempt.has(name));
  const known = { security: podSecurityOf(view), mechanisms: mechanismsIn(view), gaps: gapsIn(facts, KINDS) };
  return {
    state: 'items',
    items: own.map((namespace) => namespaceItem(namespace, known, facts)),
    virtue: () =>
      `In each of ${own.length} namespaces${exempt.outside} something refuses Pods that ask for too much.`,
    none: { status: 'not-applicable', reason: `There is no namespace${exempt.outside}.` },
    evidence: [
      quoted(
        'admission engines',
        known.mechanisms.map(({ name }) => name),
        'validatingwebhookconfigurations',
      ),
      quoted('PodSecurity of the API server', known.security.because, 'apiserver'),
      ...exemptEvidence(known.security),
    ],
  };
});

function exemptEvidence({ exemptControllers, otherExempt }: PodSecurity) {
  const all = [...exemptControllers, ...otherExempt];
  return all.length === 0
    ? []
    : [quoted('users and runtime classes exempt from PodSecurity', all, 'apiserver')];
}

function namespaceItem(namespace: Namespace, known: Known, facts: ClusterFacts): PropertyItem {
  const { name, podSecurity } = namespace;
  const held = isHeldBy(known.security, namespace);
  const acting = known.mechanisms.filter(({ actsIn }) => actsIn(name) === 'yes');
  const isEnforced = held === 'yes' || acting.length > 0;
  const open = isEnforced ? [] : openIn(namespace, known);
  return {
    label: `Namespace ${name}`,
    attributes: { enforced: isEnforced ? 'yes' : 'no' },
    origin: objectOrigin(facts, `Namespace ${name}`, 'namespaces'),
    defects: { enforced: `Namespace ${name}: ${looseness(known.security, namespace)}` },
    ...(open.length > 0 ? { unknown: { enforced: `Namespace ${name}: ${open.join(' ')}` } } : {}),
    note: `pod-security.kubernetes.io/enforce is ${podSecurity.enforce ?? 'not set'}.`,
  };
}

/** What would have to be known, a sentence each; none where nothing refuses Pods for certain. */
function openIn(namespace: Namespace, { security, mechanisms, gaps }: Known): string[] {
  const unsure = mechanisms.filter(({ actsIn }) => actsIn(namespace.name) === 'maybe');
  return [
    ...(isHeldBy(security, namespace) === 'maybe' ? [security.because] : []),
    ...(unsure.length > 0
      ? [`It has to be looked at ${unsure.map(({ open }) => open).join(', and ')}.`]
      : []),
    ...gaps,
  ];
}
