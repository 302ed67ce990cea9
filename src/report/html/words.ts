import type { Severity, Status } from '../../model/finding.ts';

/** Statuses as the page names them. */
export const STATUS_NAMES = {
  fail: 'Fail',
  conflict: 'Conflict',
  error: 'Error',
  unknown: 'Unknown',
  manual: 'Manual',
  pass: 'Pass',
  'not-applicable': 'Not applicable',
} as const satisfies Record<Status, string>;

export const STATUS_MEANINGS = {
  fail: 'What is in force does not meet the control.',
  conflict: 'What was read and what the running component does contradict each other.',
  error: 'The component would refuse to start with this configuration.',
  unknown: 'What decides could not be read, or is older than the change of its file.',
  manual: 'A person must judge; the finding says what to look at.',
  pass: 'What is in force meets the control.',
  'not-applicable': 'The control is not about this target; the finding says why.',
} as const satisfies Record<Status, string>;

export const SEVERITY_NAMES = { high: 'High', medium: 'Medium', low: 'Low' } as const satisfies Record<
  Severity,
  string
>;
