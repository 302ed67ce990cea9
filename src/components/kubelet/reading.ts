import type { ProcessFacts } from '../../model/snapshot.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import type { FlagSettings } from '../kubernetes/flag-values.ts';
import type { ChangedFile } from '../stale.ts';
import type { Gates } from './gates.ts';
import type { SettingName } from './settings.ts';

/** What a kubelet of one minor makes of a process's arguments and files. */
export interface InForce {
  outcome: 'starts';
  minor: number;
  process: ProcessFacts;
  stale: readonly ChangedFile[];
  /** The command line alone. */
  flags: FlagSettings;
  setting(name: SettingName): EffectiveSetting;
  gates: Gates;
}

/** True when a setting could be read and has the value. */
export function is(inForce: InForce, name: SettingName, value: boolean | string): boolean {
  const setting = inForce.setting(name);
  return setting.undecided === undefined && setting.value === value;
}

/** The first of several settings that could not be read or is broken. */
export function firstUndecided(...settings: readonly EffectiveSetting[]): EffectiveSetting | undefined {
  return settings.find(({ undecided }) => undecided !== undefined);
}
