import type { Origin } from './origin.ts';

/**
 * A value that was looked for. What could not be read is data too: it becomes `unknown` later, never an
 * empty value and never a pass.
 */
export type Fact<T> =
  | { state: 'present'; value: T; origin: Origin }
  | { state: 'absent'; lookedAt: Origin[] }
  | { state: 'unreadable'; at: Origin; reason: string };

/** The value of a present fact, else undefined. */
export function valueIfPresent<T>(fact: Fact<T> | undefined): T | undefined {
  return fact?.state === 'present' ? fact.value : undefined;
}
