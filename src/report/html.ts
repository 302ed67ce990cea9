import { toHtml } from 'hast-util-to-html';
import type { Report } from '../model/finding.ts';
import { pageOf } from './html/document.ts';
import { safeDeep } from './text/safe.ts';

/** No single text of a report is longer; the page says so. */
export const TEXT_LIMIT = 4000;

/**
 * The report as one HTML page that needs nothing else: style and script are inside, its policy lets nothing else run or
 * load, and without the script all of it can be read.
 */
export function renderHtml(report: Report): string {
  const clean = safeDeep(report, TEXT_LIMIT);
  return `${toHtml(pageOf(clean), { allowDangerousCharacters: false })}\n`;
}
