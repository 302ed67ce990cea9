import type { EffectiveSetting } from '../effective-setting.ts';
import { flagAt } from '../kubernetes/flag-table.ts';
import type { FlagSettings } from '../kubernetes/flag-values.ts';
import { versionName } from '../kubernetes/minors.ts';
import type { Undetermined } from '../kubernetes/reading.ts';
import type { Configuration } from './config-file.ts';
import { lostTo } from './config-tree.ts';
import type { Field } from './decode.ts';
import { kubeletFlags } from './flags.ts';
import { type SettingName, settingDefault, settingSpec } from './settings.ts';

/**
 * A setting as in force: the flag, which comes last, else the files, else the default. Where the files could not be
 * read, only what a flag sets is known.
 */
export function settingIn(
  flags: FlagSettings,
  files: Configuration | Undetermined,
  name: SettingName,
  minor: number,
): EffectiveSetting {
  const { key } = settingSpec(name);
  const flag = flags.get(name);
  if (key === null) return flag ?? unset(name, minor);
  const field = files.outcome === 'read' ? files.fields.get(key) : undefined;
  const file = files.outcome === 'read' ? fromField(name, field, minor) : undecided(name, files);
  if (flag === undefined) return file;
  if (name === 'seccomp-default') return either(flag, file);
  return field === undefined ? flag : { ...flag, overrides: [...flag.overrides, ...lostTo(field)] };
}

function unset(name: SettingName, minor: number): EffectiveSetting {
  const origin = { kind: 'default', version: versionName(minor) } as const;
  const known = flagAt(kubeletFlags, name, minor) !== undefined;
  return { name, value: known ? settingDefault(name, minor, false) : null, origin, overrides: [] };
}

/** A field that the minor does not have is as good as not set. */
function fromField(name: SettingName, field: Field | undefined, minor: number): EffectiveSetting {
  if (field === undefined) return unset(name, minor);
  return { name, value: field.value, origin: field.origin, overrides: [...field.lost] };
}

function undecided(name: string, { because, origin }: Undetermined): EffectiveSetting {
  return { name, value: null, origin, overrides: [], undecided: { status: 'unknown', reason: because } };
}

/** Flag and field are two variables, and one that says yes is enough. cmd/kubelet/app/server.go createAndInitKubelet */
function either(flag: EffectiveSetting, file: EffectiveSetting): EffectiveSetting {
  if (flag.value === true || file.undecided !== undefined) return flag.value === true ? flag : file;
  const { name, value, origin, overrides } = file;
  const lost = { value: flag.value, origin: flag.origin };
  if (value !== true)
    return {
      ...flag,
      overrides: [...flag.overrides, ...lostTo({ value, origin, lost: overrides })],
      because: `${name} is false: neither the flag nor the configuration file switches it on.`,
    };
  return {
    ...file,
    overrides: [lost, ...overrides],
    because: `${name} is true: what the configuration file switches on, the flag cannot switch off.`,
  };
}
