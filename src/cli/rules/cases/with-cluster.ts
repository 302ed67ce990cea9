import { Value } from 'typebox/value';
import { CLUSTER_KINDS, DEFAULT_NAMESPACE_KINDS } from '../../../model/cluster/kinds.ts';
import { type Cluster, type ClusterFacts, ClusterSchema } from '../../../model/cluster.ts';
import type { Snapshot } from '../../../model/snapshot.ts';

type Given = Record<string, unknown>;

const LISTS = [
  'namespaces',
  'nodes',
  'podSpecs',
  'workloads',
  'serviceAccounts',
  'tokenSecrets',
  'bootstrapTokens',
  'signingRequests',
  'roles',
  'bindings',
  'networkPolicies',
  'services',
  'ingresses',
  'webhooks',
  'admissionPolicies',
  'admissionPolicyBindings',
  'customResourceDefinitions',
  'customResources',
  'podSecurityPolicies',
  'csiDrivers',
  'defaultNamespace',
] as const satisfies readonly (keyof ClusterFacts)[];

const CONTAINER = {
  role: 'main',
  image: 'registry.example/app:1',
  privileged: false,
  addedCapabilities: [],
  droppedCapabilities: [],
  hostPorts: [],
  secretEnvironment: [],
};

const POD_SPEC = {
  hostNetwork: false,
  hostPID: false,
  hostIPC: false,
  hostPaths: [],
  serviceAccount: 'default',
  tokenVolumes: [],
  secretVolumes: [],
  sysctls: [],
};

const WORKLOAD = { kind: 'Deployment', group: 'apps', staticPod: false, notKept: 0 };
const VARIANT = { template: true, pods: 0, ended: 0, withToken: 0 };
const RULE = { verbs: [], apiGroups: [''], resources: [], resourceNames: [], nonResourceURLs: [] };

/** The snapshot with a case's cluster, every list and field that the case leaves out filled in as empty. */
export function withCluster(snapshot: Snapshot, given: unknown): Snapshot {
  if (given === undefined) return snapshot;
  const cluster = completed(given as Given);
  const [problem] = [...Value.Errors(ClusterSchema, cluster)];
  if (problem !== undefined) throw new Error(`cluster${problem.instancePath}: ${problem.message}`);
  return { ...snapshot, cluster: cluster as Cluster };
}

function completed(given: Given): unknown {
  if (given.state !== undefined && given.state !== 'asked') return given;
  const kinds = [...CLUSTER_KINDS, ...DEFAULT_NAMESPACE_KINDS.map((kind) => `${kind} (default)`)];
  const listed = Object.fromEntries(kinds.map((kind) => [kind, { state: 'listed', count: 0 }]));
  const lists = Object.fromEntries(LISTS.map((name) => [name, given[name] ?? []]));
  const version = { state: 'present', value: 'v1.34.1', origin: { kind: 'api', resource: '/version' } };
  return {
    state: 'asked',
    server: 'https://10.0.0.1:6443',
    access: { source: 'kubeconfig /root/.kube/config', credentials: 'client-certificate', notes: [] },
    version,
    ...given,
    ...lists,
    kinds: { ...listed, ...(given.kinds as Given | undefined) },
    namespaces: filled(lists.namespaces, () => ({ phase: 'Active', podSecurity: {} })),
    podSpecs: filled(lists.podSpecs, (one) => ({
      ...POD_SPEC,
      ...one,
      containers: filled(one.containers ?? [], (_one, index) => ({ ...CONTAINER, name: `c${index}` })),
    })),
    workloads: filled(lists.workloads, (one) => ({
      ...WORKLOAD,
      ...one,
      variants: filled(one.variants ?? [{ spec: 0 }], () => VARIANT),
    })),
    roles: filled(lists.roles, (one) => ({
      labels: {},
      aggregates: null,
      namespace: null,
      ...one,
      rules: ((one.rules ?? []) as Given[]).map((rule) => ({ ...RULE, ...rule })),
    })),
    bindings: filled(lists.bindings, (one) => ({
      labels: {},
      namespace: null,
      ...one,
      subjects: filled(one.subjects ?? [], () => ({ namespace: null })),
    })),
    serviceAccounts: filled(lists.serviceAccounts, () => ({ secrets: 0, cloudIdentity: [] })),
  };
}

/** Each object with defaults for what it leaves out; what `defaults` takes over from the object stays. */
function filled(list: unknown, defaults: (one: Given, index: number) => Given): Given[] {
  return (list as Given[]).map((one, index) => {
    const made = defaults(one, index);
    const nested = Object.entries(made).filter(([, value]) => Array.isArray(value) && value.length > 0);
    return { ...made, ...one, ...Object.fromEntries(nested) };
  });
}
