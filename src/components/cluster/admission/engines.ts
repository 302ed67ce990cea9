import type { CustomResource } from '../../../model/cluster/objects.ts';
import type { ClusterFacts } from '../../../model/cluster.ts';
import { type Certainty, most } from './certainty.ts';

/** A program that decides about Pods at admission, recognised by what it installs. */
export interface Engine {
  name: string;
  /** Names of its webhooks on Pods. */
  webhooks: RegExp;
  /** Definitions of its policies, or the ending of their names. */
  policies: readonly string[] | 'elsewhere';
  /** Definitions of objects of which it cannot be told whether they are such policies. */
  unclear?: readonly string[];
}

const GATEKEEPER = /^validation\.gatekeeper\.sh$/;
const KUBEWARDEN = /\.kubewarden\.admission$/;
const OF_KUBEWARDEN = [
  'clusteradmissionpolicies.policies.kubewarden.io',
  'admissionpolicies.policies.kubewarden.io',
  'clusteradmissionpolicygroups.policies.kubewarden.io',
  'admissionpolicygroups.policies.kubewarden.io',
];

/** Engines that refuse Pods which ask for too much. */
export const ADMISSION_ENGINES: readonly Engine[] = [
  { name: 'OPA Gatekeeper', webhooks: GATEKEEPER, policies: ['.constraints.gatekeeper.sh'] },
  {
    name: 'Kyverno',
    webhooks: /^(n?vpol\.)?validate\.kyverno\.svc/,
    policies: [
      'clusterpolicies.kyverno.io',
      'policies.kyverno.io',
      'validatingpolicies.policies.kyverno.io',
      'namespacedvalidatingpolicies.policies.kyverno.io',
    ],
  },
  { name: 'Kubewarden', webhooks: KUBEWARDEN, policies: OF_KUBEWARDEN },
];

/** Engines that verify signatures of images. */
export const IMAGE_ENGINES: readonly Engine[] = [
  {
    name: 'Sigstore policy-controller',
    webhooks: /^policy\.sigstore\.dev/,
    policies: ['clusterimagepolicies.policy.sigstore.dev'],
  },
  { name: 'Connaisseur', webhooks: /^connaisseur/, policies: 'elsewhere' },
  {
    name: 'Portieris',
    webhooks: /^trust\.hooks\.securityenforcement/,
    policies: ['clusterimagepolicies.portieris.cloud.ibm.com', 'imagepolicies.portieris.cloud.ibm.com'],
  },
  {
    name: 'Kyverno',
    webhooks: /^(n?ivpol\.)?(validate|mutate)\.kyverno\.svc/,
    policies: [
      'imagevalidatingpolicies.policies.kyverno.io',
      'namespacedimagevalidatingpolicies.policies.kyverno.io',
    ],
    // Rules of these may verify images among other things.
    unclear: ['clusterpolicies.kyverno.io', 'policies.kyverno.io'],
  },
  {
    name: 'OPA Gatekeeper with Ratify or another provider',
    webhooks: GATEKEEPER,
    policies: ['ratifyverification.constraints.gatekeeper.sh'],
    // Whom its constraints may ask about images.
    unclear: ['policies.config.ratify.deislabs.io', 'providers.externaldata.gatekeeper.sh'],
  },
  { name: 'Kubewarden', webhooks: KUBEWARDEN, policies: [], unclear: OF_KUBEWARDEN },
];

/** Objects of some definitions, by their whole names or endings that begin with a dot. */
export function resourcesOf(
  { customResources }: ClusterFacts,
  definitions: readonly string[] | 'elsewhere' = [],
): CustomResource[] {
  if (definitions === 'elsewhere') return [];
  return customResources.filter(({ definition }) =>
    definitions.some((one) => (one.startsWith('.') ? definition.endsWith(one) : definition === one)),
  );
}

/** Whether some of the policies refuse Pods, wherever that is. */
export function refuses(resources: readonly CustomResource[]): Certainty {
  return most(
    resources.map(({ count, refusing }) => {
      if (count === 0) return 'no';
      if (count === null || refusing === undefined) return 'maybe';
      return refusing > 0 ? 'yes' : 'no';
    }),
  );
}
