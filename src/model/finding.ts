import { type Static, Type } from 'typebox';
import { BaselineReportSchema, FindingBaselineSchema } from './comparison.ts';
import { GivenFilesSchema, PlaceSchema } from './given-files.ts';
import { OriginSchema } from './origin.ts';
import { ProfileReportSchema } from './profile.ts';
import { REPORT_SCHEMA } from './schema-names.ts';
import { type SettingValue, SettingValueSchema } from './setting-value.ts';
import { type Severity, SeveritySchema } from './severity.ts';
import { FindingWaiverSchema, WaiverReportSchema } from './waiver.ts';

export type { SettingValue };

export const StatusSchema = Type.Union([
  Type.Literal('pass'),
  Type.Literal('fail'),
  Type.Literal('conflict'),
  Type.Literal('manual'),
  Type.Literal('not-applicable'),
  Type.Literal('unknown'),
  Type.Literal('error'),
]);
export type Status = Static<typeof StatusSchema>;

export { type Severity, SeveritySchema };

export const EvidenceSchema = Type.Object({
  /** A setting's name, or a plain-words name of what was looked at. */
  setting: Type.String(),
  value: SettingValueSchema,
  origin: OriginSchema,
  /** Sources that were set and lost, strongest first. */
  overrides: Type.Array(Type.Object({ value: SettingValueSchema, origin: OriginSchema })),
  /** What a reader should know about this value. */
  note: Type.Optional(Type.String()),
});
export type Evidence = Static<typeof EvidenceSchema>;

export const ProofSchema = Type.Object({
  outcome: Type.Union([
    Type.Literal('confirmed'),
    Type.Literal('contradicted'),
    Type.Literal('inconclusive'),
    Type.Literal('not-attempted'),
  ]),
  method: Type.String(),
  /** What came back, in words; for not-attempted, why. */
  observed: Type.String(),
  at: Type.Union([Type.String(), Type.Null()]),
});
export type Proof = Static<typeof ProofSchema>;

export const ControlRefSchema = Type.Object({
  benchmark: Type.String(),
  version: Type.String(),
  control: Type.String(),
  level: Type.Union([Type.Integer(), Type.Null()]),
  assessment: Type.Union([Type.Literal('automated'), Type.Literal('manual')]),
});

export const TargetSchema = Type.Union([
  Type.Object({
    kind: Type.Literal('process'),
    component: Type.String(),
    pid: Type.Integer(),
    node: Type.String(),
    /** What tells instances apart for a person: member name, version. */
    name: Type.Optional(Type.String()),
    version: Type.Optional(Type.String()),
  }),
  /** A process that nothing runs yet, by the file that would start it. */
  Type.Object({
    kind: Type.Literal('file'),
    component: Type.String(),
    path: Type.String(),
    line: Type.Integer({ minimum: 1 }),
    node: Type.String(),
    name: Type.Optional(Type.String()),
    version: Type.Optional(Type.String()),
  }),
  Type.Object({ kind: Type.Literal('node'), component: Type.String(), node: Type.String() }),
  Type.Object({
    kind: Type.Literal('cluster'),
    component: Type.String(),
    /** `host:port` of its API server as the collector reached it, or why there is none. */
    cluster: Type.String(),
    node: Type.String(),
  }),
]);
export type Target = Static<typeof TargetSchema>;

/** Which of several files, workloads, holders of rights … make a finding what it is: all of them, by their labels. */
export const FindingObjectsSchema = Type.Object({
  failing: Type.Array(Type.String()),
  /** Of which it is not known. */
  undecided: Type.Array(Type.String()),
  /** Those that a waiver covers, with its id; present when there are any. */
  waived: Type.Optional(Type.Array(Type.Object({ object: Type.String(), waiver: Type.String() }))),
});
export type FindingObjects = Static<typeof FindingObjectsSchema>;

export const FindingSchema = Type.Object({
  rule: Type.String(),
  title: Type.String(),
  severity: SeveritySchema,
  /** The file of a rule of one's own; absent for rules of Kubetrue. */
  definedIn: Type.Optional(Type.String()),
  /** Empty for a rule of one's own that belongs to no control. */
  controls: Type.Array(ControlRefSchema),
  target: TargetSchema,
  status: StatusSchema,
  /** The verdict of the benchmark's own sentence, present where it differs from `status`. */
  letter: Type.Optional(StatusSchema),
  letterReason: Type.Optional(Type.String()),
  reason: Type.String(),
  evidence: Type.Array(EvidenceSchema),
  /** Where in the given files a reader has to look, what decided first; present when files were judged. */
  locations: Type.Optional(Type.Array(PlaceSchema)),
  /** Present when a rule that looks at several objects finds fault with some. */
  objects: Type.Optional(FindingObjectsSchema),
  proof: ProofSchema,
  /** The waiver that covers the finding; of several for its objects, the first that expires. */
  waiver: Type.Union([Type.Null(), FindingWaiverSchema]),
  /** With `--baseline`, where something is wrong or not known. */
  baseline: Type.Optional(FindingBaselineSchema),
});
export type Finding = Static<typeof FindingSchema>;

export const ReportSchema = Type.Object({
  schema: Type.Literal(REPORT_SCHEMA),
  tool: Type.Object({ name: Type.Literal('kubetrue'), version: Type.String() }),
  at: Type.String(),
  benchmark: Type.Object({ name: Type.String(), version: Type.String(), chosenBecause: Type.String() }),
  /** Present where the benchmark's own sentences decided (`--judge letter`), and not what is in force. */
  judge: Type.Optional(Type.Literal('letter')),
  node: Type.Object({
    name: Type.String(),
    kubernetes: Type.Union([Type.String(), Type.Null()]),
    distribution: Type.String(),
    /** What it was recognised by. */
    distributionBecause: Type.Optional(Type.String()),
    roles: Type.Array(Type.String()),
  }),
  /** The cluster that was asked, and the names of all its nodes. */
  cluster: Type.Optional(Type.Object({ server: Type.String(), nodes: Type.Array(Type.String()) })),
  /** What came of the files that were given; present when they were judged. */
  files: Type.Optional(GivenFilesSchema),
  findings: Type.Array(FindingSchema),
  summary: Type.Object({
    pass: Type.Integer(),
    fail: Type.Integer(),
    conflict: Type.Integer(),
    manual: Type.Integer(),
    'not-applicable': Type.Integer(),
    unknown: Type.Integer(),
    error: Type.Integer(),
  }),
  /** What a pass or a fail rests on: confirmed by asking what runs, or read alone. */
  grades: Type.Object({ proved: Type.Integer(), read: Type.Integer() }),
  coverage: Type.Object({
    evaluated: Type.Integer(),
    expected: Type.Integer(),
    gaps: Type.Array(Type.Object({ rule: Type.String(), why: Type.String() })),
  }),
  /** What `--profile` made of the benchmark. */
  profile: Type.Optional(ProfileReportSchema),
  /** What came of `--waivers`. */
  waivers: Type.Optional(WaiverReportSchema),
  /** What came of `--baseline`. */
  baseline: Type.Optional(BaselineReportSchema),
});
export type Report = Static<typeof ReportSchema>;
