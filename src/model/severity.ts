import { type Static, Type } from 'typebox';

export const SeveritySchema = Type.Union([Type.Literal('high'), Type.Literal('medium'), Type.Literal('low')]);
export type Severity = Static<typeof SeveritySchema>;
