import type { BootstrapToken, PolicyRule } from '../../model/cluster/rbac.ts';
import type { ClusterFacts } from '../../model/cluster.ts';
import type { PropertyItem } from '../subject.ts';
import { apiServerSettings } from './api-servers.ts';
import { isWithin, subjectName } from './rbac/bootstrap.ts';
import { needingRbac, RBAC_KINDS } from './rbac/needing-rbac.ts';
import { roleFinder, roleName, ruleText } from './rbac/roles.ts';
import { apiOrigin, type ClusterProperty, nameOf, needing } from './view.ts';

/** Bootstrap tokens are for nodes that join; one that lasts, or may do more than join, serves people as well. */
export const bootstrapTokens: ClusterProperty = (view) => {
  const taken = apiServerSettings(view.snapshot, 'bootstrap-token-auth');
  if (taken.length > 0 && taken.every((one) => one?.value === false)) {
    const reason = 'No API server on this node takes bootstrap tokens as credentials.';
    return { state: 'settled', verdict: { status: 'pass', reason } };
  }
  return presentTokens(view);
};

const presentTokens: ClusterProperty = needing(
  ['secrets (bootstrap tokens)'],
  needingRbac(RBAC_KINDS, ({ facts, snapshot }) => ({
    state: 'items',
    items: facts.bootstrapTokens.map((token) => tokenItem(token, snapshot.at, facts)),
    virtue: () =>
      'Every bootstrap token that is good for a request expires, and may do nothing but let a node join.',
    none: { status: 'pass', reason: 'There is no bootstrap token that anybody could use.' },
  })),
);

function tokenItem(token: BootstrapToken, at: string, facts: ClusterFacts): PropertyItem {
  const useless = whyUseless(token, at);
  const defects = useless === null ? defectsOf(token, facts) : [];
  const end = token.expiration === null ? 'Does not expire.' : `Expires at ${token.expiration}.`;
  return {
    label: `Secret kube-system/${token.name}`,
    attributes: { limited: defects.length === 0 ? 'yes' : 'no' },
    origin: apiOrigin('secrets'),
    defects: { limited: `Bootstrap token ${token.name} ${defects.join(', ')}.` },
    note: useless === null ? end : `Good for no request: ${useless}.`,
  };
}

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/staging/src/k8s.io/cluster-bootstrap/token/api/types.go BootstrapGroupPattern */
const GROUP = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/plugin/pkg/auth/authenticator/token/bootstrap/bootstrap.go */
function whyUseless({ expiration, usages, groups }: BootstrapToken, at: string): string | null {
  if (!usages.includes('authentication')) return 'it is not for authentication';
  const odd = groups.find((group) => !GROUP.test(group));
  if (odd !== undefined) return `the API server refuses its group ${odd}`;
  if (expiration !== null && !(Date.parse(expiration) > Date.parse(at))) return `it expired at ${expiration}`;
  return null;
}

function defectsOf(token: BootstrapToken, facts: ClusterFacts): string[] {
  const lasts = token.expiration === null ? ['does not expire'] : [];
  return [...lasts, ...moreThanJoining(token, facts).slice(0, 3)];
}

/** What nodes need in order to join, as kubeadm and the bootstrap roles of Kubernetes give it. */
const JOINING: readonly PolicyRule[] = [
  {
    verbs: ['create', 'get', 'list', 'watch'],
    apiGroups: ['certificates.k8s.io'],
    resources: ['', '/nodeclient', '/selfnodeclient'].map((sub) => `certificatesigningrequests${sub}`),
    resourceNames: [],
    nonResourceURLs: [],
  },
  reading('nodes', []),
  // Keys for another control plane node, encrypted with a key that kubeadm tells the administrator alone.
  reading('secrets', ['kubeadm-certs']),
];

function reading(resource: string, resourceNames: readonly string[]): PolicyRule {
  const names = [...resourceNames];
  return {
    verbs: ['get'],
    apiGroups: [''],
    resources: [resource],
    resourceNames: names,
    nonResourceURLs: [],
  };
}

/** Rights that bindings give to the token's own user or to its groups; what everybody has is none. */
function moreThanJoining({ name, groups }: BootstrapToken, facts: ClusterFacts): string[] {
  const roleOf = roleFinder(facts);
  const id = name.replace(/^bootstrap-token-/, '');
  const itself = new Set([
    `User system:bootstrap:${id}`,
    ...['system:bootstrappers', ...groups].map((group) => `Group ${group}`),
  ]);
  return facts.bindings.flatMap((binding) => {
    const subject = binding.subjects.map(subjectName).find((one) => itself.has(one));
    const [rule] = (roleOf(binding)?.rules ?? []).filter((one) => !isForJoining(one));
    if (subject === undefined || rule === undefined) return [];
    const by = nameOf(binding.kind, binding.namespace, binding.name);
    return [`may ${ruleText(rule)} as ${subject}, by ${by} (${roleName(binding)})`];
  });
}

/** The ConfigMaps of kubeadm have names that differ by version. */
function isForJoining(rule: PolicyRule): boolean {
  const known = [...JOINING, ...(rule.resourceNames.length > 0 ? [reading('configmaps', [])] : [])];
  return known.some((one) => isWithin(rule, one));
}
