import type { Binding, PolicyRule, Role, Subject } from '../../../model/cluster/rbac.ts';
import type { Rights } from '../../../model/cluster.ts';
import { bootstrapRules, isBootstrapBinding } from './bootstrap.ts';
import { givenBy } from './given.ts';
import type { Power } from './powers.ts';
import { roleFinder, roleName } from './roles.ts';

/** One subject that a binding gives a right to. */
export interface Holding {
  subject: Subject;
  binding: Binding;
  /** Of the role that the binding gives. */
  rules: readonly PolicyRule[];
  /** What exactly: `get, list on secrets`. */
  what: readonly string[];
  /** By what the API server makes itself, no more. */
  bootstrapped: boolean;
}

/** By the bindings: proofs begin with them, before the other facts of the cluster are there. */
const known = new WeakMap<Rights['bindings'], Map<Power, readonly Holding[]>>();

/** Who holds a right, and by which binding. Rules and proofs ask for the same, so it is found once for the same bindings. */
export function holdingsOf(facts: Rights, power: Power): readonly Holding[] {
  const byPower = known.get(facts.bindings) ?? new Map<Power, readonly Holding[]>();
  known.set(facts.bindings, byPower);
  const holdings = byPower.get(power) ?? holdingsIn(facts, power);
  byPower.set(power, holdings);
  return holdings;
}

function holdingsIn(facts: Rights, power: Power): Holding[] {
  const roleOf = roleFinder(facts);
  return facts.bindings.flatMap((binding) => {
    const role = roleOf(binding);
    return role === undefined ? [] : holdingsBy(binding, role, power);
  });
}

function holdingsBy(binding: Binding, { rules }: Role, power: Power): Holding[] {
  const what = givenBy(rules, power, scopeOf(binding));
  if (what.length === 0) return [];
  const byDefault = new Set(givenBy(bootstrapRules(roleName(binding)), power, scopeOf(binding)));
  const noMore = what.every((one) => byDefault.has(one));
  return binding.subjects.map((subject) => ({
    ...{ subject, binding, rules, what },
    bootstrapped: noMore && isBootstrapBinding(binding, subject),
  }));
}

/** How far a binding reaches. */
export function scopeOf({ kind }: Pick<Binding, 'kind'>): 'cluster' | 'namespace' {
  return kind === 'ClusterRoleBinding' ? 'cluster' : 'namespace';
}
