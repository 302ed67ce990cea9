/** Objects that trials make in the API of a real node. None of them makes a Pod. */

type Fields = { readonly [key: string]: unknown };

export const RBAC = 'rbac.authorization.k8s.io';
export const SITE = ['shop', 'pay'] as const;
/** A person whom nobody has allowed anything. */
export const JANE = { apiGroup: RBAC, kind: 'User', name: 'jane' };

export function namespaceOf(name: string): object {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

export function isolation(namespace: string): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny-all', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
}

const SOUND_CONTAINER = {
  name: 'main',
  image: 'registry.example/shop/web:1.0',
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
};

/** A Deployment of no Pod that meets every rule, but for what is given. */
export function deployment(
  namespace: string,
  { pod = {}, container = {}, context = {} }: Changes = {},
): object {
  const securityContext = { ...SOUND_CONTAINER.securityContext, ...context };
  const containers = [{ ...SOUND_CONTAINER, ...container, securityContext }];
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { automountServiceAccountToken: false, containers, ...pod },
      },
    },
  };
}

export interface Changes {
  pod?: Fields;
  container?: Fields;
  context?: Fields;
}

/** A role with one rule, and a binding that gives it to somebody everywhere. */
export function right(rule: Fields, subject: object = JANE): object[] {
  const metadata = { name: 'trial' };
  return [
    { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata, rules: [rule] },
    binding('trial', subject),
  ];
}

export function binding(role: string, subject: object): object {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'trial' },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
    subjects: [subject],
  };
}

/** The same within a namespace. */
export function localBinding(namespace: string, role: string, subject: object): object {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'trial', namespace },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
    subjects: [subject],
  };
}

/** A DaemonSet for nodes that do not exist, which all the same says what the Pod network is. */
export function networkEngine(image: string): object {
  const labels = { app: 'engine' };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'engine', namespace: 'kube-system' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { nodeSelector: { 'kubetrue.example/none': 'here' }, containers: [{ name: 'main', image }] },
      },
    },
  };
}

export function definition(plural: string, group: string, kind: string): object {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Cluster',
      names: { plural, kind, singular: kind.toLowerCase() },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}

export function objectOf(group: string, kind: string): object {
  return { apiVersion: `${group}/v1`, kind, metadata: { name: 'trial' } };
}

/** Is asked about every new Pod, and nobody answers: no Pod can be made while it is there. */
export function webhookOnPods(name: string): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'trial' },
    webhooks: [
      {
        name,
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        clientConfig: { service: { namespace: 'kube-system', name: 'nobody' } },
        rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
      },
    ],
  };
}
