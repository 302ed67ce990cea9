import { POWERS } from './rbac/powers.ts';

/** What files that nothing runs yet can say about a property of a cluster. */
export interface FilesScope {
  /** Kinds of objects that it is about; without any of them among the files there is nothing to judge. */
  kinds: readonly string[];
  /** What an object means that misses the rule: objects that are not among the files may make up for it, or not. */
  misses: 'fail' | 'unknown';
  /** What it means that all of them hold. */
  holds: 'pass' | 'unknown';
  /** Why `unknown`, a sentence. */
  because: string;
  /** What a reader is told of a pass, where the sentence for a cluster would say too much. */
  passes?: string;
}

const WORKLOADS = [
  'Pod',
  'Deployment',
  'DaemonSet',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
];
const ROLES = ['Role', 'ClusterRole'];
const BINDINGS = ['RoleBinding', 'ClusterRoleBinding'];

/** Each object says by itself whether it holds. */
const BY_ITSELF = { misses: 'fail', holds: 'pass', because: '' } as const;

const workload: FilesScope = { ...BY_ITSELF, kinds: WORKLOADS };

/** A binding says who gets a right, wherever else others get it. */
const binding: FilesScope = {
  ...BY_ITSELF,
  kinds: BINDINGS,
  passes: 'No binding among the files gives it to anybody but those who may have it.',
};

/** Properties of which files say something, by name. Of all others a file cannot say anything. */
const SCOPES: Readonly<Record<string, FilesScope>> = {
  ...alike(workload, [
    ...['privileged-containers', 'host-process-namespaces', 'host-ipc-namespaces', 'host-networks'],
    ...['privilege-escalation', 'root-containers', 'raw-sockets', 'added-capabilities', 'kept-capabilities'],
    ...['windows-host-processes', 'host-paths', 'host-ports', 'seccomp-profiles', 'security-contexts'],
    ...['secret-environment', 'image-registries'],
  ]),
  ...alike(binding, [
    ...Object.keys(POWERS),
    ...['anonymous-bindings', 'unauthenticated-bindings', 'authenticated-bindings'],
  ]),
  'wildcard-roles': { ...BY_ITSELF, kinds: ROLES },
  'default-namespace': {
    ...BY_ITSELF,
    kinds: [...WORKLOADS, ...BINDINGS.slice(0, 1), 'Role', 'Service', 'ServiceAccount'],
    passes:
      'Each workload, account, role, binding and Service of the files names a namespace, and none names default.',
  },
  'default-accounts': {
    kinds: ['ServiceAccount'],
    misses: 'fail',
    holds: 'unknown',
    because: 'Bindings and Pods that are not among the files may use a default account all the same.',
  },
  'token-mounts': {
    kinds: WORKLOADS,
    misses: 'unknown',
    holds: 'pass',
    because:
      'An account or a binding that is not among the files decides whether the token is mounted and of use.',
  },
  'namespace-policies': {
    kinds: ['Namespace'],
    misses: 'unknown',
    holds: 'pass',
    because: 'The network policy of a namespace may be in another file, or in the cluster.',
  },
  'admission-of-pods': {
    kinds: ['Namespace'],
    misses: 'unknown',
    holds: 'pass',
    because: 'A webhook, a policy or the configuration of the API server may refuse such Pods all the same.',
  },
};

function alike(scope: FilesScope, names: readonly string[]): Record<string, FilesScope> {
  return Object.fromEntries(names.map((name) => [name, scope]));
}

/** What files say about a property; null when nothing. */
export function filesScope(property: string): FilesScope | null {
  return SCOPES[property] ?? null;
}

/** The names of all properties that files say something of. */
export const PROPERTIES_IN_FILES: readonly string[] = Object.keys(SCOPES);
