import type { Check, Rule } from '../../model/rule.ts';
import type { Compiled } from './assemble.ts';
import type { PageFix } from './fix.ts';

/** A rule whose benchmark sentence a page repeats, with the values that the page has for the rule's parameters. */
export interface Twin {
  rule: Rule;
  parameters: Rule['parameters'];
}

/**
 * The rule that already has a page's sentence as its letter, word for word. What such a rule has found out about the
 * sentence (what is in force behind it, when it is not about a target, how it is mended) is then known of the page.
 */
export function twinOf({ component, check, kind, applies }: Compiled, rules: readonly Rule[]): Twin | null {
  if (kind === 'manual') return null;
  for (const rule of rules) {
    if (rule.component !== component || rule.applies?.members !== applies?.members) continue;
    const values = new Map<string, unknown>();
    if (!unify(normal(rule.letter), normal(check), values)) continue;
    return { rule, parameters: laidOver(rule.parameters, values) };
  }
  return null;
}

/** Whether a page's edits are those of a rule, as far as the page names any. */
export function sameFix({ set, add, unset, mode, owner }: PageFix, { rule, parameters }: Twin): boolean {
  const { set: own, fix } = rule.remediation;
  const ownMode = fix?.mode?.startsWith('$') ? parameters[fix.mode.slice(1)]?.default : fix?.mode;
  return (
    Object.entries(set).every(([name, value]) => isSame(own[name] ?? fix?.drop?.[name], value)) &&
    Object.entries(add).every(([name, items]) =>
      items.every((one) => holds(fix?.add?.[name] ?? own[name], one)),
    ) &&
    unset.every((name) => fix?.unset?.includes(name) ?? own[name] === '') &&
    (mode === null || mode === ownMode) &&
    (owner === null || owner === fix?.owner || fix?.owner === 'process')
  );
}

/** A placeholder stands for a value that the rule names. */
function isSame(own: unknown, value: unknown): boolean {
  return value === '' ? own !== undefined : own === value;
}

function holds(own: unknown, member: string): boolean {
  return Array.isArray(own)
    ? own.includes(member)
    : String(own ?? '')
        .split(',')
        .includes(member);
}

/** `[x]` and `{ equal: x }` of an attribute ask the same. */
function normal(check: Check): unknown {
  return JSON.parse(JSON.stringify(check), (_key, value: unknown) =>
    isEqual(value) ? [value.equal] : value,
  );
}

function isEqual(value: unknown): value is { equal: string } {
  return typeof value === 'object' && value !== null && 'equal' in value && typeof value.equal === 'string';
}

/** Alike but for `$name` of a parameter, which stands for any one value. */
function unify(ours: unknown, theirs: unknown, values: Map<string, unknown>): boolean {
  if (typeof ours === 'string' && ours.startsWith('$')) return bind(ours.slice(1), theirs, values);
  if (typeof ours !== 'object' || ours === null) return ours === theirs;
  if (typeof theirs !== 'object' || theirs === null || Array.isArray(ours) !== Array.isArray(theirs))
    return false;
  const [own, other] = [Object.entries(ours), new Map(Object.entries(theirs))];
  return (
    own.length === other.size &&
    own.every(([key, value]) => other.has(key) && unify(value, other.get(key), values))
  );
}

function bind(name: string, value: unknown, values: Map<string, unknown>): boolean {
  const known = values.get(name);
  values.set(name, value);
  return typeof value !== 'object' && (known === undefined || known === value);
}

function laidOver(parameters: Rule['parameters'], values: ReadonlyMap<string, unknown>): Rule['parameters'] {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, spec]) => {
      const value = values.get(name);
      return [name, typeof value === 'string' ? { ...spec, default: value } : spec];
    }),
  );
}
