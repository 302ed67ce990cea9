import type { Finding, Report } from '../../model/finding.ts';

/**
 * The report for formats that hold findings and nothing else: each given file that could not be read stands among
 * them as an error, so that nobody takes the report for a whole one.
 */
export function withUnread(report: Report): Report {
  const problems = report.files?.problems ?? [];
  if (problems.length === 0) return report;
  const unread = problems.map(
    ({ path, line, problem }): Finding => ({
      rule: 'given-file-unread',
      title: 'Read every given file',
      severity: 'medium',
      controls: [],
      target: { kind: 'file', component: 'files', path, line, node: report.node.name, name: path },
      status: 'error',
      reason: `${path}:${line}: not judged: ${problem}.`,
      evidence: [],
      proof: { outcome: 'not-attempted', method: 'none', observed: 'It could not be read.', at: null },
      waiver: null,
      locations: [{ path, line }],
    }),
  );
  return { ...report, findings: [...report.findings, ...unread] };
}
