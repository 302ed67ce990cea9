import { stringify } from 'csv-stringify/sync';
import type { Evidence, Finding, Report } from '../model/finding.ts';
import { targetTitle } from './common/target.ts';
import { safeDeep, shorten } from './text/safe.ts';
import { originText, valueText } from './text/value.ts';

/** No single text is longer; a spreadsheet takes 32,767 characters a cell. */
const TEXT_LIMIT = 4000;
const CELL_LIMIT = 16_000;

type Control = Finding['controls'][number];
type Cell = string | number | null | undefined;

/** The columns, and what each holds of a finding and one of its controls. */
const COLUMNS: Readonly<Record<string, (finding: Finding, control: Control | null, report: Report) => Cell>> =
  {
    node: (_finding, _control, { node }) => node.name,
    benchmark: (_finding, control) => control?.benchmark,
    version: (_finding, control) => control?.version,
    control: (_finding, control) => control?.control,
    level: (_finding, control) => control?.level,
    assessment: (_finding, control) => control?.assessment,
    rule: ({ rule }) => rule,
    title: ({ title }) => title,
    severity: ({ severity }) => severity,
    component: ({ target }) => target.component,
    target: ({ target }) => targetTitle(target),
    status: ({ status }) => status,
    reason: ({ reason }) => reason,
    letter: ({ letter }) => letter,
    letterReason: ({ letterReason }) => letterReason,
    proof: ({ proof }) => proof.outcome,
    observed: ({ proof }) => proof.observed,
    evidence: (finding) => evidenceText(finding),
    waiver: (finding) => finding.waiver?.id,
    waiverOwner: (finding) => finding.waiver?.owner,
    waiverExpires: (finding) => finding.waiver?.expires,
  };
const NAMES = Object.keys(COLUMNS);

/**
 * The report as comma-separated values: one row for each control of each finding, CRLF. A cell that a spreadsheet
 * would take for a formula begins with an apostrophe.
 */
export function renderCsv(report: Report): string {
  const clean = safeDeep(report, TEXT_LIMIT);
  const rows = clean.findings.flatMap((finding) =>
    controlsOf(finding).map((control) =>
      Object.fromEntries(NAMES.map((name) => [name, COLUMNS[name]?.(finding, control, clean)])),
    ),
  );
  return stringify(rows, {
    header: true,
    columns: NAMES,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
}

function controlsOf({ controls }: Finding): readonly (Control | null)[] {
  return controls.length > 0 ? controls : [null];
}

function evidenceText({ evidence, target }: Finding): string {
  return shorten(evidence.map((one) => itemText(one, target.component)).join(' | '), CELL_LIMIT);
}

function itemText({ setting, value, origin, overrides }: Evidence, component: string): string {
  const from = (given: typeof value, place: typeof origin) =>
    `${valueText(given, TEXT_LIMIT)} from ${originText(place, component, given, TEXT_LIMIT)}`;
  const lost = overrides.map((one) => `; overridden: ${from(one.value, one.origin)}`);
  return `${setting} = ${from(value, origin)}${lost.join('')}`;
}
