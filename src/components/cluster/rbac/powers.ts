/** One way to hold a right. */
export interface Grant {
  verbs: readonly string[];
  groups: readonly string[];
  resources: readonly string[];
  /** Cluster-scoped resources are not reached through a RoleBinding. */
  scope: 'namespaced' | 'cluster';
}

export interface Power {
  /** What its holder may do, as in "X may …". */
  may: string;
  grants: readonly Grant[];
  /** A rule that names its objects gives no more than those, and is not counted. */
  exceptNamed: boolean;
}

const RBAC = 'rbac.authorization.k8s.io';
const AUTHENTICATION = 'authentication.k8s.io';

/**
 * Impersonation by mode, on by default from Kubernetes 1.36 on.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation/mode.go
 */
const CONSTRAINED = [
  {
    verbs: ['impersonate:serviceaccount'],
    groups: [AUTHENTICATION],
    resources: ['serviceaccounts'],
    scope: 'namespaced',
  },
  {
    verbs: ['impersonate:user-info'],
    groups: [AUTHENTICATION],
    resources: ['users', 'groups'],
    scope: 'cluster',
  },
  {
    verbs: ['impersonate:arbitrary-node', 'impersonate:associated-node'],
    groups: [AUTHENTICATION],
    resources: ['nodes'],
    scope: 'cluster',
  },
] as const satisfies readonly Grant[];

/** The role cluster-admin, and every other that says the same. */
const EVERYTHING: Grant = { verbs: ['*'], groups: ['*'], resources: ['*'], scope: 'namespaced' };

const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/** Rights that rules are about, by the property that lists their holders. */
export const POWERS = {
  'cluster-admins': { may: 'do everything', exceptNamed: true, grants: [EVERYTHING] },
  'secret-readers': {
    may: 'read Secrets',
    exceptNamed: true,
    // An empty patch answers with the object, and deletecollection with all of them, on a dry run too. So does a delete
    // that waits for dependents (propagationPolicy=Foreground).
    grants: [
      {
        verbs: ['get', 'list', 'watch', 'patch', 'delete', 'deletecollection'],
        groups: [''],
        resources: ['secrets'],
        scope: 'namespaced',
      },
    ],
  },
  'pod-creators': {
    may: 'create Pods, directly or through a controller',
    exceptNamed: false,
    grants: [
      { verbs: ['create'], groups: [''], resources: ['pods', 'replicationcontrollers'], scope: 'namespaced' },
      {
        verbs: ['create'],
        groups: ['apps', 'extensions'],
        resources: ['deployments', 'replicasets', 'statefulsets', 'daemonsets'],
        scope: 'namespaced',
      },
      { verbs: ['create'], groups: ['batch'], resources: ['jobs', 'cronjobs'], scope: 'namespaced' },
    ],
  },
  'volume-creators': {
    may: 'create PersistentVolumes, and so mount directories of any node',
    exceptNamed: false,
    grants: [{ verbs: ['create'], groups: [''], resources: ['persistentvolumes'], scope: 'cluster' }],
  },
  'node-proxies': {
    may: 'talk to kubelets through nodes/proxy, past admission and audit',
    exceptNamed: false,
    grants: [
      {
        verbs: ['get', 'create', 'update', 'patch', 'delete', 'list', 'watch'],
        groups: [''],
        resources: ['nodes/proxy'],
        scope: 'cluster',
      },
    ],
  },
  'request-approvers': {
    may: 'approve CertificateSigningRequests',
    exceptNamed: false,
    grants: [
      {
        verbs: ['update', 'patch'],
        groups: ['certificates.k8s.io'],
        resources: ['certificatesigningrequests/approval'],
        scope: 'cluster',
      },
    ],
  },
  'webhook-writers': {
    may: 'change who is asked at admission',
    exceptNamed: false,
    grants: [
      {
        verbs: WRITE,
        groups: ['admissionregistration.k8s.io'],
        resources: [
          'validatingwebhookconfigurations',
          'mutatingwebhookconfigurations',
          'validatingadmissionpolicies',
          'validatingadmissionpolicybindings',
          'mutatingadmissionpolicies',
          'mutatingadmissionpolicybindings',
        ],
        scope: 'cluster',
      },
    ],
  },
  'token-creators': {
    may: 'create tokens of service accounts',
    exceptNamed: false,
    grants: [{ verbs: ['create'], groups: [''], resources: ['serviceaccounts/token'], scope: 'namespaced' }],
  },
  'right-givers': {
    may: 'bind, escalate or impersonate',
    exceptNamed: false,
    grants: [
      { verbs: ['bind'], groups: [RBAC], resources: ['roles', 'clusterroles'], scope: 'namespaced' },
      { verbs: ['escalate'], groups: [RBAC], resources: ['roles'], scope: 'namespaced' },
      { verbs: ['escalate'], groups: [RBAC], resources: ['clusterroles'], scope: 'cluster' },
      // Extra fields and UIDs cannot be impersonated without a user or account, so they give nothing by themselves.
      { verbs: ['impersonate'], groups: [''], resources: ['serviceaccounts'], scope: 'namespaced' },
      { verbs: ['impersonate'], groups: [''], resources: ['users', 'groups'], scope: 'cluster' },
      ...CONSTRAINED,
    ],
  },
} as const satisfies Record<string, Power>;
