import type { Finding, Report, Status } from '../model/finding.ts';

const STATUSES = ['pass', 'fail', 'conflict', 'manual', 'not-applicable', 'unknown', 'error'] as const;
/** What should have been judged and could not be. */
const GAPS: readonly Status[] = ['unknown', 'error'];

/** Findings by status, zeros included. */
export function summaryOf(findings: readonly Finding[]): Report['summary'] {
  const count = (status: Status) => findings.filter((one) => one.status === status).length;
  return Object.fromEntries(STATUSES.map((status) => [status, count(status)])) as Report['summary'];
}

/** How many verdicts were confirmed by asking what runs, and how many rest on what was read. */
export function gradesOf(findings: readonly Finding[]): Report['grades'] {
  const judged = findings.filter(({ status }) => status === 'pass' || status === 'fail');
  const proved = judged.filter(({ proof }) => proof.outcome === 'confirmed').length;
  return { proved, read: judged.length - proved };
}

/** How much of what should have been judged was. */
export function coverageOf(findings: readonly Finding[]): Report['coverage'] {
  const gaps = findings.filter((one) => GAPS.includes(one.status));
  return {
    evaluated: findings.length - gaps.length,
    expected: findings.length,
    gaps: gaps.map((one) => ({ rule: one.rule, why: one.reason })),
  };
}
