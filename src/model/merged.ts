import { type Static, Type } from 'typebox';
import { ControlRefSchema, ReportSchema, SeveritySchema, StatusSchema } from './finding.ts';
import { MERGED_SCHEMA } from './schema-names.ts';

/** A node with the report that tells of it. */
export const MergedNodeSchema = Type.Object({
  node: Type.String(),
  /** The file, as it was given. */
  report: Type.String(),
  at: Type.String(),
  tool: Type.String(),
  benchmark: Type.Object({ name: Type.String(), version: Type.String() }),
  kubernetes: Type.Union([Type.String(), Type.Null()]),
  distribution: Type.String(),
  roles: Type.Array(Type.String()),
  summary: ReportSchema.properties.summary,
});
export type MergedNode = Static<typeof MergedNodeSchema>;

/** Roles that make nodes comparable, `control-plane, etcd`; null: what they tell is about their cluster, whatever they are. */
const RoleSchema = Type.Union([Type.String(), Type.Null()]);

/** A node whose verdict is not that of most nodes with its roles. */
export const OutlierSchema = Type.Object({
  node: Type.String(),
  status: StatusSchema,
  role: RoleSchema,
  /** What most of them have, how many, and of how many. */
  majority: StatusSchema,
  like: Type.Integer(),
  of: Type.Integer(),
});
export type Outlier = Static<typeof OutlierSchema>;

/** One rule on all nodes. */
export const MergedRowSchema = Type.Object({
  rule: Type.String(),
  title: Type.String(),
  severity: SeveritySchema,
  /** Where the benchmarks of the nodes ask it. */
  controls: Type.Array(ControlRefSchema),
  /** `cluster`: about the cluster as a whole, so that a node which may not look says nothing. */
  of: Type.Union([Type.Literal('node'), Type.Literal('cluster')]),
  /** The verdict by node, the worst of several; nodes whose benchmark does not ask it are not there. */
  statuses: Type.Record(Type.String(), StatusSchema),
  /** Nodes on which a waiver covers the failure. */
  waived: Type.Array(Type.String()),
  outliers: Type.Array(OutlierSchema),
  /** Roles of which no verdict has a majority. */
  divided: Type.Array(RoleSchema),
});
export type MergedRow = Static<typeof MergedRowSchema>;

/** Reports of many nodes as one. */
export const MergedReportSchema = Type.Object({
  schema: Type.Literal(MERGED_SCHEMA),
  tool: Type.Object({ name: Type.Literal('kubetrue'), version: Type.String() }),
  nodes: Type.Array(MergedNodeSchema),
  /** Nodes that should have a report and have none, and by what they should. */
  missing: Type.Array(Type.Object({ node: Type.String(), why: Type.String() })),
  /** Nodes with a report that nobody expected. */
  unexpected: Type.Array(Type.String()),
  /** Reports that a newer one of the same node replaces. */
  superseded: Type.Array(
    Type.Object({ node: Type.String(), report: Type.String(), at: Type.String(), by: Type.String() }),
  ),
  controls: Type.Array(MergedRowSchema),
  /** How many verdicts of the matrix have which status, and how many of the failures are waived. */
  summary: ReportSchema.properties.summary,
  waived: Type.Integer(),
});
export type MergedReport = Static<typeof MergedReportSchema>;
