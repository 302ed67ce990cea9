import type { CustomResource } from '../../model/cluster/objects.ts';
import type { ApiClient } from './api/client.ts';
import { ACCEPT, list } from './api/list.ts';
import { askOnce } from './api/patience.ts';
import { kubewardenPolicy, kyvernoValidatingPolicy } from './engine-policies/by-rules.ts';
import { gatekeeperConstraint } from './engine-policies/gatekeeper.ts';
import { portierisPolicy, sigstorePolicy } from './engine-policies/images.ts';
import { kyvernoPolicy } from './engine-policies/kyverno.ts';
import type { PolicyReader } from './engine-policies/policy.ts';
import { Kept } from './kept.ts';
import { rawOf, rawsOf, textOf } from './raw.ts';
import { type ListedNamespace, namesOf } from './reduce/selector.ts';

/** What is looked at: how many there are, in which namespaces they are, or which of them refuse Pods. */
type How = 'count' | 'namespaces' | PolicyReader;

/** Definitions whose objects tell which engine guards the network, admission or secrets. */
export const COUNTED = new Map<string, How>([
  ['ciliumnetworkpolicies.cilium.io', 'namespaces'],
  ['ciliumclusterwidenetworkpolicies.cilium.io', 'count'],
  ['networkpolicies.crd.projectcalico.org', 'namespaces'],
  ['globalnetworkpolicies.crd.projectcalico.org', 'count'],
  ['networkpolicies.crd.antrea.io', 'namespaces'],
  ['clusternetworkpolicies.crd.antrea.io', 'count'],
  ['adminnetworkpolicies.policy.networking.k8s.io', 'count'],
  ['baselineadminnetworkpolicies.policy.networking.k8s.io', 'count'],
  ['clusternetworkpolicies.policy.networking.k8s.io', 'count'],
  ['constrainttemplates.templates.gatekeeper.sh', 'count'],
  ['providers.externaldata.gatekeeper.sh', 'count'],
  ['clusterpolicies.kyverno.io', kyvernoPolicy],
  ['policies.kyverno.io', kyvernoPolicy],
  ['validatingpolicies.policies.kyverno.io', kyvernoValidatingPolicy],
  ['namespacedvalidatingpolicies.policies.kyverno.io', kyvernoValidatingPolicy],
  ['imagevalidatingpolicies.policies.kyverno.io', kyvernoValidatingPolicy],
  ['namespacedimagevalidatingpolicies.policies.kyverno.io', kyvernoValidatingPolicy],
  ['clusteradmissionpolicies.policies.kubewarden.io', kubewardenPolicy],
  ['admissionpolicies.policies.kubewarden.io', kubewardenPolicy],
  ['clusteradmissionpolicygroups.policies.kubewarden.io', kubewardenPolicy],
  ['admissionpolicygroups.policies.kubewarden.io', kubewardenPolicy],
  ['clusterimagepolicies.policy.sigstore.dev', sigstorePolicy],
  ['clusterimagepolicies.portieris.cloud.ibm.com', portierisPolicy],
  ['imagepolicies.portieris.cloud.ibm.com', portierisPolicy],
  ['policies.config.ratify.deislabs.io', 'count'],
  ['externalsecrets.external-secrets.io', 'count'],
  ['clusterexternalsecrets.external-secrets.io', 'count'],
  ['secretproviderclasses.secrets-store.csi.x-k8s.io', 'count'],
  ['vaultstaticsecrets.secrets.hashicorp.com', 'count'],
  ['vaultdynamicsecrets.secrets.hashicorp.com', 'count'],
  ['securitycontextconstraints.security.openshift.io', 'count'],
]);
/** Each Gatekeeper template makes a kind of its own in this group. */
const CONSTRAINTS = '.constraints.gatekeeper.sh';

interface Asked {
  /** Names of all definitions that the cluster has. */
  definitions: readonly string[];
  /** Those that were listed, for what policies say of namespaces. */
  namespaces: readonly ListedNamespace[];
}

/** Counts the objects of those definitions that the cluster has and that we know. */
export async function customResourcesOf(
  client: ApiClient,
  { definitions, namespaces }: Asked,
  progress: (message: string) => void,
): Promise<CustomResource[]> {
  const counted: CustomResource[] = [];
  for (const definition of definitions) {
    const how = definition.endsWith(CONSTRAINTS) ? gatekeeperConstraint : COUNTED.get(definition);
    if (how === undefined) continue;
    progress(`counting ${definition}`);
    const path = await pathOf(client, definition);
    counted.push(
      path === null
        ? uncounted(definition, 'the server does not say in which version it has the kind')
        : await countOf({ client, definition, path }, how, namespaces),
    );
  }
  return counted;
}

interface Counting {
  client: ApiClient;
  definition: string;
  path: string;
}

function countOf(
  counting: Counting,
  how: How,
  namespaces: readonly ListedNamespace[],
): Promise<CustomResource> {
  if (how === 'count') return total(counting);
  return how === 'namespaces' ? byNamespace(counting) : byRefusal(counting, how, namespaces);
}

/** The API says which version of a group it prefers. */
async function pathOf(client: ApiClient, definition: string): Promise<string | null> {
  const at = definition.indexOf('.');
  const [plural, group] = [definition.slice(0, at), definition.slice(at + 1)];
  const answer = await askOnce(client, `/apis/${group}`, ACCEPT.objects);
  if (answer.state !== 'ok') return null;
  const version = textOf(rawOf(rawOf(answer.value).preferredVersion).groupVersion);
  return version === '' ? null : `/apis/${version}/${plural}`;
}

/** One object, and the number of those that remain. */
async function total({ client, definition, path }: Counting): Promise<CustomResource> {
  const answer = await askOnce(client, `${path}?limit=1`, ACCEPT.metadata);
  if (answer.state === 'failed') return uncounted(definition, reasonIn(answer.listing));
  if (answer.state !== 'ok') return uncounted(definition, 'no answer that can be used');
  const list = rawOf(answer.value);
  const remaining = rawOf(list.metadata).remainingItemCount;
  return {
    definition,
    count: rawsOf(list.items).length + (typeof remaining === 'number' ? remaining : 0),
    namespaces: [],
  };
}

async function byNamespace({ client, definition, path }: Counting): Promise<CustomResource> {
  const namespaces = new Kept((object) => textOf(rawOf(object.metadata).namespace));
  const { listing } = await list(client, { path, what: 'metadata' }, namespaces, () => {});
  if (listing.state !== 'listed') return uncounted(definition, reasonIn(listing));
  return { definition, count: listing.count, namespaces: [...new Set(namespaces.list)].sort() };
}

/** Looks at what the policies of an engine are set to do; of their content nothing is kept. */
async function byRefusal(
  { client, definition, path }: Counting,
  read: PolicyReader,
  namespaces: readonly ListedNamespace[],
): Promise<CustomResource> {
  const policies = new Kept(read);
  const { listing } = await list(client, { path, what: 'objects' }, policies, () => {});
  if (listing.state !== 'listed') return uncounted(definition, reasonIn(listing));
  return {
    definition,
    count: listing.count,
    namespaces: [],
    refusing: policies.list.length,
    refusesIn: namesOf(namespaces, (one) => policies.list.some((policy) => policy.isAboutAllIn(one))),
  };
}

function uncounted(definition: string, reason: string): CustomResource {
  return { definition, count: null, namespaces: [], reason };
}

function reasonIn(listing: { state: string; reason?: string }): string {
  return listing.reason ?? listing.state;
}
