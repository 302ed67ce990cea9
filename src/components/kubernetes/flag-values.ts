import type { SettingValue } from '../../model/finding.ts';
import { type EffectiveSetting, overriding } from '../effective-setting.ts';
import { kindSpec } from './flag-kinds.ts';
import { defaultAt, type FlagTable, flagAt } from './flag-table.ts';
import { versionName } from './minors.ts';
import type { FlagOccurrence } from './pflag.ts';

/** The settings that the command line names, each with what it displaced; defaults are not among them. */
export type FlagSettings = ReadonlyMap<string, EffectiveSetting>;

/**
 * What the occurrences of all flags leave: the last one of a scalar; of a list all, the first in place of the default;
 * of a map the last one of each name. Flags that write the variable of another count as that one.
 */
export function flagSettings(
  occurrences: readonly FlagOccurrence[],
  table: FlagTable,
  minor: number,
): FlagSettings {
  const settings = new Map<string, EffectiveSetting>();
  for (const one of occurrences) {
    const spec = flagAt(table, one.name, minor);
    if (spec === undefined) continue;
    const name = spec.sameAs ?? one.name;
    const before = settings.get(name);
    const value = joined(before?.value ?? null, one.value, kindSpec(spec.kind).joins);
    if (isUnchanged(spec.kind, one.text)) continue;
    settings.set(name, overriding(before, { name, value, origin: one.origin }));
  }
  return settings;
}

/** Addresses for which an empty text leaves what was there. */
function isUnchanged(kind: string, text: string): boolean {
  return text === '' && (kind === 'ip' || kind === 'ipVar' || kind === 'ipPort');
}

function joined(
  before: SettingValue,
  value: SettingValue,
  joins: 'append' | 'merge' | undefined,
): SettingValue {
  if (joins === undefined || !Array.isArray(before) || !Array.isArray(value)) return value;
  if (joins === 'append') return [...before, ...value];
  const named = new Map([...before, ...value].map((pair) => [pair.split('=')[0], pair]));
  return [...named.values()];
}

/** A flag's setting as the command line or else its default has it; null for a flag that the minor lacks. */
export function flagSetting(
  settings: FlagSettings,
  table: FlagTable,
  name: string,
  minor: number,
): EffectiveSetting {
  return settings.get(name) ?? defaultSetting(table, name, minor);
}

/** What holds when nothing sets a flag. */
export function defaultSetting(table: FlagTable, name: string, minor: number): EffectiveSetting {
  const value = defaultAt(flagAt(table, name, minor), minor);
  return { name, value, origin: { kind: 'default', version: versionName(minor) }, overrides: [] };
}
