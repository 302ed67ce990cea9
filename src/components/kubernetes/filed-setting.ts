import type { SettingValue } from '../../model/finding.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import type { ConfigValue } from './config-reader.ts';
import { versionName } from './minors.ts';

/**
 * A setting that a configuration file decides alone: the flag of its name, if it is given, stays visible as
 * overridden.
 *
 * @param filed what the file has at the setting's key; an empty text counts as not set
 */
export function filedSetting(
  flag: EffectiveSetting,
  filed: ConfigValue | undefined,
  fallback: SettingValue,
  minor: number,
): EffectiveSetting {
  const lost =
    flag.origin.kind === 'default' ? [] : [{ value: flag.value, origin: flag.origin }, ...flag.overrides];
  const isSet = filed !== undefined && filed.value !== '';
  return {
    name: flag.name,
    value: isSet ? filed.value : fallback,
    origin: isSet ? filed.origin : { kind: 'default', version: versionName(minor) },
    overrides: lost,
  };
}
