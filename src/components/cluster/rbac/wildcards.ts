import type { PolicyRule, Role } from '../../../model/cluster/rbac.ts';
import type { ClusterFacts } from '../../../model/cluster.ts';
import type { PropertyItem } from '../../subject.ts';
import { type ClusterProperty, count, listParameter, nameOf, objectOrigin } from '../view.ts';
import { addedRules } from './bootstrap.ts';
import { needingRbac } from './needing-rbac.ts';
import { ruleText } from './roles.ts';

/** Roles of the site that use `*` for verbs, resources or groups, and those of Kubernetes that were given such rules. */
export const wildcardRoles: ClusterProperty = needingRbac(
  ['roles', 'clusterroles'],
  ({ facts, parameters }) => {
    const allowed = listParameter(parameters, 'allowed-roles');
    const items = wildRules(facts.roles).map(({ role, wild }) => itemOf(facts, role, wild, allowed));
    return {
      state: 'items',
      items,
      virtue: () => `Only allowed roles use wildcards: ${items.map(({ label }) => label).join(', ')}.`,
      none: {
        status: 'pass',
        reason: `None of ${count(facts.roles.length, 'role')} uses wildcards, but for those that Kubernetes itself makes.`,
      },
    };
  },
);

interface WildRole {
  role: Role;
  wild: readonly PolicyRule[];
}

/** An aggregated role has its rules from others, so that each is told where it was written, if it was. */
function wildRules(roles: readonly Role[]): WildRole[] {
  const wildOf = (role: Role) => ({ role, wild: addedRules(role).filter(isWild) });
  const written = roles.filter(({ aggregates }) => aggregates === null).map(wildOf);
  const told = new Set(written.flatMap(({ wild }) => wild.map((rule) => JSON.stringify(rule))));
  const aggregated = roles
    .filter(({ aggregates }) => aggregates !== null)
    .map(wildOf)
    .map(({ role, wild }) => ({ role, wild: wild.filter((rule) => !told.has(JSON.stringify(rule))) }));
  return [...written, ...aggregated].filter(({ wild }) => wild.length > 0);
}

function itemOf(
  facts: ClusterFacts,
  role: Role,
  wild: readonly PolicyRule[],
  allowed: readonly string[],
): PropertyItem {
  const label = nameOf(role.kind, role.namespace, role.name);
  const short = role.namespace === null ? role.name : `${role.namespace}/${role.name}`;
  const rules = wild.slice(0, 3).map(ruleText).join('; ');
  return {
    label,
    attributes: { allowed: allowed.includes(short) ? 'yes' : 'no' },
    origin: objectOrigin(facts, label, role.kind === 'Role' ? 'roles' : 'clusterroles'),
    defects: { allowed: `${label} uses wildcards: ${rules}.` },
    note: rules,
  };
}

/** `*`, and `*` + a subresource, which is that of every kind. */
function isWild({ verbs, apiGroups, resources, nonResourceURLs }: PolicyRule): boolean {
  const everywhere = [verbs, apiGroups, resources, nonResourceURLs].some((list) => list.includes('*'));
  return everywhere || resources.some((one) => one.startsWith('*/'));
}
