import { type Raw, rawOf } from '../raw.ts';
import type { ListedNamespace } from '../reduce/selector.ts';

/** A policy of an admission engine that refuses new Pods which break it. */
export interface RefusingPolicy {
  /** Whether it is about every new Pod of a namespace; false as well where conditions leave that open. */
  isAboutAllIn(namespace: ListedNamespace): boolean;
}

/** Reads one object; null for a policy that refuses no Pods: it only reports, or is about something else. */
export type PolicyReader = (object: Raw) => RefusingPolicy | null;

/** It refuses something, and where cannot be told. */
export const SOMEWHERE: RefusingPolicy = { isAboutAllIn: () => false };

/** A policy in a namespace is about that one. */
export function isOwn({ metadata }: Raw, { fact }: ListedNamespace): boolean {
  const { namespace } = rawOf(metadata);
  return namespace === undefined || namespace === fact.name;
}

/** Whether a pattern with `*` and `?` takes a name. */
export function takes(pattern: string, name: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(name);
}
