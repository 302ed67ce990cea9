/**
 * What is listed of a cluster, by the name that `ClusterFacts.kinds` uses: the plural of the API, for kinds of which
 * only one namespace or one type is listed with that in brackets. Apart from the schemas, so that a scan does not
 * load typebox.
 */
export const CLUSTER_KINDS = [
  'namespaces',
  'nodes',
  'pods',
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
  'replicationcontrollers',
  'serviceaccounts',
  'secrets (service account tokens)',
  'secrets (bootstrap tokens)',
  'roles',
  'clusterroles',
  'rolebindings',
  'clusterrolebindings',
  'networkpolicies',
  'services',
  'ingresses',
  'customresourcedefinitions',
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'podsecuritypolicies',
  'csidrivers',
  'certificatesigningrequests',
] as const;

/** Kinds that are listed in the namespace `default` only, for their names: `configmaps (default)`. */
export const DEFAULT_NAMESPACE_KINDS = [
  'configmaps',
  'secrets',
  'persistentvolumeclaims',
  'horizontalpodautoscalers',
  'poddisruptionbudgets',
] as const;

export type ClusterKind =
  | (typeof CLUSTER_KINDS)[number]
  | `${(typeof DEFAULT_NAMESPACE_KINDS)[number]} (default)`;
