import { Kept } from './kept.ts';
import { admissionPolicyBindingOf, admissionPolicyOf, webhookConfigurationOf } from './reduce/admission.ts';
import { ingressOf, nameOf, networkPolicyOf, nodeOf, serviceOf } from './reduce/objects.ts';
import { bindingOf, roleOf, serviceAccountOf } from './reduce/rbac.ts';
import { bootstrapTokenOf, tokenSecretOf } from './reduce/secrets.ts';
import { listedNamespaceOf } from './reduce/selector.ts';
import { signingRequestOf } from './reduce/signing-requests.ts';
import type { IsHere } from './workloads/here.ts';
import { Pods } from './workloads/pods.ts';
import { SpecTable } from './workloads/spec-table.ts';
import { templatedAs } from './workloads/templates.ts';

/**
 * Where the reduced objects of each kind are put while lists are read.
 *
 * @param isHere whether a container runs on this machine; of files nothing does
 */
export function newStore(isHere: IsHere = () => false) {
  const specs = new SpecTable();
  return {
    specs,
    pods: new Pods(specs, isHere),
    deployments: new Kept(templatedAs('deployments', specs)),
    replicasets: new Kept(templatedAs('replicasets', specs)),
    statefulsets: new Kept(templatedAs('statefulsets', specs)),
    daemonsets: new Kept(templatedAs('daemonsets', specs)),
    jobs: new Kept(templatedAs('jobs', specs)),
    cronjobs: new Kept(templatedAs('cronjobs', specs)),
    replicationcontrollers: new Kept(templatedAs('replicationcontrollers', specs)),
    namespaces: new Kept(listedNamespaceOf),
    nodes: new Kept(nodeOf),
    serviceAccounts: new Kept(serviceAccountOf),
    tokenSecrets: new Kept(tokenSecretOf),
    bootstrapTokens: new Kept(bootstrapTokenOf),
    signingRequests: new Kept(signingRequestOf),
    roles: new Kept(roleOf('Role')),
    clusterRoles: new Kept(roleOf('ClusterRole')),
    roleBindings: new Kept(bindingOf('RoleBinding')),
    clusterRoleBindings: new Kept(bindingOf('ClusterRoleBinding')),
    networkPolicies: new Kept(networkPolicyOf),
    services: new Kept(serviceOf),
    ingresses: new Kept(ingressOf),
    validatingWebhooks: new Kept(webhookConfigurationOf('ValidatingWebhookConfiguration')),
    mutatingWebhooks: new Kept(webhookConfigurationOf('MutatingWebhookConfiguration')),
    admissionPolicies: new Kept(admissionPolicyOf),
    admissionPolicyBindings: new Kept(admissionPolicyBindingOf),
    customResourceDefinitions: new Kept(nameOf),
    podSecurityPolicies: new Kept(nameOf),
    csiDrivers: new Kept(nameOf),
    configMaps: new Kept(nameOf),
    secrets: new Kept(nameOf),
    persistentVolumeClaims: new Kept(nameOf),
    horizontalPodAutoscalers: new Kept(nameOf),
    podDisruptionBudgets: new Kept(nameOf),
  };
}
export type Store = ReturnType<typeof newStore>;
