import type { SettingValue } from '../model/finding.ts';
import type { Origin } from '../model/origin.ts';

/** A setting as in force, with the source that won and those that lost, strongest first. */
export interface EffectiveSetting {
  name: string;
  value: SettingValue;
  origin: Origin;
  overrides: { value: SettingValue; origin: Origin }[];
}
