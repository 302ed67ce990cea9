import { type TSchema, Type } from 'typebox';
import { OriginSchema } from './origin.ts';

/** Schema of a `Fact` over the schema of its value. */
export function factOf<T extends TSchema>(value: T) {
  return Type.Union([
    Type.Object({ state: Type.Literal('present'), value, origin: OriginSchema }),
    Type.Object({ state: Type.Literal('absent'), lookedAt: Type.Array(OriginSchema) }),
    Type.Object({ state: Type.Literal('unreadable'), at: OriginSchema, reason: Type.String() }),
  ]);
}
