import type { Finding, Status } from '../../model/finding.ts';

/** What a finding says of the control that it judges. */
type Say = 'satisfied' | 'not-satisfied' | 'undecided' | 'observed' | 'left-out';

/** A control's state for a status. OSCAL knows no third state: what could not be decided is not satisfied. */
export const OSCAL_SAYS = {
  pass: 'satisfied',
  fail: 'not-satisfied',
  conflict: 'not-satisfied',
  unknown: 'undecided',
  error: 'undecided',
  manual: 'observed',
  'not-applicable': 'left-out',
} as const satisfies Record<Status, Say>;

export interface ControlState {
  state: 'satisfied' | 'not-satisfied';
  reason: 'pass' | 'fail' | 'other';
}

/** What decides first. Nothing is satisfied as long as a person has yet to judge a part of it. */
const ORDER: readonly (readonly [Say, ControlState | null])[] = [
  ['not-satisfied', { state: 'not-satisfied', reason: 'fail' }],
  ['undecided', { state: 'not-satisfied', reason: 'other' }],
  ['observed', null],
  ['satisfied', { state: 'satisfied', reason: 'pass' }],
  ['left-out', null],
];

/** The state of a control by all findings on it; null where they leave it open. */
export function rollUp(findings: readonly Finding[]): ControlState | null {
  const said = new Set<Say>(findings.map(({ status }) => OSCAL_SAYS[status]));
  return ORDER.find(([say]) => said.has(say))?.[1] ?? null;
}
