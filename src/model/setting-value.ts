import { type Static, Type } from 'typebox';

/** A setting's value as data: what configurations, defaults and answers of components are told in. */
export const SettingValueSchema = Type.Union([
  Type.Null(),
  Type.Boolean(),
  Type.Number(),
  Type.String(),
  Type.Array(Type.String()),
]);
export type SettingValue = Static<typeof SettingValueSchema>;
