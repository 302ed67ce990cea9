import type { ClusterFacts } from '../../../model/cluster.ts';
import type { PropertyItem } from '../../subject.ts';
import { exemptIn } from '../exempt.ts';
import { type ClusterProperty, gapsIn, needing, objectOrigin } from '../view.ts';

/** Definitions whose objects isolate Pods of one namespace. */
const OF_NAMESPACE = [
  'ciliumnetworkpolicies.cilium.io',
  'networkpolicies.crd.projectcalico.org',
  'networkpolicies.crd.antrea.io',
];
/** Those whose objects isolate Pods of all. */
const OF_CLUSTER = [
  'ciliumclusterwidenetworkpolicies.cilium.io',
  'globalnetworkpolicies.crd.projectcalico.org',
  'clusternetworkpolicies.crd.antrea.io',
  'adminnetworkpolicies.policy.networking.k8s.io',
  'baselineadminnetworkpolicies.policy.networking.k8s.io',
  'clusternetworkpolicies.policy.networking.k8s.io',
];

/** Namespaces of the site, by whether some network policy is about their Pods. */
export const namespacePolicies: ClusterProperty = needing(
  ['namespaces', 'networkpolicies'],
  ({ facts, parameters }) => {
    const exempt = exemptIn(parameters);
    const own = facts.namespaces.filter(({ name }) => !exempt.has(name));
    const hidden = hiddenIn(facts);
    return {
      state: 'items',
      items: own.map(({ name }) => itemOf(name, facts, hidden)),
      virtue: () => `Each of ${own.length} namespaces${exempt.outside} has a network policy.`,
      none: { status: 'not-applicable', reason: `There is no namespace${exempt.outside}.` },
    };
  },
);

/** Why there may be policies of the engine that cannot be seen, a sentence each. */
function hiddenIn(facts: ClusterFacts): string[] {
  const uncounted = facts.customResources
    .filter(
      ({ definition, count }) => count === null && [...OF_NAMESPACE, ...OF_CLUSTER].includes(definition),
    )
    .map(({ definition, reason = 'no reason given' }) => `${definition} could not be listed: ${reason}.`);
  return [...gapsIn(facts, ['customresourcedefinitions']), ...uncounted];
}

function itemOf(name: string, facts: ClusterFacts, hidden: readonly string[]): PropertyItem {
  const own = facts.networkPolicies.filter(({ namespace }) => namespace === name);
  const others = ofEngines(name, facts);
  const isIsolated = own.length + others.length > 0;
  return {
    label: `Namespace ${name}`,
    attributes: { isolated: isIsolated ? 'yes' : 'no' },
    origin: objectOrigin(facts, `Namespace ${name}`, 'networkpolicies'),
    defects: {
      isolated: `Namespace ${name} has no NetworkPolicy: every Pod of the cluster reaches its Pods.`,
    },
    ...(isIsolated || hidden.length === 0
      ? {}
      : { unknown: { isolated: `Namespace ${name} has no NetworkPolicy. ${hidden.join(' ')}` } }),
    note: noteOf(
      own.length,
      own.some(({ everyPod }) => everyPod),
      others,
    ),
  };
}

/** Definitions of the network engine that have a policy about a namespace. */
function ofEngines(name: string, { customResources }: ClusterFacts): string[] {
  return customResources
    .filter(
      ({ definition, namespaces, count }) =>
        (OF_NAMESPACE.includes(definition) && namespaces.includes(name)) ||
        (OF_CLUSTER.includes(definition) && (count ?? 0) > 0),
    )
    .map(({ definition }) => definition);
}

function noteOf(own: number, allPods: boolean, others: readonly string[]): string {
  const policies =
    own === 0 ? [] : [`${own} NetworkPolicies, ${allPods ? 'one about every Pod' : 'none about every Pod'}`];
  const all = [...policies, ...others];
  return all.length === 0 ? 'None.' : `${all.join('; ')}.`;
}
