import type { SettingValue } from '../../model/setting-value.ts';
import { parseGoDuration } from '../go-values.ts';

/** One text for values that mean the same: unset, empty and none; durations by their length. */
export function canonical(value: SettingValue): string {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return 'unset';
  if (Array.isArray(value)) return value.join(',');
  const duration = typeof value === 'string' && /[smh]$/.test(value) ? parseGoDuration(value) : null;
  return duration === null ? String(value) : `${duration} ns`;
}

/** A value as an answer has it, for people. */
export function shown(value: SettingValue): string {
  if (value === '' || value === null) return 'nothing';
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
}
