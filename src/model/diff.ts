import { type Static, Type } from 'typebox';
import { ControlRefSchema, SeveritySchema, StatusSchema, TargetSchema } from './finding.ts';
import { OriginSchema } from './origin.ts';
import { DIFF_SCHEMA } from './schema-names.ts';
import { SettingValueSchema } from './setting-value.ts';

const SourcedSchema = Type.Object({ value: SettingValueSchema, origin: OriginSchema });

/** A setting before and after; null where it was not quoted. */
export const SettingChangeSchema = Type.Object({
  setting: Type.String(),
  before: Type.Union([SourcedSchema, Type.Null()]),
  after: Type.Union([SourcedSchema, Type.Null()]),
});
export type SettingChange = Static<typeof SettingChangeSchema>;

const VerdictSchema = Type.Object({ status: StatusSchema, waived: Type.Boolean(), reason: Type.String() });

export const ChangeKindSchema = Type.Union([
  /** It fails now and did not. */
  Type.Literal('new'),
  /** It failed and does not any more. */
  Type.Literal('gone'),
  /** Another verdict, another value or source, other objects at fault. */
  Type.Literal('changed'),
  /** One of the two has no such rule or node, so that nothing can be said. */
  Type.Literal('incomparable'),
]);
export type ChangeKind = Static<typeof ChangeKindSchema>;

export const ChangeSchema = Type.Object({
  change: ChangeKindSchema,
  /** Which way it went; `open`: it is not known any more. */
  direction: Type.Union([
    Type.Literal('worse'),
    Type.Literal('open'),
    Type.Literal('same'),
    Type.Literal('better'),
  ]),
  rule: Type.String(),
  title: Type.String(),
  severity: SeveritySchema,
  controls: Type.Array(ControlRefSchema),
  target: TargetSchema,
  before: Type.Union([VerdictSchema, Type.Null()]),
  after: Type.Union([VerdictSchema, Type.Null()]),
  settings: Type.Array(SettingChangeSchema),
  /** Of a rule that looks at several objects: which are at fault now and were not, and the other way round. */
  objects: Type.Optional(Type.Object({ new: Type.Array(Type.String()), gone: Type.Array(Type.String()) })),
  /** Why it cannot be compared. */
  why: Type.Optional(Type.String()),
  /** What most likely made the difference, a sentence each. */
  causes: Type.Array(Type.String()),
});
export type Change = Static<typeof ChangeSchema>;

export const SideSchema = Type.Object({
  file: Type.String(),
  kind: Type.Union([Type.Literal('report'), Type.Literal('snapshot')]),
  at: Type.String(),
  tool: Type.String(),
  node: Type.String(),
  kubernetes: Type.Union([Type.String(), Type.Null()]),
  benchmark: Type.Object({ name: Type.String(), version: Type.String() }),
  /** Of files that were given, what could not be judged, a sentence each. */
  unjudged: Type.Optional(Type.Array(Type.String())),
});
export type Side = Static<typeof SideSchema>;

/** What changed between two reports of a node. */
export const DiffSchema = Type.Object({
  schema: Type.Literal(DIFF_SCHEMA),
  tool: Type.Object({ name: Type.Literal('kubetrue'), version: Type.String() }),
  old: SideSchema,
  new: SideSchema,
  /** What a reader should know of how well the two can be compared. */
  notes: Type.Array(Type.String()),
  changes: Type.Array(ChangeSchema),
  summary: Type.Object({
    same: Type.Integer(),
    new: Type.Integer(),
    gone: Type.Integer(),
    changed: Type.Integer(),
    incomparable: Type.Integer(),
  }),
});
export type Diff = Static<typeof DiffSchema>;
