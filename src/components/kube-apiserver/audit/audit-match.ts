/** One rule of an audit policy; empty lists do not limit it. */
export interface AuditRule {
  level: string;
  users: readonly string[];
  userGroups: readonly string[];
  verbs: readonly string[];
  namespaces: readonly string[];
  resources: readonly AuditResources[];
  nonResourceUrls: readonly string[];
  /** Those of the rule and those of the whole policy. */
  omitStages: readonly string[];
  /** Line of the file on which it begins. */
  line: number;
}

export interface AuditResources {
  group: string;
  resources: readonly string[];
  resourceNames: readonly string[];
}

/** A request to the API for a resource, as far as audit rules can tell one from another. */
export interface AuditedRequest {
  user: string;
  groups: readonly string[];
  verb: string;
  group: string;
  resource: string;
  /** Empty for the resource itself. */
  subresource: string;
  /** Empty for a resource without namespace. */
  namespace: string;
}

/**
 * The first rule that matches a request for a resource; undefined when none does, and then nothing is recorded.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/audit/policy/checker.go ruleMatches
 */
export function matchingRule(
  rules: readonly AuditRule[],
  request: AuditedRequest,
  minor: number,
): AuditRule | undefined {
  return rules.find((rule) => matchesCaller(rule, request) && matchesResource(rule, request, minor));
}

/** No limit on who, what or where: whatever reaches this rule matches it. */
export function matchesEverything(rule: AuditRule): boolean {
  return [
    rule.users,
    rule.userGroups,
    rule.verbs,
    rule.namespaces,
    rule.resources,
    rule.nonResourceUrls,
  ].every((limit) => limit.length === 0);
}

function matchesCaller({ users, userGroups, verbs }: AuditRule, request: AuditedRequest): boolean {
  if (users.length > 0 && !users.includes(request.user)) return false;
  if (userGroups.length > 0 && !request.groups.some((one) => userGroups.includes(one))) return false;
  // There is no wildcard for verbs: `*` is the name of no verb.
  return verbs.length === 0 || verbs.includes(request.verb);
}

function matchesResource(rule: AuditRule, request: AuditedRequest, minor: number): boolean {
  if (rule.namespaces.length > 0 && !rule.namespaces.includes(request.namespace)) return false;
  if (rule.resources.length > 0) return rule.resources.some((one) => covers(one, request, minor));
  // A rule for paths outside the API matches no resource, one for namespaces alone all resources in them.
  return rule.namespaces.length > 0 || rule.nonResourceUrls.length === 0;
}

/** From 1.36 on the group `*` stands for every group; before, the policy is refused. */
const ANY_GROUP = 36;

function covers({ group, resources, resourceNames }: AuditResources, request: AuditedRequest, minor: number) {
  if (group !== request.group && !(group === '*' && minor >= ANY_GROUP)) return false;
  if (resources.length === 0) return true;
  // No request of ours carries the name that a rule for single objects asks for.
  return resourceNames.length === 0 && resources.some((pattern) => namesResource(pattern, request));
}

function namesResource(pattern: string, { resource, subresource }: AuditedRequest): boolean {
  if (pattern === '*') return true;
  if (subresource === '') return pattern === resource || pattern === `${resource}/*`;
  return [`${resource}/${subresource}`, `*/${subresource}`, `${resource}/*`].includes(pattern);
}
