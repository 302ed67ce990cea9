import { fileURLToPath } from 'node:url';
import type { TSchema } from 'typebox';
import { DiffSchema } from '../src/model/diff.ts';
import { ReportSchema } from '../src/model/finding.ts';
import { MergedReportSchema } from '../src/model/merged.ts';
import { PlanSchema } from '../src/model/plan.ts';
import { ProfileFileSchema } from '../src/model/profile.ts';
import { ReportLineSchema } from '../src/model/report-line.ts';
import {
  DIFF_SCHEMA,
  MERGED_SCHEMA,
  PROFILE_SCHEMA,
  REPORT_LINE_SCHEMA,
  REPORT_SCHEMA,
  SNAPSHOT_SCHEMA,
  WAIVERS_SCHEMA,
} from '../src/model/schema-names.ts';
import { SnapshotSchema } from '../src/model/snapshot.ts';
import { WaiversFileSchema } from '../src/model/waiver.ts';

export const SCHEMAS = fileURLToPath(new URL('../schemas/', import.meta.url));

/** The published JSON Schemas by file name. */
export function schemaFiles(): Map<string, string> {
  return new Map([
    ['report.v1.json', schemaText(REPORT_SCHEMA, 'Report of kubetrue scan', ReportSchema)],
    [
      'report-line.v1.json',
      schemaText(REPORT_LINE_SCHEMA, 'Line of a report of kubetrue scan --format jsonl', ReportLineSchema),
    ],
    ['diff.v1.json', schemaText(DIFF_SCHEMA, 'Comparison of kubetrue diff', DiffSchema)],
    ['merged.v1.json', schemaText(MERGED_SCHEMA, 'Report of kubetrue report merge', MergedReportSchema)],
    ['plan.v1.json', schemaText('kubetrue.dev/plan/v1', 'Plan of kubetrue fix plan', PlanSchema)],
    [
      'profile.v1.json',
      schemaText(PROFILE_SCHEMA, 'Profile, for kubetrue scan --profile', ProfileFileSchema),
    ],
    ['snapshot.v1.json', schemaText(SNAPSHOT_SCHEMA, 'Facts recorded by kubetrue snapshot', SnapshotSchema)],
    [
      'waivers.v1.json',
      schemaText(WAIVERS_SCHEMA, 'Waivers, for kubetrue scan --waivers', WaiversFileSchema),
    ],
  ]);
}

function schemaText(name: string, title: string, schema: TSchema): string {
  const head = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:${name.replaceAll('/', ':')}`,
    title,
  };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}
