import type { PolicyRule, Subject } from '../../../model/cluster/rbac.ts';
import type { Rights } from '../../../model/cluster.ts';
import { isBootstrapBinding, isMastersGroup, subjectName } from './bootstrap.ts';
import { givenBy } from './given.ts';
import { holdingsOf, scopeOf } from './holdings.ts';
import { type Grant, POWERS, type Power } from './powers.ts';
import { roleFinder } from './roles.ts';

/** One question to the API server: may this subject do that, on no object in particular? */
export interface Review {
  verb: string;
  group: string;
  /** With its subresource: `nodes/proxy`. */
  resource: string;
  /** Null: in the whole cluster. */
  namespace: string | null;
  /** `stranger`, who has signed in and is nobody else, or a subject of a binding. */
  subject: Subject | 'stranger';
}

const SIGNED_IN = 'system:authenticated';
/** Holders of a right that are asked about: those of the site, and of those by default. Each is an audit entry. */
const MOST_OF_SITE = 8;
const MOST_BY_DEFAULT = 1;
const UNRELATED: Subject = { kind: 'ServiceAccount', namespace: 'default', name: 'default' };

/** Rights by the property that lists their holders. */
const RIGHTS: ReadonlyMap<string, Power> = new Map(Object.entries(POWERS));

export const REVIEWED: readonly string[] = [...RIGHTS.keys()];

/**
 * Whom to ask about for one property: an account that should not have the right, the holders that the site has made, and
 * one of those that Kubernetes makes. What is given to all who have signed in the account has as well; a user who is
 * nobody is asked about only where the right is everything.
 */
export function reviewsOf(facts: Rights, property: string): Review[] {
  const power = RIGHTS.get(property);
  const [first] = power?.grants ?? [];
  if (power === undefined || first === undefined) return [];
  const others = first.verbs.includes('*') ? (['stranger', UNRELATED] as const) : [UNRELATED];
  const nobody = others.map((subject) => reviewOf(first, null, subject));
  const held = unique(holdersIn(facts, power));
  const [site, byDefault] = [held.filter((one) => !one.byDefault), held.filter((one) => one.byDefault)];
  const chosen = [...site.slice(0, MOST_OF_SITE), ...byDefault.slice(0, MOST_BY_DEFAULT)];
  const reviews = [...nobody, ...chosen.map(({ review }) => review)];
  return [...new Map(reviews.map((review) => [reviewText(review), review])).values()];
}

interface Holder {
  review: Review;
  byDefault: boolean;
}

function holdersIn(facts: Rights, power: Power): Holder[] {
  const singles = power.grants.flatMap(single);
  const judged = holdingsOf(facts, power).filter(({ subject }) => !isMastersGroup(subject));
  return judged.flatMap(({ binding, subject, rules }) => {
    const grant = singles.find((one) => given(rules, one, scopeOf(binding)));
    if (grant === undefined) return [];
    const byDefault = isBootstrapBinding(binding, subject);
    return [{ review: reviewOf(grant, binding.namespace, subject), byDefault }];
  });
}

/** A subject is asked about once in each namespace. */
function unique(holders: readonly Holder[]): Holder[] {
  const sorted = [...holders].sort((one, other) =>
    reviewText(one.review) < reviewText(other.review) ? -1 : 1,
  );
  const key = ({ review }: Holder) => `${review.namespace} ${JSON.stringify(review.subject)}`;
  return [...new Map(sorted.map((one) => [key(one), one])).values()];
}

/** Grants of one verb on one resource. */
function single(grant: Grant): Grant[] {
  return grant.verbs.flatMap((verb) =>
    grant.groups.flatMap((group) =>
      grant.resources.map((resource) => ({
        ...grant,
        verbs: [verb],
        groups: [group],
        resources: [resource],
      })),
    ),
  );
}

function given(rules: readonly PolicyRule[], grant: Grant, scope: 'cluster' | 'namespace'): boolean {
  return givenBy(rules, { may: '', grants: [grant], exceptNamed: true }, scope).length > 0;
}

function reviewOf(grant: Grant, namespace: string | null, subject: Review['subject']): Review {
  const [verb = '', group = '', resource = ''] = [grant.verbs[0], grant.groups[0], grant.resources[0]];
  return { verb, group, resource, namespace, subject };
}

/** As whom the API server is asked about a review: a user and the groups that it is in. */
export function whoIs({ subject }: Review): { user: string; groups: string[] } {
  const stranger = 'kubetrue-stranger';
  if (subject === 'stranger') return { user: stranger, groups: [SIGNED_IN] };
  const { kind, namespace, name } = subject;
  if (kind === 'Group') return { user: stranger, groups: [name, SIGNED_IN] };
  if (kind === 'User') return { user: name, groups: [SIGNED_IN] };
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, SIGNED_IN];
  return { user: `system:serviceaccount:${namespace}:${name}`, groups };
}

/** Whether the bindings say yes to a review. */
export function bindingsAllow(facts: Rights, review: Review): boolean {
  const { verb, group, resource, namespace } = review;
  const grant: Grant = { verbs: [verb], groups: [group], resources: [resource], scope: 'cluster' };
  const roleOf = roleFinder(facts);
  return facts.bindings
    .filter((binding) => binding.namespace === null || binding.namespace === namespace)
    .filter(({ subjects }) => subjects.some((subject) => isOf(review, subject)))
    .some((binding) => given(roleOf(binding)?.rules ?? [], grant, 'cluster'));
}

function isOf(review: Review, { kind, namespace, name }: Subject): boolean {
  const { user, groups } = whoIs(review);
  if (kind === 'Group') return groups.includes(name);
  return user === (kind === 'User' ? name : `system:serviceaccount:${namespace}:${name}`);
}

/** One line for a review, which `reviewIn` reads again: `get secrets as Group dev`. */
export function reviewText({ verb, group, resource, namespace, subject }: Review): string {
  const what = group === '' ? resource : `${resource}.${group}`;
  const where = namespace === null ? '' : ` in ${namespace}`;
  return `${verb} ${what}${where} as ${subject === 'stranger' ? subject : subjectName(subject)}`;
}

const REVIEW =
  /^(\S+) ([^\s.]+)(?:\.(\S+))?(?: in (\S+))? as (?:(stranger)|(User|Group) (.+)|ServiceAccount ([^/]+)\/(.+))$/s;

/** The review that a line stands for; null for any other text. */
export function reviewIn(text: string): Review | null {
  const match = REVIEW.exec(text);
  if (match === null) return null;
  const [, verb = '', resource = '', group = '', namespace = null, stranger, kind, name = '', of, account] =
    match;
  const what = { verb, group, resource, namespace };
  if (stranger !== undefined) return { ...what, subject: 'stranger' };
  if (of !== undefined && account !== undefined)
    return { ...what, subject: { kind: 'ServiceAccount', namespace: of, name: account } };
  return { ...what, subject: { kind: kind === 'Group' ? 'Group' : 'User', namespace: null, name } };
}
