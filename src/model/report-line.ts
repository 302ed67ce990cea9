import { type Static, Type } from 'typebox';
import { FindingSchema, ReportSchema } from './finding.ts';
import { REPORT_LINE_SCHEMA } from './schema-names.ts';

const { findings: _findings, schema: _schema, ...head } = ReportSchema.properties;

const ReportHeadLineSchema = Type.Object({
  schema: Type.Literal(REPORT_LINE_SCHEMA),
  record: Type.Literal('report'),
  ...head,
});

const FindingLineSchema = Type.Object({
  schema: Type.Literal(REPORT_LINE_SCHEMA),
  record: Type.Literal('finding'),
  /** Clock of the judgement, that of the report. */
  at: Type.String(),
  ...FindingSchema.properties,
});
export type FindingLine = Static<typeof FindingLineSchema>;

/** A line of a report as JSON Lines. */
export const ReportLineSchema = Type.Union([ReportHeadLineSchema, FindingLineSchema]);
export type ReportLine = Static<typeof ReportLineSchema>;
