import type { Binding, PolicyRule, Role, Subject } from '../../../model/cluster/rbac.ts';
import { BOOTSTRAP_BINDINGS, BOOTSTRAP_ROLES } from '../bootstrap-rbac.ts';
import { nameOf } from '../view.ts';

const bindings = new Set(BOOTSTRAP_BINDINGS.map((one) => one.join(' > ')));

/** Its members are allowed before any authorizer is asked: bindings give them nothing, and take nothing from them. */
export const MASTERS = 'system:masters';

export function isMastersGroup({ kind, name }: Subject): boolean {
  return kind === 'Group' && name === MASTERS;
}

/** `Group dev`, `ServiceAccount shop/web`. */
export function subjectName({ kind, namespace, name }: Subject): string {
  return nameOf(kind, namespace, name);
}

/**
 * Whether the API server itself makes this binding: by its name, role and subject, all three. Labels say nothing,
 * because anybody may set them.
 */
export function isBootstrapBinding(binding: Binding, subject: Subject): boolean {
  const name = nameOf(binding.kind, binding.namespace, binding.name);
  return bindings.has(`${name} > ${binding.role.kind} ${binding.role.name} > ${subjectName(subject)}`);
}

const rulesOf = new Map<string, readonly PolicyRule[]>();

/** Rules that the API server gives a role; none for a role that it does not make. Rules added later are not among them. */
export function bootstrapRules(role: string): readonly PolicyRule[] {
  const texts = BOOTSTRAP_ROLES[role];
  if (texts === undefined) return [];
  const rules = rulesOf.get(role) ?? texts.map(parsed);
  rulesOf.set(role, rules);
  return rules;
}

/** Rules of a role beyond those that the API server gives it; all of a role that it does not make. */
export function addedRules({ kind, namespace, name, rules }: Role): PolicyRule[] {
  const known = bootstrapRules(nameOf(kind, namespace, name));
  return rules.filter((rule) => !known.some((one) => isWithin(rule, one)));
}

/** Bindings that an installer documents as its own, each with the most that its role may allow to be taken for it. */
const INSTALLERS = [
  {
    /** https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubeadm/app/phases/bootstraptoken/clusterinfo/clusterinfo.go */
    binding:
      'RoleBinding kube-public/kubeadm:bootstrap-signer-clusterinfo > Role kubeadm:bootstrap-signer-clusterinfo > User system:anonymous',
    rules: ['get;;configmaps;cluster-info;'],
    what: 'kubeadm makes it, so that nodes that join can read the ConfigMap cluster-info',
  },
];

/**
 * What an installer makes this binding for; null when none does, or when its role allows more than the installer's.
 *
 * @param role undefined where there is no such role, so that the binding gives nothing
 */
export function installerBinding(binding: Binding, subject: Subject, role: Role | undefined): string | null {
  const name = nameOf(binding.kind, binding.namespace, binding.name);
  const text = `${name} > ${binding.role.kind} ${binding.role.name} > ${subjectName(subject)}`;
  const known = INSTALLERS.find((one) => one.binding === text);
  if (known === undefined) return null;
  const most = known.rules.map(parsed);
  const within = (role?.rules ?? []).every((rule) => most.some((one) => isWithin(rule, one)));
  return within ? known.what : null;
}

/** Whether a rule allows no more than another one. */
export function isWithin(rule: PolicyRule, other: PolicyRule): boolean {
  const lists = ['verbs', 'apiGroups', 'resources', 'nonResourceURLs'] as const;
  return lists.every((list) => covers(other[list], rule[list])) && hasNamesOf(rule, other);
}

function covers(list: readonly string[], wanted: readonly string[]): boolean {
  return list.includes('*') || wanted.every((one) => list.includes(one));
}

/** No names are all names. */
function hasNamesOf({ resourceNames }: PolicyRule, other: PolicyRule): boolean {
  if (other.resourceNames.length === 0) return true;
  return resourceNames.length > 0 && resourceNames.every((name) => other.resourceNames.includes(name));
}

function parsed(text: string): PolicyRule {
  const [verbs, apiGroups, resources, resourceNames, nonResourceURLs] = text.split(';');
  return {
    verbs: list(verbs),
    // The core group is the empty text, so an empty list of groups can only be one of it, or no resources at all.
    apiGroups: apiGroups === '' && resources !== '' ? [''] : (apiGroups?.split(',') ?? []),
    resources: list(resources),
    resourceNames: list(resourceNames),
    nonResourceURLs: list(nonResourceURLs),
  };
}

function list(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split(',');
}
