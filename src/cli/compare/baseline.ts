import { againstBaseline } from '../../compare/baseline.ts';
import type { Report } from '../../model/finding.ts';
import { safe } from '../../report/text/safe.ts';
import { readReport } from './report-file.ts';
import { checkSameMeasure } from './same-measure.ts';

/** An earlier report, read before anything is judged. */
export interface LoadedBaseline {
  /** The report with what is new and what is known. */
  beside(report: Report): Report;
  /** What a reader has to know of how the two fit together, a line each. */
  notes(report: Report): string;
}

/**
 * Reads a baseline.
 * @throws KubetrueError KT_REPORT, KT_REPORT_SCHEMA
 */
export async function loadBaseline(path: string): Promise<LoadedBaseline> {
  const baseline = await readReport(path);
  return {
    beside: (report) => {
      checkSameMeasure([baseline, report], path);
      return againstBaseline(report, baseline, path);
    },
    notes: (report) =>
      misfits(report, baseline)
        .map((text) => `kubetrue: ${safe(`${path}: ${text}`)}\n`)
        .join(''),
  };
}

function misfits({ node, benchmark }: Report, baseline: Report): string[] {
  const [now, then] = [benchmark, baseline.benchmark].map(({ name, version }) => `${name}@${version}`);
  return [
    ...(baseline.node.name === node.name
      ? []
      : [`the baseline is about node ${baseline.node.name}, this report about ${node.name}`]),
    ...(now === then
      ? []
      : [
          `the baseline was judged by ${then}, this report by ${now}: rules that only this one has count as new`,
        ]),
  ];
}
