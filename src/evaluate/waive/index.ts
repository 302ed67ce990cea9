import type { Report } from '../../model/finding.ts';
import type { Waiver, WaiverReport } from '../../model/waiver.ts';
import { endOf } from '../../util/instant.ts';
import { type Clash, type Covered, cover } from './cover.ts';
import { outcomeOf } from './outcome.ts';

export type { Clash } from './cover.ts';

export interface WaiveInput {
  report: Report;
  /** The file's name for the report. */
  file: string;
  waivers: readonly Waiver[];
  /** The clock of the judgement. */
  at: Date;
  /** Only some controls, rules or components were judged: that a waiver is about nothing then says nothing. */
  narrowed: boolean;
}

export interface Waived {
  report: Report;
  /** Findings that two waivers cover; the report is then not to be used. */
  clashes: readonly Clash[];
}

/**
 * The report with the waivers beside the findings that they cover, and what came of each. No status changes. Pure.
 */
export function waive({ report, file, waivers, at, narrowed }: WaiveInput): Waived {
  const valid = waivers.filter(({ expires }) => (endOf(expires) ?? at) > at);
  const covered = report.findings.map((finding) => cover(finding, valid));
  const findings = covered.map(({ finding }) => finding);
  const list = waivers.map((waiver): WaiverReport['list'][number] => ({
    ...waiver,
    ...outcomeOf(waiver, { report, covered, narrowed, valid: valid.includes(waiver) }),
  }));
  const waived = findings.filter(({ waiver }) => waiver !== null).length;
  return { report: { ...report, findings, waivers: { file, waived, list } }, clashes: clashesIn(covered) };
}

function clashesIn(covered: readonly Covered[]): Clash[] {
  return covered.flatMap(({ clash }) => (clash === null ? [] : [clash]));
}
