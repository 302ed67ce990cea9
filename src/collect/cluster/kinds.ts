import type { ClusterKind } from '../../model/cluster/kinds.ts';
import type { ACCEPT } from './api/list.ts';
import type { Store } from './store.ts';

export interface KindToList {
  kind: ClusterKind;
  /** Newest first: what the server does not have is asked for under the next one. */
  paths: readonly string[];
  what: keyof typeof ACCEPT;
  /** Minor versions of Kubernetes that may have it; not there: all of 1.18 and later do, and a 404 is no answer. */
  minors?: { from: number; to: number };
  into: Exclude<keyof Store, 'specs'>;
}

/** Beta and off by default at first. */
const ADMISSION_POLICIES = { from: 28, to: Number.POSITIVE_INFINITY };
const IN_DEFAULT = 'namespaces/default';

/** Whoever waits for rights alone need not wait for Pods. */
export const RIGHTS: readonly KindToList[] = [
  { kind: 'roles', paths: [rbac('roles')], what: 'objects', into: 'roles' },
  { kind: 'clusterroles', paths: [rbac('clusterroles')], what: 'objects', into: 'clusterRoles' },
  { kind: 'rolebindings', paths: [rbac('rolebindings')], what: 'objects', into: 'roleBindings' },
  {
    kind: 'clusterrolebindings',
    paths: [rbac('clusterrolebindings')],
    what: 'objects',
    into: 'clusterRoleBindings',
  },
];

/** All that is asked for, after rights the largest lists first. deploy/rbac.yaml allows the same. */
export const KINDS: readonly KindToList[] = [
  ...RIGHTS,
  { kind: 'pods', paths: ['/api/v1/pods'], what: 'objects', into: 'pods' },
  { kind: 'replicasets', paths: ['/apis/apps/v1/replicasets'], what: 'objects', into: 'replicasets' },
  { kind: 'deployments', paths: ['/apis/apps/v1/deployments'], what: 'objects', into: 'deployments' },
  { kind: 'statefulsets', paths: ['/apis/apps/v1/statefulsets'], what: 'objects', into: 'statefulsets' },
  { kind: 'daemonsets', paths: ['/apis/apps/v1/daemonsets'], what: 'objects', into: 'daemonsets' },
  { kind: 'jobs', paths: ['/apis/batch/v1/jobs'], what: 'objects', into: 'jobs' },
  {
    kind: 'cronjobs',
    paths: ['/apis/batch/v1/cronjobs', '/apis/batch/v1beta1/cronjobs'],
    what: 'objects',
    into: 'cronjobs',
  },
  {
    kind: 'replicationcontrollers',
    paths: ['/api/v1/replicationcontrollers'],
    what: 'objects',
    into: 'replicationcontrollers',
  },
  { kind: 'namespaces', paths: ['/api/v1/namespaces'], what: 'objects', into: 'namespaces' },
  { kind: 'nodes', paths: ['/api/v1/nodes'], what: 'objects', into: 'nodes' },
  { kind: 'serviceaccounts', paths: ['/api/v1/serviceaccounts'], what: 'objects', into: 'serviceAccounts' },
  {
    kind: 'secrets (service account tokens)',
    paths: ['/api/v1/secrets?fieldSelector=type%3Dkubernetes.io%2Fservice-account-token'],
    what: 'metadata',
    into: 'tokenSecrets',
  },
  {
    kind: 'secrets (bootstrap tokens)',
    // Only those of this namespace count: plugin/pkg/auth/authenticator/token/bootstrap/bootstrap.go.
    paths: ['/api/v1/namespaces/kube-system/secrets?fieldSelector=type%3Dbootstrap.kubernetes.io%2Ftoken'],
    what: 'objects',
    into: 'bootstrapTokens',
  },
  {
    kind: 'networkpolicies',
    paths: ['/apis/networking.k8s.io/v1/networkpolicies'],
    what: 'objects',
    into: 'networkPolicies',
  },
  { kind: 'services', paths: ['/api/v1/services'], what: 'objects', into: 'services' },
  {
    kind: 'ingresses',
    paths: ['/apis/networking.k8s.io/v1/ingresses', '/apis/networking.k8s.io/v1beta1/ingresses'],
    what: 'objects',
    into: 'ingresses',
  },
  {
    kind: 'customresourcedefinitions',
    paths: ['/apis/apiextensions.k8s.io/v1/customresourcedefinitions'],
    what: 'metadata',
    into: 'customResourceDefinitions',
  },
  {
    kind: 'validatingwebhookconfigurations',
    paths: [`${admission('v1')}/validatingwebhookconfigurations`],
    what: 'objects',
    into: 'validatingWebhooks',
  },
  {
    kind: 'mutatingwebhookconfigurations',
    paths: [`${admission('v1')}/mutatingwebhookconfigurations`],
    what: 'objects',
    into: 'mutatingWebhooks',
  },
  {
    kind: 'validatingadmissionpolicies',
    paths: ['v1', 'v1beta1'].map((version) => `${admission(version)}/validatingadmissionpolicies`),
    what: 'objects',
    minors: ADMISSION_POLICIES,
    into: 'admissionPolicies',
  },
  {
    kind: 'validatingadmissionpolicybindings',
    paths: ['v1', 'v1beta1'].map((version) => `${admission(version)}/validatingadmissionpolicybindings`),
    what: 'objects',
    minors: ADMISSION_POLICIES,
    into: 'admissionPolicyBindings',
  },
  {
    kind: 'podsecuritypolicies',
    paths: ['/apis/policy/v1beta1/podsecuritypolicies'],
    what: 'metadata',
    minors: { from: 18, to: 24 },
    into: 'podSecurityPolicies',
  },
  { kind: 'csidrivers', paths: ['/apis/storage.k8s.io/v1/csidrivers'], what: 'metadata', into: 'csiDrivers' },
  {
    kind: 'certificatesigningrequests',
    paths: ['v1', 'v1beta1'].map(
      (version) => `/apis/certificates.k8s.io/${version}/certificatesigningrequests`,
    ),
    what: 'objects',
    into: 'signingRequests',
  },
  {
    kind: 'configmaps (default)',
    paths: [`/api/v1/${IN_DEFAULT}/configmaps`],
    what: 'metadata',
    into: 'configMaps',
  },
  { kind: 'secrets (default)', paths: [`/api/v1/${IN_DEFAULT}/secrets`], what: 'metadata', into: 'secrets' },
  {
    kind: 'persistentvolumeclaims (default)',
    paths: [`/api/v1/${IN_DEFAULT}/persistentvolumeclaims`],
    what: 'metadata',
    into: 'persistentVolumeClaims',
  },
  {
    kind: 'horizontalpodautoscalers (default)',
    paths: [`/apis/autoscaling/v1/${IN_DEFAULT}/horizontalpodautoscalers`],
    what: 'metadata',
    into: 'horizontalPodAutoscalers',
  },
  {
    kind: 'poddisruptionbudgets (default)',
    paths: ['v1', 'v1beta1'].map((version) => `/apis/policy/${version}/${IN_DEFAULT}/poddisruptionbudgets`),
    what: 'metadata',
    into: 'podDisruptionBudgets',
  },
];

function rbac(plural: string): string {
  return `/apis/rbac.authorization.k8s.io/v1/${plural}`;
}

function admission(version: string): string {
  return `/apis/admissionregistration.k8s.io/${version}`;
}
