import type { Finding, Target } from '../model/finding.ts';

/** A finding of one report and the same thing in another; null where one of them does not have it. */
export interface Pair {
  before: Finding | null;
  after: Finding | null;
}

/** What makes two findings of one rule the same, surest first; a process is still the same after a restart. */
const KEYS: readonly ((target: Target) => string)[] = [
  (target) => JSON.stringify([keyOf(target), target.kind === 'process' ? target.pid : null]),
  (target) => JSON.stringify(keyOf(target)),
];

/**
 * The findings of two reports side by side, in the order of the later one; what only the earlier one has comes last.
 * The node's name counts for nothing: a report is about one node.
 */
export function paired(before: readonly Finding[], after: readonly Finding[]): Pair[] {
  const old = Map.groupBy(before, ({ rule }) => rule);
  const fresh = Map.groupBy(after, ({ rule }) => rule);
  const partners = new Map<Finding, Finding>();
  for (const [rule, list] of fresh) match(old.get(rule) ?? [], list, partners);
  const taken = new Set(partners.values());
  return [
    ...after.map((one) => ({ before: partners.get(one) ?? null, after: one })),
    ...before.filter((one) => !taken.has(one)).map((one) => ({ before: one, after: null })),
  ];
}

/** Finds for each finding of a rule its partner, by ever weaker likeness. */
function match(before: readonly Finding[], after: readonly Finding[], partners: Map<Finding, Finding>): void {
  let [old, fresh] = [before, after];
  for (const key of KEYS) {
    const byKey = Map.groupBy(old, ({ target }) => key(target));
    for (const one of fresh) {
      const partner = byKey.get(key(one.target))?.shift();
      if (partner !== undefined) partners.set(one, partner);
    }
    const taken = new Set(partners.values());
    fresh = fresh.filter((one) => !partners.has(one));
    old = old.filter((one) => !taken.has(one));
  }
  // A component that came to a node, or left it; a member that was renamed.
  const [[lone, ...more], [single, ...others]] = [fresh, old];
  if (lone === undefined || single === undefined || more.length + others.length > 0) return;
  if (!areOtherFiles(lone.target, single.target)) partners.set(lone, single);
}

/** A node has one kubelet, whatever it is called; of files there may be any number. */
function areOtherFiles(one: Target, other: Target): boolean {
  return one.kind === 'file' && other.kind === 'file';
}

function keyOf(target: Target): readonly (string | null)[] {
  const { kind, component } = target;
  if (kind === 'file') return [kind, component, target.path, target.name ?? null];
  return [kind, component, kind === 'process' ? (target.name ?? null) : null];
}
