import { type Static, Type } from 'typebox';
import { SeveritySchema } from './finding.ts';

const Scalar = Type.Union([Type.Boolean(), Type.Number(), Type.String()]);

/** Predicates on one effective setting. */
export const SettingPredicateSchema = Type.Union([
  Type.Object({ equal: Scalar }, { additionalProperties: false }),
  Type.Object({ not: Scalar }, { additionalProperties: false }),
  Type.Object({ present: Type.Literal(true) }, { additionalProperties: false }),
]);
export type SettingPredicate = Static<typeof SettingPredicateSchema>;

/** Every item of a derived property must show these attributes; several allowed values as a list. */
export const EachCheckSchema = Type.Object(
  {
    each: Type.String(),
    must: Type.Record(Type.String(), Type.Array(Type.String(), { minItems: 1 })),
  },
  { additionalProperties: false },
);

/** All named settings satisfy one predicate. */
export const SettingsCheckSchema = Type.Object(
  { settings: Type.Array(Type.String(), { minItems: 1 }), must: SettingPredicateSchema },
  { additionalProperties: false },
);

/** Authorities of a property of this component share no key (`by: key`) or path (`by: path`) with another component's setting. */
export const DistinctCheckSchema = Type.Object(
  {
    distinct: Type.String(),
    from: Type.Object({ component: Type.String(), setting: Type.String() }, { additionalProperties: false }),
    by: Type.Union([Type.Literal('key'), Type.Literal('path')]),
  },
  { additionalProperties: false },
);

export const CheckSchema = Type.Union([EachCheckSchema, SettingsCheckSchema, DistinctCheckSchema]);
export type Check = Static<typeof CheckSchema>;

export const RuleFrontMatterSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }),
    title: Type.String({ pattern: '^(Require|Disable|Restrict|Limit) ' }),
    component: Type.String(),
    target: Type.Union([Type.Literal('node'), Type.Literal('cluster'), Type.Literal('manifest')]),
    severity: SeveritySchema,
    stability: Type.Union([Type.Literal('preview'), Type.Literal('stable'), Type.Literal('deprecated')]),
    aliases: Type.Array(Type.String()),
    /** Key of the benchmark topic in content/controls; joins versions. */
    key: Type.String(),
    /** Conditions under which the rule is not about a target at all. */
    applies: Type.Optional(
      Type.Object({ members: Type.Literal('several') }, { additionalProperties: false }),
    ),
    check: CheckSchema,
    letter: CheckSchema,
    /** Settings quoted as evidence, besides those named in the check. */
    evidence: Type.Array(Type.String()),
    proof: Type.Optional(Type.String()),
    remediation: Type.Object({
      set: Type.Record(Type.String(), Scalar),
      requires: Type.Array(Type.String()),
      disruption: Type.String(),
    }),
  },
  { additionalProperties: false },
);
export type RuleFrontMatter = Static<typeof RuleFrontMatterSchema>;

/** Sections of a rule page, in the published order. "CIS Controls" is added from data per benchmark version. */
export const RULE_SECTIONS = [
  'Description',
  'Rationale',
  'Audit',
  'Remediation',
  'Impact',
  'Default Value',
  'References',
] as const;
export type RuleSection = (typeof RULE_SECTIONS)[number];

export type Rule = RuleFrontMatter & { sections: Record<RuleSection, string> };
