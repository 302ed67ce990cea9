import { defaultAccounts, tokenMounts } from './accounts.ts';
import { admissionOfPods } from './admission/admission-of-pods.ts';
import { imageVerifiers } from './admission/image-verifiers.ts';
import { bootstrapTokens } from './bootstrap-tokens.ts';
import { defaultNamespace } from './default-namespace.ts';
import { namespacesInUse } from './namespaces-in-use.ts';
import { namespacePolicies } from './network/namespace-policies.ts';
import { networkEngines } from './network/network-engines.ts';
import { clientCertificateUsers, longLivedTokens } from './people.ts';
import { holdersOf } from './rbac/holders.ts';
import { POWERS } from './rbac/powers.ts';
import { wideBindings } from './rbac/wide-bindings.ts';
import { wildcardRoles } from './rbac/wildcards.ts';
import { externalSecretStores } from './secret-stores.ts';
import { systemMasters } from './system-masters.ts';
import type { ClusterProperty } from './view.ts';
import { workloadsBy } from './workloads/judged-workloads.ts';
import { POD_CHECKS } from './workloads/pod-checks.ts';
import { imageRegistries } from './workloads/registries.ts';

/** What rules may ask of a cluster, by the name they use. */
export const CLUSTER_PROPERTIES: Readonly<Record<string, ClusterProperty>> = {
  'client-certificate-users': clientCertificateUsers,
  'long-lived-tokens': longLivedTokens,
  'bootstrap-tokens': bootstrapTokens,
  ...Object.fromEntries(Object.entries(POWERS).map(([name, power]) => [name, holdersOf(power)])),
  'wildcard-roles': wildcardRoles,
  'system-masters': systemMasters,
  'anonymous-bindings': wideBindings('User', 'system:anonymous'),
  'unauthenticated-bindings': wideBindings('Group', 'system:unauthenticated'),
  'authenticated-bindings': wideBindings('Group', 'system:authenticated'),
  'default-accounts': defaultAccounts,
  'token-mounts': tokenMounts,
  'admission-of-pods': admissionOfPods,
  ...Object.fromEntries(Object.entries(POD_CHECKS).map(([name, ruleFor]) => [name, workloadsBy(ruleFor)])),
  'image-registries': imageRegistries,
  'network-engines': networkEngines,
  'namespace-policies': namespacePolicies,
  'image-verifiers': imageVerifiers,
  'secret-stores': externalSecretStores,
  'namespaces-in-use': namespacesInUse,
  'default-namespace': defaultNamespace,
};
