import type { AuditedRequest } from './audit-match.ts';

/** Requests of one kind that an audit policy should record, and how. */
export interface AuditProbe {
  /** `get secrets`. */
  label: string;
  verb: string;
  group: string;
  resource: string;
  subresource: string;
  /** Bodies hold what nobody may read in a log, so metadata is enough and more is too much. */
  sensitive: boolean;
  /** A resource without namespace. */
  clusterWide: boolean;
  /** Stages at which such a request can be recorded; one that runs on is also recorded when it begins. */
  stages: readonly string[];
}

const READS = ['get', 'list', 'watch'];
const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection'];
/** A connection is opened with either verb, by protocol. */
const CONNECTS = ['create', 'get'];

/** A connection stays open. */
const WAYS_IN = ['exec', 'attach', 'portforward', 'proxy'];

const ENDS = ['RequestReceived', 'ResponseComplete'];
const RUNS_ON = [...ENDS, 'ResponseStarted'];

interface ProbeGroup {
  verbs: readonly string[];
  group: string;
  resource: string;
  subresource?: string;
  sensitive?: true;
  clusterWide?: true;
}

/** What the benchmark names: secrets and their like, workloads, and the ways into running containers. */
const GROUPS: readonly ProbeGroup[] = [
  { verbs: [...READS, ...WRITES], group: '', resource: 'secrets', sensitive: true },
  { verbs: [...READS, ...WRITES], group: '', resource: 'configmaps', sensitive: true },
  {
    verbs: ['create'],
    group: 'authentication.k8s.io',
    resource: 'tokenreviews',
    sensitive: true,
    clusterWide: true,
  },
  { verbs: WRITES, group: '', resource: 'pods' },
  { verbs: WRITES, group: 'apps', resource: 'deployments' },
  { verbs: CONNECTS, group: '', resource: 'pods', subresource: 'exec' },
  { verbs: CONNECTS, group: '', resource: 'pods', subresource: 'attach' },
  { verbs: CONNECTS, group: '', resource: 'pods', subresource: 'portforward' },
  { verbs: CONNECTS, group: '', resource: 'pods', subresource: 'proxy' },
  { verbs: CONNECTS, group: '', resource: 'services', subresource: 'proxy' },
];

/** What newer versions of the benchmark name besides, by the name that a rule's parameter has for it. */
const FURTHER: Readonly<Record<string, ProbeGroup>> = {
  certificatesigningrequests: {
    verbs: WRITES,
    group: 'certificates.k8s.io',
    resource: 'certificatesigningrequests',
    clusterWide: true,
  },
  'serviceaccounts/token': {
    verbs: ['create'],
    group: '',
    resource: 'serviceaccounts',
    subresource: 'token',
    sensitive: true,
  },
};

/** @param further names of requests besides those that every version of the benchmark names; throws for another */
export function auditProbes(further: readonly string[]): readonly AuditProbe[] {
  const more = further.map((name) => {
    const group = Object.hasOwn(FURTHER, name) ? FURTHER[name] : undefined;
    if (group === undefined) throw new Error(`no audit probes are known for ${name}`);
    return group;
  });
  return [...GROUPS, ...more].flatMap(probesOf);
}

function probesOf({ verbs, group, resource, subresource = '', ...rest }: ProbeGroup): AuditProbe[] {
  const runsOn = WAYS_IN.includes(subresource);
  return verbs.map((verb) => ({
    label: `${verb} ${[resource, subresource].filter((part) => part !== '').join('/')}`,
    verb,
    group,
    resource,
    subresource,
    sensitive: rest.sensitive ?? false,
    clusterWide: rest.clusterWide ?? false,
    stages: runsOn || verb === 'watch' ? RUNS_ON : ENDS,
  }));
}

/** A person and a workload: a policy may leave either out. */
const CALLERS: readonly Pick<AuditedRequest, 'user' | 'groups'>[] = [
  { user: 'somebody', groups: ['system:authenticated'] },
  {
    user: 'system:serviceaccount:default:default',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
  },
];

const NAMESPACES = ['default', 'kube-system'];

/** The requests that a probe stands for: each caller in each namespace. */
export function requestsOf(probe: AuditProbe): readonly AuditedRequest[] {
  const { verb, group, resource, subresource } = probe;
  const namespaces = probe.clusterWide ? [''] : NAMESPACES;
  return CALLERS.flatMap((caller) =>
    namespaces.map((namespace) => ({ ...caller, verb, group, resource, subresource, namespace })),
  );
}
