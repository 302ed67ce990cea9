import type { Report } from '../../model/finding.ts';
import { safeDeep } from '../text/safe.ts';

/** No single text in the formats of other programs is longer. */
const TEXT_LIMIT = 2000;

/**
 * The report with every text made fit for any reader: what a terminal would obey, what XML 1.0 cannot hold and what is
 * no Unicode is shown by number, and texts of any length are cut in the middle.
 */
export function plainReport(report: Report): Report {
  return safeDeep(report, TEXT_LIMIT);
}
