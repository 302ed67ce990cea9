import type { Check } from './rule.ts';

/** The settings that a check names. Apart from the schemas, so that a scan does not load typebox. */
export function settingsOf(check: Check): readonly string[] {
  if ('settings' in check) return check.settings;
  return 'allOf' in check ? [...new Set(check.allOf.flatMap(settingsOf))] : [];
}
