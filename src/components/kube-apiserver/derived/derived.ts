import type { SettingValue } from '../../../model/finding.ts';
import type { Origin } from '../../../model/origin.ts';
import type { EffectiveSetting } from '../../effective-setting.ts';
import { versionName } from '../../kubernetes/minors.ts';
import type { Settled } from '../../settled.ts';

/** A setting that follows from several others. */
export function derived(
  name: string,
  value: SettingValue,
  origin: Origin,
  because: string,
): EffectiveSetting {
  return { name, value, origin, overrides: [], because };
}

/** A derived setting whose verdict needs no look at its value. */
export function settled(
  name: string,
  value: SettingValue,
  origin: Origin,
  verdict: Settled,
): EffectiveSetting {
  return { name, value, origin, overrides: [], because: verdict.reason, undecided: verdict };
}

export function byDefault(minor: number): Origin {
  return { kind: 'default', version: versionName(minor) };
}

export function fileOrigin(path: string): Origin {
  return { kind: 'filesystem', path };
}
