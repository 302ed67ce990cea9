import type { Report } from '../model/finding.ts';
import type { FindingLine, ReportLine } from '../model/report-line.ts';
import { REPORT_LINE_SCHEMA } from '../model/schema-names.ts';
import { harmless, inOrder } from './json.ts';

/**
 * The report as JSON Lines: first the report without its findings, then each finding on a line that can be read
 * without the others.
 */
export function renderJsonl({ findings, schema: _schema, ...head }: Report): string {
  const { at } = head;
  const lines: ReportLine[] = [
    { schema: REPORT_LINE_SCHEMA, record: 'report', ...head },
    ...findings.map(
      (finding): FindingLine => ({ schema: REPORT_LINE_SCHEMA, record: 'finding', at, ...finding }),
    ),
  ];
  const replacer = inOrder();
  return lines.map((line) => `${harmless(JSON.stringify(line, replacer))}\n`).join('');
}
