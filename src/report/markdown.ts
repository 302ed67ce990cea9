import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import type { Report } from '../model/finding.ts';
import { findingsParts } from './markdown/findings.ts';
import { summaryParts } from './markdown/summary.ts';
import { safeDeep } from './text/safe.ts';

/** No single text of a report is longer. */
const TEXT_LIMIT = 1500;

/** A dollar sign begins a formula on GitHub. */
const NO_FORMULAS = { unsafe: [{ character: '$', inConstruct: 'phrasing' as const }] };

/** The report as GitHub's Markdown: the summary, then what is wrong, then the rest, details folded away. */
export function renderMarkdown(report: Report): string {
  const clean = safeDeep(report, TEXT_LIMIT);
  const children = [...summaryParts(clean), ...findingsParts(clean)];
  return toMarkdown(
    { type: 'root', children },
    { bullet: '-', extensions: [gfmToMarkdown({ tablePipeAlign: false }), NO_FORMULAS] },
  );
}
