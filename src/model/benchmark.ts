import { type Static, Type } from 'typebox';

export const ControlSchema = Type.Object(
  {
    control: Type.String(),
    key: Type.String(),
    /** Subject in our own words. */
    subject: Type.String(),
    /** The letter of the control as a published-form title, e.g. `--peer-client-cert-auth argument is set to true`. */
    title: Type.String(),
    level: Type.Union([Type.Integer(), Type.Null()]),
    assessment: Type.Union([Type.Literal('automated'), Type.Literal('manual')]),
    /** Rules that judge it. */
    rules: Type.Array(Type.String()),
  },
  { additionalProperties: false },
);
export type Control = Static<typeof ControlSchema>;

export const BenchmarkSchema = Type.Object(
  {
    name: Type.String(),
    version: Type.String(),
    /** Stated Kubernetes scope, `1.32-1.34`. */
    kubernetes: Type.String(),
    /** Minors for which this version is taken when none is asked for, `1.32-1.34`. */
    chosenFor: Type.String(),
    /** Controls in the whole benchmark, whether or not this release holds them. */
    total: Type.Integer(),
    controls: Type.Array(ControlSchema),
  },
  { additionalProperties: false },
);
export type Benchmark = Static<typeof BenchmarkSchema>;

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
  rules: readonly import('./rule.ts').Rule[];
  benchmarks: readonly Benchmark[];
  mappings: readonly FrameworkMapping[];
  safeguards: readonly Safeguard[];
}
