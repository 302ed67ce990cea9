import { type Static, Type } from 'typebox';

/** What a control of a version, or a profile, makes of a parameter of a rule. */
export const ParameterValueSchema = Type.Union([
  Type.Boolean(),
  Type.Number(),
  Type.String(),
  Type.Array(Type.String(), { minItems: 1 }),
]);
export type ParameterValue = Static<typeof ParameterValueSchema>;
