import type { EffectiveSetting } from '../effective-setting.ts';

/** Any setting of a component by name. */
export type Lookup = (name: string) => EffectiveSetting;

/** The text of a setting; null when it is not set. */
export function textOf(lookup: Lookup, name: string): string | null {
  const { value } = lookup(name);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The items of a setting that holds a list. */
export function listOf(lookup: Lookup, name: string): readonly string[] {
  const { value } = lookup(name);
  return Array.isArray(value) ? value : [];
}
