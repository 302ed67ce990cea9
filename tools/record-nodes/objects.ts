const RBAC = 'rbac.authorization.k8s.io';
const IMAGE = 'registry.example/shop/web:1.0';
const LABELS = { app: 'web' };

/** An init container is as privileged as any other, and the pipeline's account is an administrator. */
export const OBJECTS: readonly object[] = [
  namespace('shop', { 'pod-security.kubernetes.io/enforce': 'privileged' }),
  namespace('ci', { 'pod-security.kubernetes.io/enforce': 'restricted' }),
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      // There is no such image.
      replicas: 0,
      selector: { matchLabels: LABELS },
      template: { metadata: { labels: LABELS }, spec: webPod() },
    },
  },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'deployer', namespace: 'ci' } },
  {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'ci-deployer' },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: 'deployer', namespace: 'ci' }],
  },
];

function namespace(name: string, labels: Readonly<Record<string, string>>): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

function webPod(): object {
  const sound = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  };
  return {
    automountServiceAccountToken: false,
    initContainers: [{ name: 'sysctl', image: IMAGE, securityContext: { privileged: true } }],
    containers: [{ name: 'web', image: IMAGE, securityContext: sound }],
  };
}
