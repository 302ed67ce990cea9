import { type DocumentKind, readDocument } from '../../machine/document/read.ts';
import type { Report } from '../../model/finding.ts';
import { REPORT_SCHEMA } from '../../model/schema-names.ts';

/** A report of `scan --format json` as a file. */
export const REPORT_FILE: DocumentKind = {
  noun: 'report',
  name: REPORT_SCHEMA,
  broken: 'KT_REPORT',
  foreign: 'KT_REPORT_SCHEMA',
  again: 'scan again',
  schema: async () => (await import('../../model/finding.ts')).ReportSchema,
};

/**
 * Reads a JSON report.
 * @throws KubetrueError KT_REPORT with everything that is wrong with it, KT_REPORT_SCHEMA if another version wrote it
 */
export async function readReport(path: string): Promise<Report> {
  return (await readDocument(path, [REPORT_FILE])).value as Report;
}
