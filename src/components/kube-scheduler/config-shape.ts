import type { ConfigFields } from '../kubernetes/config-fields.ts';
import type { ConfigShape } from '../kubernetes/config-reader.ts';
import { PROGRAM } from './conventions.ts';

const GROUP = 'kubescheduler.config.k8s.io';

/** Keys that every version of the kind has. https://github.com/kubernetes/kube-scheduler/blob/v0.34.1/config/v1/types.go */
const COMMON: ConfigFields = {
  'clientConnection.kubeconfig': 'string',
  'clientConnection.acceptContentTypes': 'string',
  'clientConnection.contentType': 'string',
  'clientConnection.qps': 'number',
  'clientConnection.burst': 'integer',
  'leaderElection.leaderElect': 'boolean',
  'leaderElection.leaseDuration': 'duration',
  'leaderElection.renewDeadline': 'duration',
  'leaderElection.retryPeriod': 'duration',
  'leaderElection.resourceLock': 'string',
  'leaderElection.resourceName': 'string',
  'leaderElection.resourceNamespace': 'string',
  enableProfiling: 'boolean',
  enableContentionProfiling: 'boolean',
  percentageOfNodesToScore: 'integer',
  podInitialBackoffSeconds: 'integer',
  podMaxBackoffSeconds: 'integer',
};

const ADDRESSES: ConfigFields = { healthzBindAddress: 'string', metricsBindAddress: 'string' };

/** What the profiles and extenders hold decides nothing here and is not looked into; extenders may hold keys. */
const PROFILES: ConfigFields = {
  'profiles.*.schedulerName': 'string',
  'profiles.*.plugins.**': 'any',
  'profiles.*.pluginConfig.**': 'any',
  'extenders.**': 'any',
};

const FIRST_PROFILES: ConfigFields = { disablePreemption: 'boolean', bindTimeoutSeconds: 'integer' };

/** One version of the kind: the minors that read it, and the keys it has beside the common ones. */
interface KindVersion {
  since: number;
  until?: number;
  fields: ConfigFields;
  /** Keys that came later. */
  later?: readonly { since: number; fields: ConfigFields }[];
  lenient?: true;
}

const VERSIONS: Readonly<Record<string, KindVersion>> = {
  v1alpha1: {
    since: 18,
    until: 18,
    fields: {
      ...ADDRESSES,
      ...FIRST_PROFILES,
      schedulerName: 'string',
      'algorithmSource.**': 'any',
      hardPodAffinitySymmetricWeight: 'integer',
      'plugins.**': 'any',
      'pluginConfig.**': 'any',
    },
    lenient: true,
  },
  v1alpha2: { since: 18, until: 18, fields: { ...ADDRESSES, ...FIRST_PROFILES, ...PROFILES } },
  v1beta1: {
    since: 19,
    until: 22,
    fields: { ...ADDRESSES, ...PROFILES },
    later: [{ since: 20, fields: { parallelism: 'integer' } }],
  },
  v1beta2: { since: 22, until: 27, fields: { ...ADDRESSES, ...PROFILES, parallelism: 'integer' } },
  v1beta3: { since: 23, until: 28, fields: { ...PROFILES, parallelism: 'integer' } },
  v1: {
    since: 25,
    fields: { ...PROFILES, parallelism: 'integer' },
    later: [
      { since: 26, fields: { 'profiles.*.percentageOfNodesToScore': 'integer' } },
      { since: 28, fields: { delayCacheUntilActive: 'boolean' } },
    ],
  },
};

/** Keys of all versions, for the collector. */
export const schedulerConfigFields: ConfigFields = Object.assign(
  {},
  COMMON,
  ...Object.values(VERSIONS).map((version) => fieldsOf(version, Infinity)),
);

function fieldsOf({ fields, later = [] }: KindVersion, minor: number): ConfigFields {
  return Object.assign({}, fields, ...later.filter(({ since }) => minor >= since).map((one) => one.fields));
}

/** How one minor reads a file of the version that it names; a version that it does not read refuses. */
export function schedulerShape(apiVersion: string, minor: number): ConfigShape {
  const known = Object.entries(VERSIONS).filter(
    ([, { since, until = Infinity }]) => minor >= since && minor <= until,
  );
  const version = known.find(([name]) => `${GROUP}/${name}` === apiVersion)?.[1];
  return {
    program: PROGRAM,
    kind: 'KubeSchedulerConfiguration',
    apiVersions: known.map(([name]) => `${GROUP}/${name}`),
    fields: { ...COMMON, ...(version === undefined ? {} : fieldsOf(version, minor)) },
    strict: version?.lenient !== true,
  };
}
