import type { CustomResource, DefaultObjects } from '../../model/cluster/objects.ts';
import type { ClusterFacts, Rights } from '../../model/cluster.ts';
import type { Pending } from './reduce/admission.ts';
import { compareTexts, sortByName } from './sort.ts';
import type { Store } from './store.ts';
import type { Templated } from './workloads/templates.ts';
import { workloadsOf } from './workloads/workloads.ts';

type Heading = Pick<ClusterFacts, 'server' | 'access' | 'version' | 'kinds'>;

/**
 * All that was listed, in an order that is the same however the lists came in.
 *
 * @param further owners of Pods that no list of the store holds: Pods that nothing runs yet
 * @param rights those of the store, where they have been looked at before
 */
export function factsFrom(
  heading: Heading,
  store: Store,
  customResources: readonly CustomResource[],
  further: readonly Templated[] = [],
  rights = rightsFrom(store),
): ClusterFacts {
  return {
    state: 'asked',
    ...heading,
    ...workloadsOf([...templatesIn(store), ...further], store.pods.groups(), store.specs),
    namespaces: sortByName(store.namespaces.list.map(({ fact }) => fact)),
    nodes: sortByName(store.nodes.list),
    ...accountsIn(store),
    ...rights,
    networkPolicies: sortByName(store.networkPolicies.list),
    services: sortByName(store.services.list),
    ingresses: sortByName(store.ingresses.list),
    ...admissionIn(store),
    customResourceDefinitions: store.customResourceDefinitions.list.toSorted(compareTexts),
    customResources: customResources.toSorted((left, right) =>
      compareTexts(left.definition, right.definition),
    ),
    podSecurityPolicies: store.podSecurityPolicies.list.toSorted(compareTexts),
    csiDrivers: store.csiDrivers.list.toSorted(compareTexts),
    defaultNamespace: defaultObjectsIn(store),
  };
}

function templatesIn(store: Store): readonly Templated[] {
  return [
    ...store.deployments.list,
    ...store.replicasets.list,
    ...store.statefulsets.list,
    ...store.daemonsets.list,
    ...store.jobs.list,
    ...store.cronjobs.list,
    ...store.replicationcontrollers.list,
  ];
}

type Admission = 'webhooks' | 'admissionPolicies' | 'admissionPolicyBindings';

function admissionIn(store: Store): Pick<ClusterFacts, Admission> {
  const said = <T extends { name: string }>(pending: readonly Pending<T>[]) =>
    sortByName(pending.map((one) => one(store.namespaces.list)));
  return {
    webhooks: said([...store.mutatingWebhooks.list, ...store.validatingWebhooks.list]),
    admissionPolicies: said(store.admissionPolicies.list),
    admissionPolicyBindings: said(store.admissionPolicyBindings.list),
  };
}

type Accounts = 'serviceAccounts' | 'tokenSecrets' | 'bootstrapTokens' | 'signingRequests';

function accountsIn(store: Store): Pick<ClusterFacts, Accounts> {
  return {
    serviceAccounts: sortByName(store.serviceAccounts.list),
    tokenSecrets: sortByName(store.tokenSecrets.list),
    bootstrapTokens: sortByName(store.bootstrapTokens.list),
    signingRequests: sortByName(store.signingRequests.list),
  };
}

/** Who may do what, as far as it has been listed. */
export function rightsFrom(store: Store): Rights {
  return {
    roles: sortByName([...store.clusterRoles.list, ...store.roles.list]),
    bindings: sortByName([...store.clusterRoleBindings.list, ...store.roleBindings.list]),
  };
}

/** As many as a person reads. */
const NAMES = 50;

function defaultObjectsIn(store: Store): DefaultObjects[] {
  const kinds: readonly (readonly [kind: string, names: readonly string[]])[] = [
    ['ConfigMap', store.configMaps.list],
    ['Secret', store.secrets.list],
    ['PersistentVolumeClaim', store.persistentVolumeClaims.list],
    ['HorizontalPodAutoscaler', store.horizontalPodAutoscalers.list],
    ['PodDisruptionBudget', store.podDisruptionBudgets.list],
  ];
  return kinds.flatMap(([kind, names]) =>
    names.length === 0
      ? []
      : [{ kind, count: names.length, names: names.toSorted(compareTexts).slice(0, NAMES) }],
  );
}
