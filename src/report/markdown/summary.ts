import type { RootContent } from 'mdast';
import type { Report } from '../../model/finding.ts';
import { SEVERITY_ORDER, STATUS_ORDER, wrongBySeverity } from '../common/counts.ts';
import { gapsOf } from '../common/gaps.ts';
import { headOf } from '../common/head.ts';
import { STATUS_LOOKS } from '../text/paint.ts';
import { code, heading, paragraph, strong, table, text } from './parts.ts';

/** Who was judged by what, and what came of it. */
export function summaryParts(report: Report): RootContent[] {
  const head = headOf(report);
  return [
    heading(1, `Kubetrue: ${head.subject}`),
    paragraph([head.about, head.benchmark, head.time].filter((part) => part !== '').join(' · ')),
    ...head.reasons.map((reason) => paragraph(reason)),
    ...problemParts(report),
    paragraph(strong(head.verdict)),
    statusTable(report),
    ...severityParts(report),
    paragraph(head.coverage, ' ', head.grades),
    ...gapParts(report),
  ];
}

function statusTable({ summary }: Report): RootContent {
  const shown = STATUS_ORDER.filter((status) => summary[status] > 0);
  return table(
    ['', 'Status', 'Findings'],
    shown.map((status) => [
      [STATUS_LOOKS[status].mark],
      [STATUS_LOOKS[status].word],
      [String(summary[status])],
    ]),
  );
}

function severityParts(report: Report): RootContent[] {
  const counts = wrongBySeverity(report);
  const parts = SEVERITY_ORDER.filter((severity) => counts[severity] > 0).map(
    (severity) => `${counts[severity]} ${severity}`,
  );
  return parts.length === 0 ? [] : [paragraph(`What is wrong, by severity: ${parts.join(', ')}.`)];
}

function gapParts(report: Report): RootContent[] {
  const gaps = gapsOf(report);
  if (gaps.length === 0) return [];
  return [
    paragraph('Not judged:'),
    {
      type: 'list',
      spread: false,
      children: gaps.map(({ controls, why }) => ({
        type: 'listItem',
        spread: false,
        children: [paragraph(strong(controls.join(', ')), `: ${why}`)],
      })),
    },
  ];
}

/** Files that were given and could not be judged. */
function problemParts({ files }: Report): RootContent[] {
  return (files?.problems ?? []).map(({ path, line, problem }) =>
    paragraph(text('Not judged: '), code(`${path}:${line}`), ` ${problem}.`),
  );
}
