import type { Finding, Report, Severity, Status } from '../../model/finding.ts';

/** Statuses as a reader needs them: what is wrong, what is not known, what is left to do, what is well. */
export const STATUS_ORDER: readonly Status[] = [
  'fail',
  'conflict',
  'error',
  'unknown',
  'manual',
  'pass',
  'not-applicable',
];
export const SEVERITY_ORDER: readonly Severity[] = ['high', 'medium', 'low'];

/** Whether something has to be put right. */
export function isWrong({ status }: Finding): boolean {
  return status === 'fail' || status === 'conflict';
}

/** How many findings of each severity are wrong. */
export function wrongBySeverity({ findings }: Report): Record<Severity, number> {
  const counts = { high: 0, medium: 0, low: 0 };
  for (const finding of findings) if (isWrong(finding)) counts[finding.severity] += 1;
  return counts;
}

/** The gravest first, else in the given order. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  const rank = ({ severity }: Finding) => SEVERITY_ORDER.indexOf(severity);
  return findings.toSorted((one, other) => rank(one) - rank(other));
}
