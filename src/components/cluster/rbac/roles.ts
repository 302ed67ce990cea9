import type { Binding, PolicyRule, Role } from '../../../model/cluster/rbac.ts';
import type { Rights } from '../../../model/cluster.ts';
import { nameOf } from '../view.ts';
import { bootstrapRules } from './bootstrap.ts';

/** The role that a binding gives: `Role shop/reader`, `ClusterRole admin`. */
export function roleName({ role, namespace }: Binding): string {
  return nameOf(role.kind, role.kind === 'Role' ? namespace : null, role.name);
}

const known = new WeakMap<Rights['roles'], ReadonlyMap<string, Role>>();

/** Finds the role of a binding; undefined where there is none, so that the binding gives nothing. */
export function roleFinder(facts: Rights): (binding: Binding) => Role | undefined {
  const roles =
    known.get(facts.roles) ??
    new Map(facts.roles.map((role) => [nameOf(role.kind, role.namespace, role.name), role]));
  known.set(facts.roles, roles);
  return (binding) => {
    const name = roleName(binding);
    return roles.get(name) ?? (facts.places === undefined ? undefined : bootstrapRole(binding, name));
  };
}

/** A role that no file needs to hold, because the API server makes it. */
function bootstrapRole({ role, namespace }: Binding, name: string): Role | undefined {
  const parts = AGGREGATED[name];
  const rules = [name, ...(parts ?? [])].flatMap((one) => [...bootstrapRules(one)]);
  if (rules.length === 0) return undefined;
  return {
    kind: role.kind,
    namespace: role.kind === 'Role' ? namespace : null,
    name: role.name,
    labels: {},
    rules,
    aggregates: parts === undefined ? null : [],
  };
}

/** Roles of Kubernetes that it puts together from others; a cluster may add to them. */
const AGGREGATED: Readonly<Record<string, readonly string[]>> = {
  'ClusterRole view': ['ClusterRole system:aggregate-to-view'],
  'ClusterRole edit': ['ClusterRole system:aggregate-to-edit', 'ClusterRole system:aggregate-to-view'],
  'ClusterRole admin': [
    ...['ClusterRole system:aggregate-to-admin', 'ClusterRole system:aggregate-to-edit'],
    'ClusterRole system:aggregate-to-view',
  ],
};

/** Why it is not known what a binding of files gives; null when it is, or when a cluster was asked. */
export function unknownRole(facts: Rights, binding: Binding): string | null {
  if (facts.places === undefined) return null;
  const role = roleFinder(facts)(binding);
  if (role === undefined) return `${roleName(binding)} is not among the files`;
  return role.aggregates === null ? null : `${roleName(binding)} is put together in the cluster from others`;
}

/** `get, list on pods of every group`. */
export function ruleText({
  verbs,
  apiGroups,
  resources,
  nonResourceURLs,
  resourceNames,
}: PolicyRule): string {
  const on = resources.length > 0 ? resources : nonResourceURLs;
  const groups = apiGroups.includes('*') ? ' of every group' : '';
  const named = resourceNames.length > 0 ? ` named ${resourceNames.join(', ')}` : '';
  return `${verbs.join(', ')} on ${on.join(', ')}${groups}${named}`;
}
