import type { Node } from '../node.ts';
import { clientCertificate } from './node-certificate.ts';
import {
  binding,
  type Changes,
  definition,
  deployment,
  JANE,
  localBinding,
  networkEngine,
  objectOf,
  RBAC,
  right,
  webhookOnPods,
} from './node-cluster-objects.ts';
import { apply, changeFile, type NodeTrial, patch, replace } from './node-trial.ts';

const GKE = 'cis-gke@1.9.0';

/** Objects that break a rule by being there. */
function withObjects(
  rule: string,
  what: string,
  objects: readonly object[],
  more: Partial<NodeTrial> = {},
): NodeTrial {
  return { rule: `cluster-${rule}`, what, break: (node) => apply(node, ...objects), ...more };
}

/** The Deployment of the shop with something that it should not have. */
function withPod(rule: string, what: string, changes: Changes, more: Partial<NodeTrial> = {}): NodeTrial {
  return {
    rule: `cluster-${rule}`,
    what,
    break: async (node) => {
      await replace(node, deployment('shop', changes));
      return () => replace(node, deployment('shop'));
    },
    ...more,
  };
}

/** A right for somebody whom nobody has allowed it. */
function withRight(rule: string, verb: string, group: string, resource: string): NodeTrial {
  const given = { verbs: [verb], apiGroups: [group], resources: [resource] };
  return withObjects(rule, `jane may ${verb} ${resource}`, right(given));
}

const RIGHTS: readonly NodeTrial[] = [
  withObjects('rbac-cluster-admin', 'jane is an administrator', [binding('cluster-admin', JANE)]),
  withObjects(
    'rbac-cluster-admin',
    'jane may do everything by a role of another name',
    right({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }),
  ),
  withObjects('rbac-secrets-read', 'jane reads Secrets of one namespace', [
    localBinding('shop', 'edit', JANE),
  ]),
  withRight('rbac-secrets-read', 'watch', '', 'secrets'),
  withObjects(
    'rbac-wildcards',
    'every verb on one resource',
    right({ verbs: ['*'], apiGroups: [''], resources: ['configmaps'] }),
  ),
  withRight('rbac-create-pods', 'create', 'batch', 'cronjobs'),
  withRight('rbac-bind-impersonate-escalate', 'impersonate', '', 'users'),
  withRight('rbac-bind-impersonate-escalate', 'escalate', RBAC, 'clusterroles'),
  withRight('rbac-create-pv', 'create', '', 'persistentvolumes'),
  withRight('rbac-nodes-proxy', 'get', '', 'nodes/proxy'),
  withRight('rbac-csr-approval', 'update', 'certificates.k8s.io', 'certificatesigningrequests/approval'),
  withRight('rbac-webhook-config', 'patch', 'admissionregistration.k8s.io', 'mutatingwebhookconfigurations'),
  withRight('rbac-sa-token-create', 'create', '', 'serviceaccounts/token'),
  withObjects(
    'rbac-no-anonymous-bindings',
    'strangers may look around',
    [binding('view', { ...JANE, name: 'system:anonymous' })],
    { benchmark: GKE },
  ),
  ...(['unauthenticated', 'authenticated'] as const).map((group) =>
    withObjects(
      `rbac-${group}-bindings`,
      `all of system:${group} may look around`,
      [binding('view', { ...JANE, kind: 'Group', name: `system:${group}` })],
      { benchmark: GKE },
    ),
  ),
  {
    rule: 'cluster-rbac-system-masters',
    what: 'admin.conf with the group past every authorizer',
    break: async (node) => {
      const kubeconfig = await node.must(['cat', '/etc/kubernetes/super-admin.conf']);
      const undo = changeFile(node, '/etc/kubernetes/admin.conf', { text: () => kubeconfig });
      return async () => undo();
    },
  },
];

const PEOPLE: readonly NodeTrial[] = [
  { rule: 'cluster-authn-no-client-cert-users', what: 'a certificate for jane', break: clientCertificate },
  withObjects('authn-no-sa-token-users', 'a token without end', [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/service-account-token',
      metadata: {
        name: 'trial',
        namespace: 'shop',
        annotations: { 'kubernetes.io/service-account.name': 'default' },
      },
    },
  ]),
  withObjects('authn-no-bootstrap-token-users', 'a bootstrap token without end', [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'bootstrap.kubernetes.io/token',
      metadata: { name: 'bootstrap-token-trials', namespace: 'kube-system' },
      stringData: {
        'token-id': 'trials',
        'token-secret': '0123456789abcdef',
        'usage-bootstrap-authentication': 'true',
      },
    },
  ]),
  withObjects('sa-default-unused', 'a right for a default account', [
    localBinding('shop', 'view', { kind: 'ServiceAccount', name: 'default', namespace: 'shop' }),
  ]),
  {
    rule: 'cluster-sa-default-unused',
    what: 'a default account that gives every Pod its token',
    break: (node) =>
      patch(
        node,
        ['serviceaccount', 'default', '--namespace=pay'],
        { automountServiceAccountToken: null },
        { automountServiceAccountToken: false },
      ),
  },
  withPod('sa-token-mounts', 'a token without use', { pod: { automountServiceAccountToken: true } }),
];

const PODS: readonly NodeTrial[] = [
  withPod('pod-privileged', 'a privileged container', {
    context: { privileged: true, allowPrivilegeEscalation: true },
  }),
  withPod('pod-privileged', 'a privileged init container', {
    pod: { initContainers: [{ name: 'first', image: 'x', securityContext: { privileged: true } }] },
  }),
  withPod('pod-host-pid', 'processes of the node', { pod: { hostPID: true } }),
  withPod('pod-host-ipc', 'IPC of the node', { pod: { hostIPC: true } }),
  withPod('pod-host-network', 'network of the node', { pod: { hostNetwork: true } }),
  withPod('pod-allow-privilege-escalation', 'left to its default', {
    context: { allowPrivilegeEscalation: undefined },
  }),
  withPod('pod-run-as-root', 'left to the image', { context: { runAsNonRoot: undefined } }),
  withPod('pod-net-raw', 'NET_RAW kept', { context: { capabilities: { drop: ['CHOWN'] } } }),
  withPod(
    'pod-caps-added',
    'SYS_ADMIN added',
    { context: { capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } } },
    { benchmark: 'cis-kubernetes@1.11' },
  ),
  withPod('pod-caps-drop-all', 'one dropped', { context: { capabilities: { drop: ['NET_RAW'] } } }),
  withPod('pod-windows-hostprocess', 'a Windows HostProcess', {
    pod: { os: { name: 'windows' }, hostNetwork: true, nodeSelector: { 'kubernetes.io/os': 'windows' } },
    container: { name: 'main' },
    context: {
      windowsOptions: { hostProcess: true },
      allowPrivilegeEscalation: undefined,
      capabilities: undefined,
      readOnlyRootFilesystem: undefined,
      seccompProfile: undefined,
    },
  }),
  withPod('pod-host-path', 'a directory of the node', {
    pod: { volumes: [{ name: 'logs', hostPath: { path: '/var/log' } }] },
  }),
  withPod('pod-host-ports', 'a port of the node', {
    container: { ports: [{ containerPort: 80, hostPort: 8080 }] },
  }),
  withPod('pod-seccomp', 'unconfined', { context: { seccompProfile: { type: 'Unconfined' } } }),
  withPod('pod-security-context', 'a root file system to write to', {
    context: { readOnlyRootFilesystem: false },
  }),
  withPod('secrets-no-env', 'a Secret in the environment', {
    container: { envFrom: [{ secretRef: { name: 'password' } }] },
  }),
];

const SIGSTORE = 'policy.sigstore.dev';
const EXTERNAL = 'external-secrets.io';

/** What a fresh cluster lacks or has too much of: there the verdict turns from a fail, or from what a person must say. */
const ADDED = [
  withObjects('net-cni-supports-policy', 'Calico beside the plain plug-in', [
    networkEngine('registry.example/calico/node:v3.30.0'),
  ]),
  {
    rule: 'cluster-admission-image-provenance',
    what: 'the Sigstore controller',
    break: (node) =>
      inTurn(
        node,
        [definition('clusterimagepolicies', SIGSTORE, 'ClusterImagePolicy')],
        [objectOf(SIGSTORE, 'ClusterImagePolicy'), webhookOnPods('policy.sigstore.dev')],
      ),
  },
  {
    rule: 'cluster-secrets-external-store',
    what: 'External Secrets',
    break: (node) =>
      inTurn(
        node,
        [definition('externalsecrets', EXTERNAL, 'ExternalSecret')],
        [objectOf(EXTERNAL, 'ExternalSecret')],
      ),
  },
] satisfies readonly NodeTrial[];

/** Objects of a new kind can be made once the API serves it. */
async function inTurn(node: Node, first: readonly object[], then: readonly object[]) {
  const undoFirst = await apply(node, ...first);
  await node.must(['kubectl', 'wait', 'crd', '--all', '--for=condition=Established', '--timeout=60s']);
  const undoThen = await apply(node, ...then);
  return async () => {
    await undoThen();
    await undoFirst();
  };
}

const NAMESPACES: readonly NodeTrial[] = [
  {
    rule: 'cluster-pod-policy-mechanism',
    what: 'a namespace without its label',
    break: (node) => label(node, 'pay', null, 'restricted'),
  },
  {
    rule: 'cluster-pod-policy-mechanism',
    what: 'a label that lets everything in',
    break: (node) => label(node, 'pay', 'privileged', 'restricted'),
  },
  withObjects('net-namespace-policies', 'a namespace without one', [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'trial' } },
  ]),
  withObjects('general-default-namespace', 'a ConfigMap in it', [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'trial', namespace: 'default' } },
  ]),
  withObjects('general-namespaces', 'a workload in default', [deployment('default')]),
];

function label(node: Node, namespace: string, level: string | null, back: string) {
  const labels = (value: string | null) => ({
    metadata: { labels: { 'pod-security.kubernetes.io/enforce': value } },
  });
  return patch(node, ['namespace', namespace], labels(level), labels(back));
}

/** Every rule on the cluster that a real one can be made to miss. */
export const CLUSTER_TRIALS: readonly NodeTrial[] = [
  ...RIGHTS,
  ...PEOPLE,
  ...PODS,
  ...ADDED.map((trial) => ({ ...trial, becomes: 'pass' })),
  ...NAMESPACES,
];
