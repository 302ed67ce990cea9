import { type Static, type TSchema, Type } from 'typebox';
import { SeveritySchema } from './finding.ts';

const Scalar = Type.Union([Type.Boolean(), Type.Number(), Type.String()]);
/** A list, or `$name` of a parameter that holds one. */
const List = Type.Union([Type.Array(Type.String(), { minItems: 1 }), Type.String({ pattern: '^\\$' })]);
const strict = <T extends Record<string, TSchema>>(shape: T) =>
  Type.Object(shape, { additionalProperties: false });

/**
 * Predicates on one value. A text that begins with `$` stands for the rule's parameter of that name. Durations are
 * Go's (`90s`, `4h0m0s`); modes are octal.
 */
export const PredicateSchema = Type.Union([
  strict({ equal: Scalar }),
  strict({ not: Scalar }),
  /** Set to something: neither null nor the empty text or list. */
  strict({ present: Type.Boolean() }),
  /** Named by some source, as against left to its default. */
  strict({ given: Type.Boolean() }),
  /** Left to its default, whatever that is, or set to this. */
  strict({ ifGiven: Scalar }),
  /** Left to its default, or set to something. */
  strict({ ifGivenPresent: Type.Literal(true) }),
  /** Left to its default, or set to a number of this range, its ends included. */
  strict({ ifGivenBetween: Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }) }),
  strict({ in: List }),
  /** List-valued: holds, lacks, holds one of, holds nothing but. */
  strict({ includes: Scalar }),
  strict({ excludes: Scalar }),
  strict({ includesAny: List }),
  strict({ subsetOf: List }),
  strict({ atLeast: Scalar }),
  strict({ atMost: Scalar }),
  strict({ above: Scalar }),
  /** A duration above this one. */
  strict({ longerThan: Type.String() }),
  strict({ notLongerThan: Type.String() }),
  /** No permission bit outside the octal mask. */
  strict({ modeAtMost: Type.String() }),
]);
export type Predicate = Static<typeof PredicateSchema>;

/** Every item of a derived property must show these attributes: one of the listed values, or by a predicate. */
export const EachCheckSchema = strict({
  each: Type.String(),
  must: Type.Record(Type.String(), Type.Union([Type.Array(Type.String(), { minItems: 1 }), PredicateSchema])),
  /**
   * False: an item that misses is a failure, but that none does proves nothing, so a person must judge by the
   * evidence.
   */
  conclusive: Type.Optional(Type.Boolean()),
});

/** All named settings satisfy one predicate. */
export const SettingsCheckSchema = strict({
  settings: Type.Array(Type.String(), { minItems: 1 }),
  must: PredicateSchema,
});

/** What only a person can judge: what they are asked to look at, a sentence each. */
export const ReviewCheckSchema = strict({ review: Type.Array(Type.String(), { minItems: 1 }) });

/** An expression of CEL over the facts is true. */
export const ExpressionCheckSchema = strict({
  cel: Type.String({ minLength: 1, maxLength: 4000 }),
  /** What is wrong where it is false, in a sentence. */
  otherwise: Type.String({ minLength: 1 }),
});

/** Some object of a kind holds, at a path of its own, what the predicate asks. */
export const ObjectsCheckSchema = strict({
  objects: Type.String(),
  path: Type.String(),
  some: PredicateSchema,
});

/** All of several checks hold. */
export const AllOfCheckSchema = strict({
  allOf: Type.Array(
    Type.Union([EachCheckSchema, SettingsCheckSchema, ReviewCheckSchema, ObjectsCheckSchema]),
    { minItems: 2 },
  ),
});

/** Authorities of this component share no key (`by: key`) or path (`by: path`) with another component's setting. */
export const DistinctCheckSchema = strict({
  distinct: Type.String(),
  from: strict({ component: Type.String(), setting: Type.String() }),
  by: Type.Union([Type.Literal('key'), Type.Literal('path')]),
});

export const CheckSchema = Type.Union([
  EachCheckSchema,
  SettingsCheckSchema,
  AllOfCheckSchema,
  DistinctCheckSchema,
  ReviewCheckSchema,
  ObjectsCheckSchema,
  ExpressionCheckSchema,
]);
export type Check = Static<typeof CheckSchema>;
export type EachCheck = Static<typeof EachCheckSchema>;
export type SettingsCheck = Static<typeof SettingsCheckSchema>;
export type ExpressionCheck = Static<typeof ExpressionCheckSchema>;
export type ObjectsCheck = Static<typeof ObjectsCheckSchema>;
/** A check that is no list of others. */
export type SingleCheck = Static<typeof AllOfCheckSchema>['allOf'][number];

/** A value that a control's version or a profile may change. */
export const ParameterSchema = strict({
  default: Type.Union([Scalar, Type.Array(Type.String())]),
  description: Type.String(),
});

/**
 * How a failed finding is repaired on a live node. `remediation.set` gives the values of single settings; what is
 * named here is handled as it says instead.
 */
export const FixSchema = strict({
  /** safe: applied when asked to apply; consent: only with --allow RULE; explain: never by this program. */
  level: Type.Union([Type.Literal('safe'), Type.Literal('consent'), Type.Literal('explain')]),
  /** How likely the edit keeps somebody out who must get in. */
  lockOut: Type.Union([Type.Literal('none'), Type.Literal('low'), Type.Literal('high')]),
  /** Items that a comma-separated flag must hold besides those it has. */
  add: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String(), { minItems: 1 }))),
  /** Items that it must not hold; `NAME` takes `NAME=value` too. */
  drop: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String(), { minItems: 1 }))),
  /** Flags to take away. */
  unset: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  /** Flags that name a file which the component writes: its directory is mounted from the host if it is not. */
  writes: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  /** Flags of authorities, each with the flag of the certificate whose issuer it is to name where it is not set. */
  authority: Type.Optional(Type.Record(Type.String(), Type.String())),
  /**
   * Peers of etcd that talk plain HTTP are repaired in stages, one member after the other. only: nothing else of the rule
   * is repaired by this program.
   */
  staged: Type.Optional(Type.Union([Type.Literal('also'), Type.Literal('only')])),
  /** Octal mask of the permission bits that files keep, or `$name` of a parameter. */
  mode: Type.Optional(Type.String()),
  owner: Type.Optional(Type.Union([Type.Literal('root:root'), Type.Literal('process')])),
  /** Conditions that are checked when the plan is made, by name. */
  needs: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  /** Who or what notices, in sentences. */
  affects: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  /** explain: why this program does not do it. */
  why: Type.Optional(Type.String()),
});
export type Fix = Static<typeof FixSchema>;

/** The published page that a rule was drafted from, sentence by sentence. */
export const RuleSourceSchema = strict({
  framework: Type.String(),
  control: Type.String(),
  title: Type.String(),
  /** How far the check goes: all that the page asks, less than it ("as appropriate"), or not without a person. */
  kind: Type.Union([Type.Literal('exact'), Type.Literal('weak'), Type.Literal('manual')]),
  sentences: Type.Array(
    strict({
      section: Type.Union([Type.Literal('Audit'), Type.Literal('Remediation')]),
      says: Type.String(),
      as: Type.String(),
      kind: Type.Optional(Type.Union([Type.Literal('exact'), Type.Literal('weak'), Type.Literal('manual')])),
    }),
  ),
});
export type RuleSource = Static<typeof RuleSourceSchema>;

export const RuleFrontMatterSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }),
    title: Type.String({ pattern: '^(Require|Disable|Restrict|Limit) ' }),
    component: Type.String(),
    target: Type.Union([Type.Literal('node'), Type.Literal('cluster'), Type.Literal('manifest')]),
    severity: SeveritySchema,
    stability: Type.Union([Type.Literal('preview'), Type.Literal('stable'), Type.Literal('deprecated')]),
    aliases: Type.Array(Type.String()),
    /** Rules of Kubetrue that a rule of one's own stands in for: they are not judged beside it. */
    replaces: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    /** Key of the benchmark topic in content/controls; joins versions. Without a topic: `own.` and a name. */
    key: Type.String(),
    /** Conditions under which the rule is not about a target at all. */
    applies: Type.Optional(
      Type.Object({ members: Type.Literal('several') }, { additionalProperties: false }),
    ),
    check: CheckSchema,
    /** The benchmark's own sentence; the check itself when not given. */
    letter: Type.Optional(CheckSchema),
    parameters: Type.Optional(Type.Record(Type.String(), ParameterSchema)),
    /** Settings quoted as evidence, besides those named in the check. */
    evidence: Type.Array(Type.String()),
    proof: Type.Optional(Type.String()),
    source: Type.Optional(RuleSourceSchema),
    remediation: Type.Object({
      set: Type.Record(Type.String(), Scalar),
      requires: Type.Array(Type.String()),
      disruption: Type.String(),
      fix: Type.Optional(FixSchema),
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

export type Rule = Omit<RuleFrontMatter, 'letter' | 'parameters'> & {
  letter: Check;
  parameters: Readonly<Record<string, Static<typeof ParameterSchema>>>;
  sections: Record<RuleSection, string>;
  /** The file of a rule of one's own, as it was named; undefined for rules of Kubetrue. */
  definedIn?: string;
};
