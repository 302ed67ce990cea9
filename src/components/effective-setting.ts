import type { SettingValue } from '../model/finding.ts';
import type { Origin } from '../model/origin.ts';
import type { Settled } from './settled.ts';

/** A setting as in force, with the source that won and those that lost, strongest first. */
export interface EffectiveSetting {
  name: string;
  value: SettingValue;
  origin: Origin;
  overrides: { value: SettingValue; origin: Origin }[];
  /** What decides it could not be read or is broken; the value then says nothing. */
  undecided?: Settled;
  /** Why a derived setting has its value, one sentence for a reader; quoted in reason and evidence. */
  because?: string;
}

/** A setting may be repeated as often as its source has room; a reader needs the last few. */
const MOST_OVERRIDES = 20;

/** A setting as a stronger source or a later word of the same one leaves it. */
export function overriding(
  before: EffectiveSetting | undefined,
  by: Pick<EffectiveSetting, 'name' | 'value' | 'origin'>,
): EffectiveSetting {
  const lost =
    before === undefined ? [] : [{ value: before.value, origin: before.origin }, ...before.overrides];
  return { ...by, overrides: lost.slice(0, MOST_OVERRIDES) };
}
