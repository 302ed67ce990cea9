import type { PolicyRule } from '../../../model/cluster/rbac.ts';
import type { Grant, Power } from './powers.ts';

/** A rule that is compared with a grant, beside all rules of its role. */
interface Pair {
  rule: PolicyRule;
  grant: Grant;
  all: readonly PolicyRule[];
}

/** What a role gives of a power: `get, list on secrets` for each of its rules that gives some; empty when none does. */
export function givenBy(
  rules: readonly PolicyRule[],
  { grants, exceptNamed }: Power,
  scope: 'namespace' | 'cluster',
): string[] {
  const reached = grants.filter((grant) => scope === 'cluster' || grant.scope === 'namespaced');
  const judged = rules.filter(({ resourceNames }) => !exceptNamed || resourceNames.length === 0);
  return judged.flatMap((rule) => reached.flatMap((grant) => matched({ rule, grant, all: rules })));
}

function matched(pair: Pair): string[] {
  const { rule, grant } = pair;
  if (grant.resources.includes('*')) return isEverything(rule) ? ['every verb on every resource'] : [];
  if (!isInGroup(rule, grant)) return [];
  const resources = grant.resources.filter((resource) => hasResource(rule, resource));
  // Most rules are about something else, and a cluster has thousands.
  if (resources.length === 0) return [];
  const byVerbs = Map.groupBy(resources, (resource) =>
    grant.verbs.filter((verb) => gives(pair, verb, resource)).join(', '),
  );
  const named = rule.resourceNames.length > 0 ? ` named ${[...rule.resourceNames].sort().join(', ')}` : '';
  return [...byVerbs]
    .filter(([verbs]) => verbs !== '')
    .map(([verbs, resources]) => `${verbs} on ${resources.join(', ')}${named}`);
}

function gives(pair: Pair, verb: string, resource: string): boolean {
  return has(pair.rule.verbs, verb) && !isVoid(pair, verb, resource);
}

/**
 * A rule with names does not fit a request without one. A new object has no name yet, unless it is applied by the
 * server, which takes `patch` and `create` on that name. Subresources belong to an object that is there.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go createAuthorizerAttributes
 */
function isVoid({ rule, grant, all }: Pair, verb: string, resource: string): boolean {
  if (rule.resourceNames.length === 0) return false;
  if (verb === 'deletecollection') return true;
  if (verb !== 'create' || resource.includes('/')) return false;
  const patching = all.filter(
    (one) => has(one.verbs, 'patch') && isInGroup(one, grant) && hasResource(one, resource),
  );
  return !patching.some((one) => shareNames(one, rule));
}

/** No names are all names. */
function shareNames(one: PolicyRule, { resourceNames }: PolicyRule): boolean {
  return one.resourceNames.length === 0 || one.resourceNames.some((name) => resourceNames.includes(name));
}

function isInGroup({ apiGroups }: PolicyRule, { groups }: Grant): boolean {
  return groups.some((group) => has(apiGroups, group));
}

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/apis/rbac/v1/evaluation_helpers.go ResourceMatches */
function hasResource({ resources }: PolicyRule, wanted: string): boolean {
  const subresource = wanted.split('/')[1];
  return has(resources, wanted) || (subresource !== undefined && resources.includes(`*/${subresource}`));
}

function has(list: readonly string[], wanted: string): boolean {
  return list.includes(wanted) || list.includes('*');
}

/** All verbs on all resources of all groups, whatever their names. */
export function isEverything({ verbs, apiGroups, resources, resourceNames }: PolicyRule): boolean {
  return resourceNames.length === 0 && [verbs, apiGroups, resources].every((list) => list.includes('*'));
}
