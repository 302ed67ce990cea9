import { type Static, Type } from 'typebox';
import { ParameterValueSchema } from './parameter-value.ts';
import { PROFILE_SCHEMA } from './schema-names.ts';
import { SeveritySchema } from './severity.ts';

const Said = Type.String({ pattern: '\\S' });
const strict = { additionalProperties: false };
const Names = Type.Optional(Type.Array(Said, { minItems: 1 }));
/** What is left out, and why. */
export const ExclusionSchema = Type.Union([
  Type.Object({ rule: Said, reason: Said }, strict),
  Type.Object({ control: Said, reason: Said }, strict),
]);

export const OverrideSchema = Type.Object(
  {
    rule: Said,
    severity: Type.Optional(SeveritySchema),
    parameters: Type.Optional(Type.Record(Type.String(), ParameterValueSchema)),
    /** Why this site asks for something else. */
    reason: Said,
  },
  strict,
);
export type Override = Static<typeof OverrideSchema>;

/** A file given with `--profile`: what a site judges, and what it asks for where it differs from the benchmark. */
export const ProfileFileSchema = Type.Object(
  {
    schema: Type.Literal(PROFILE_SCHEMA),
    name: Said,
    /** What is judged must be in each list that is given. */
    select: Type.Optional(
      Type.Object(
        {
          rules: Names,
          controls: Names,
          components: Names,
          levels: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 2 }), { minItems: 1 })),
        },
        strict,
      ),
    ),
    exclude: Type.Optional(Type.Array(ExclusionSchema)),
    override: Type.Optional(Type.Array(OverrideSchema)),
  },
  strict,
);
export type Profile = Static<typeof ProfileFileSchema>;

const Change = <T extends typeof SeveritySchema | typeof ParameterValueSchema>(value: T) =>
  Type.Object({ from: value, to: value });

/** What a profile made of the benchmark: nothing is left out or asked otherwise without being told here. */
export const ProfileReportSchema = Type.Object({
  name: Type.String(),
  file: Type.String(),
  /** Controls, or rules where others judge the control too, that were not judged. */
  leftOut: Type.Array(
    Type.Object({ control: Type.String(), rule: Type.Optional(Type.String()), reason: Type.String() }),
  ),
  changed: Type.Array(
    Type.Object({
      rule: Type.String(),
      severity: Type.Optional(Change(SeveritySchema)),
      parameters: Type.Optional(Type.Record(Type.String(), Change(ParameterValueSchema))),
      reason: Type.String(),
    }),
  ),
  /** Rules and controls that it names and this benchmark does not have. */
  elsewhere: Type.Array(Type.String()),
});
export type ProfileReport = Static<typeof ProfileReportSchema>;
