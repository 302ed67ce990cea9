import { type Static, Type } from 'typebox';
import { ParameterValueSchema } from './parameter-value.ts';
import { CheckSchema, type Rule } from './rule.ts';

/** A control as a file of content/controls holds it. */
export const ControlEntrySchema = Type.Object(
  {
    control: Type.String(),
    /** Topic, the same in all versions and benchmarks; rules of this key judge the control. */
    key: Type.String(),
    /** Subject in our own words. */
    subject: Type.String(),
    /** The letter of the control as a published-form title, e.g. `--peer-client-cert-auth argument is set to true`. */
    title: Type.String(),
    /** Null where no source gives one. */
    level: Type.Union([Type.Integer(), Type.Null()]),
    assessment: Type.Union([Type.Literal('automated'), Type.Literal('manual')]),
    /** Where this version expects another value than the rule's default. */
    parameters: Type.Optional(Type.Record(Type.String(), ParameterValueSchema)),
    /** This version's sentence, where it says something else than that of the rule. */
    letter: Type.Optional(CheckSchema),
    /** What this version asks instead of what rules of the key judge: they are not joined to it. */
    differs: Type.Optional(Type.String()),
    /** Why no rule can judge it from the node or the Kubernetes API, and what a person looks at. */
    manual: Type.Optional(
      Type.Object({ why: Type.String(), look: Type.String() }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
);
export type ControlEntry = Static<typeof ControlEntrySchema>;

/** A control with the ids of the rules that judge it. */
export interface Control extends ControlEntry {
  /** Empty for what stands in for one, where a rule of one's own belongs to none. */
  control: string;
  rules: readonly string[];
}

/** A file of content/controls. */
export const BenchmarkFileSchema = Type.Object(
  {
    name: Type.String(),
    version: Type.String(),
    /** Stated Kubernetes scope: `1.32-1.34`, `1.15`, `1.27+`, or `any` where it names none. */
    kubernetes: Type.String(),
    /** Minors for which this version is taken when none is asked for, in the same form. */
    chosenFor: Type.String(),
    /** Number of controls. */
    total: Type.Integer(),
    controls: Type.Array(ControlEntrySchema),
  },
  { additionalProperties: false },
);
export type BenchmarkFile = Static<typeof BenchmarkFileSchema>;

export interface Benchmark extends Omit<BenchmarkFile, 'controls'> {
  controls: readonly Control[];
}

/** Ids of other frameworks for one topic key. */
export const FrameworkMappingSchema = Type.Object({
  key: Type.String(),
  frameworks: Type.Record(Type.String(), Type.Array(Type.String())),
});
export type FrameworkMapping = Static<typeof FrameworkMappingSchema>;

/** A safeguard of the CIS Controls, named in our own words. */
export interface Safeguard {
  version: string;
  id: string;
  name: string;
}

/** Everything that does not come from the judged machine. */
export interface Catalog {
  rules: readonly Rule[];
  benchmarks: readonly Benchmark[];
  mappings: readonly FrameworkMapping[];
  safeguards: readonly Safeguard[];
}
