import { type Static, type TSchema, Type } from 'typebox';
import { type Origin, OriginSchema } from './origin.ts';

/**
 * A value that was looked for. What could not be read is data too: it becomes `unknown` later, never an
 * empty value and never a pass.
 */
export type Fact<T> =
  | { state: 'present'; value: T; origin: Origin }
  | { state: 'absent'; lookedAt: Origin[] }
  | { state: 'unreadable'; at: Origin; reason: string };

/** Schema of a `Fact` over the schema of its value. */
export function factOf<T extends TSchema>(value: T) {
  return Type.Union([
    Type.Object({ state: Type.Literal('present'), value, origin: OriginSchema }),
    Type.Object({ state: Type.Literal('absent'), lookedAt: Type.Array(OriginSchema) }),
    Type.Object({ state: Type.Literal('unreadable'), at: OriginSchema, reason: Type.String() }),
  ]);
}

export type FactOf<T extends TSchema> = Fact<Static<T>>;

/** The value of a present fact, else undefined. */
export function valueIfPresent<T>(fact: Fact<T> | undefined): T | undefined {
  return fact?.state === 'present' ? fact.value : undefined;
}
