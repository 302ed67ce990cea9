import type { OwnArguments } from './arguments.ts';
import type { K3sNode } from './node.ts';
import { has, ownDefault } from './release.ts';
import type { Sourced } from './settings.ts';

/** An argument that K3s gives a component by itself. */
export interface Row {
  name: string;
  /** A text is K3s' own; a setting keeps its origin; null: not given. */
  value: string | ((node: K3sNode) => string | Sourced | null);
  /** Releases that it came with, as `minor.patch`; all that are described where absent. */
  since?: readonly string[];
  /** Releases from which on it is not given any more. */
  until?: readonly string[];
}

/** The arguments of a table that one K3s gives. */
export function ownArguments(rows: readonly Row[], node: K3sNode): OwnArguments {
  const given = new Map<string, Sourced>();
  for (const { name, value, since, until } of rows) {
    if (since !== undefined && !has(node.release, since)) continue;
    if (until !== undefined && has(node.release, until)) continue;
    const found = typeof value === 'string' ? value : value(node);
    if (found === null) continue;
    given.set(name, typeof found === 'string' ? { value: found, origin: ownDefault(node.release) } : found);
  }
  return given;
}

/** A setting of K3s that is handed on as it is. */
export function setting(name: string): (node: K3sNode) => Sourced | null {
  return ({ settings }) => settings.text(name);
}

/** The same with what K3s takes where it is not set. */
export function settingOr(name: string, fallback: string): (node: K3sNode) => Sourced | string {
  return ({ settings }) => settings.text(name) ?? fallback;
}
