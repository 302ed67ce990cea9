import type { PolicyRule } from '../../../src/model/cluster/rbac.ts';

export type Rule = Partial<PolicyRule>;

/** A right: the rule that is about it, the rules of a role that gives it, and what kubectl is asked about it. */
export type Right = readonly [rule: string, rules: readonly Rule[], asked: readonly string[]];

const core = (verbs: string[], resources: string[]): Rule => ({ apiGroups: [''], verbs, resources });
const inGroup = (apiGroup: string, verbs: string[], resources: string[]): Rule => ({
  apiGroups: [apiGroup],
  verbs,
  resources,
});
const RBAC = 'rbac.authorization.k8s.io';
const CERTIFICATES = 'certificates.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const ALL: Rule = inGroup('*', ['*'], ['*']);
const APPROVAL = [inGroup(CERTIFICATES, ['update'], ['certificatesigningrequests/approval'])];

/** Given by a ClusterRoleBinding. */
export const EVERYWHERE: readonly Right[] = [
  ['rbac-cluster-admin', [ALL], ['*', '*']],
  ['rbac-secrets-read', [ALL], ['watch', 'secrets']],
  ['rbac-secrets-read', [core(['list'], ['secrets'])], ['list', 'secrets']],
  ['rbac-secrets-read', [core(['patch'], ['secrets'])], ['patch', 'secrets']],
  ['rbac-secrets-read', [core(['delete'], ['secrets'])], ['delete', 'secrets']],
  ['rbac-secrets-read', [core(['deletecollection'], ['*'])], ['deletecollection', 'secrets']],
  ['rbac-create-pods', [core(['create'], ['pods'])], ['create', 'pods']],
  ['rbac-create-pods', [inGroup('apps', ['create'], ['*'])], ['create', 'daemonsets.apps']],
  ['rbac-create-pods', [inGroup('batch', ['*'], ['cronjobs'])], ['create', 'cronjobs.batch']],
  ['rbac-create-pods', [core(['create'], ['replicationcontrollers'])], ['create', 'replicationcontrollers']],
  ['rbac-create-pv', [core(['create'], ['persistentvolumes'])], ['create', 'persistentvolumes']],
  ['rbac-nodes-proxy', [core(['get'], ['nodes/proxy'])], ['get', 'nodes', '--subresource=proxy']],
  ['rbac-nodes-proxy', [core(['create'], ['*/proxy'])], ['create', 'nodes', '--subresource=proxy']],
  ['rbac-csr-approval', APPROVAL, ['update', 'certificatesigningrequests', '--subresource=approval']],
  [
    'rbac-webhook-config',
    [inGroup(ADMISSION, ['delete'], ['validatingwebhookconfigurations'])],
    ['delete', 'validatingwebhookconfigurations'],
  ],
  [
    'rbac-webhook-config',
    [{ ...inGroup(ADMISSION, ['patch'], ['mutatingwebhookconfigurations']), resourceNames: ['mesh'] }],
    ['patch', 'mutatingwebhookconfigurations/mesh'],
  ],
  [
    'rbac-sa-token-create',
    [core(['create'], ['*/token'])],
    ['create', 'serviceaccounts', '--subresource=token'],
  ],
  [
    'rbac-sa-token-create',
    [{ ...core(['create'], ['*']), resourceNames: ['backup'] }],
    ['create', 'serviceaccounts/backup', '--subresource=token'],
  ],
  ['rbac-bind-impersonate-escalate', [core(['impersonate'], ['users'])], ['impersonate', 'users']],
  [
    'rbac-bind-impersonate-escalate',
    [{ ...core(['impersonate'], ['groups']), resourceNames: ['system:masters'] }],
    ['impersonate', 'groups/system:masters'],
  ],
  [
    'rbac-bind-impersonate-escalate',
    [inGroup(RBAC, ['bind'], ['clusterroles'])],
    ['bind', `clusterroles.${RBAC}`],
  ],
  [
    'rbac-bind-impersonate-escalate',
    [inGroup(RBAC, ['*'], ['clusterroles'])],
    ['escalate', `clusterroles.${RBAC}`],
  ],
];

/** Given by a RoleBinding in the namespace that is asked about. */
export const IN_A_NAMESPACE: readonly Right[] = [
  ['rbac-cluster-admin', [ALL], ['*', '*']],
  ['rbac-secrets-read', [core(['get'], ['secrets'])], ['get', 'secrets']],
  ['rbac-create-pods', [inGroup('apps', ['create'], ['deployments'])], ['create', 'deployments.apps']],
  ['rbac-sa-token-create', [ALL], ['create', 'serviceaccounts', '--subresource=token']],
  ['rbac-bind-impersonate-escalate', [inGroup(RBAC, ['bind'], ['*'])], ['bind', `clusterroles.${RBAC}`]],
  ['rbac-bind-impersonate-escalate', [inGroup(RBAC, ['escalate'], ['roles'])], ['escalate', `roles.${RBAC}`]],
  ['rbac-bind-impersonate-escalate', [core(['impersonate'], ['*'])], ['impersonate', 'serviceaccounts']],
];

/** Looks like a right and is none, given by a ClusterRoleBinding. */
export const NONE_EVERYWHERE: readonly Right[] = [
  ['rbac-secrets-read', [core(['create', 'update'], ['secrets'])], ['get', 'secrets']],
  ['rbac-secrets-read', [inGroup('vault.example.com', ['*'], ['secrets'])], ['get', 'secrets']],
  ['rbac-create-pods', [{ ...core(['create'], ['pods']), resourceNames: ['one'] }], ['create', 'pods']],
  ['rbac-create-pods', [core(['create'], ['pods/exec'])], ['create', 'pods']],
  ['rbac-create-pv', [core(['create'], ['persistentvolumeclaims'])], ['create', 'persistentvolumes']],
  ['rbac-nodes-proxy', [core(['*'], ['nodes'])], ['get', 'nodes', '--subresource=proxy']],
  [
    'rbac-sa-token-create',
    [core(['create'], ['serviceaccounts/*'])],
    ['create', 'serviceaccounts', '--subresource=token'],
  ],
  [
    'rbac-webhook-config',
    [{ ...inGroup(ADMISSION, ['deletecollection'], ['*']), resourceNames: ['mesh'] }],
    ['deletecollection', 'validatingwebhookconfigurations'],
  ],
  [
    'rbac-bind-impersonate-escalate',
    [inGroup(RBAC, ['create', 'update'], ['*'])],
    ['escalate', `clusterroles.${RBAC}`],
  ],
];

/** Given by a RoleBinding, which reaches nothing outside its namespace. */
export const NONE_IN_A_NAMESPACE: readonly Right[] = [
  ['rbac-create-pv', [ALL], ['create', 'persistentvolumes']],
  ['rbac-nodes-proxy', [ALL], ['get', 'nodes', '--subresource=proxy']],
  ['rbac-csr-approval', [ALL], ['update', 'certificatesigningrequests', '--subresource=approval']],
  ['rbac-webhook-config', [ALL], ['create', 'validatingwebhookconfigurations']],
  ['rbac-bind-impersonate-escalate', [core(['impersonate'], ['users', 'groups'])], ['impersonate', 'users']],
  [
    'rbac-bind-impersonate-escalate',
    [inGroup(RBAC, ['escalate'], ['clusterroles'])],
    ['escalate', `clusterroles.${RBAC}`],
  ],
];
