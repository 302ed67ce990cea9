import type { Report } from '../model/finding.ts';
import { reasonsOf, subjectOf } from './common/head.ts';
import { timeText } from './common/time.ts';
import { baselineBlocks } from './text/baseline.ts';
import { filesBlocks } from './text/files.ts';
import { type Look, paint, signs } from './text/paint.ts';
import { profileBlocks } from './text/profile.ts';
import { safeDeep } from './text/safe.ts';
import { summaryLines } from './text/summary.ts';
import { targetBlocks } from './text/target.ts';
import { waiverBlocks } from './text/waivers.ts';
import { wrap } from './text/width.ts';
import { BENCHMARK_TITLES } from './titles.ts';

export interface TextOptions extends Look {
  /** Duration of the scan, or null where the same input must give the same bytes. */
  elapsedMs: number | null;
}

/** No single text of a report is longer; values are cut shorter where they are shown. */
const TEXT_LIMIT = 1500;

/** The report for people, ending in a newline. Whatever came from the judged machine is made harmless first. */
export function renderText(report: Report, options: TextOptions): string {
  const clean = safeDeep(report, TEXT_LIMIT);
  const blocks = [
    headerLines(clean, options),
    ...targetBlocks(clean, options),
    ...filesBlocks(clean, options),
    ...profileBlocks(clean, options),
    ...waiverBlocks(clean, options),
    ...baselineBlocks(clean, options),
    summaryLines(clean, options, options.elapsedMs),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headerLines(report: Report, look: Look): string[] {
  const { node, benchmark } = report;
  const kubernetes = node.kubernetes === null ? '' : ` · Kubernetes ${node.kubernetes.replace(/^v/, '')}`;
  const distribution = node.distribution === 'unknown' ? '' : ` (${node.distribution})`;
  const title = BENCHMARK_TITLES[benchmark.name] ?? benchmark.name;
  const who = `kubetrue · ${subjectOf(report)}${kubernetes}${distribution}`;
  const what = `${title} ${benchmark.version} · ${timeText(report.at)}`;
  return [
    ...wrap(signs(look, who), look.width).map((line) => paint(look, 'bold', line)),
    ...wrap(signs(look, what), look.width),
    ...reasonsOf(report).flatMap((reason) =>
      wrap(signs(look, reason), look.width).map((line) => paint(look, 'dim', line)),
    ),
  ];
}
