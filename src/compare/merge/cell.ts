import type { Finding, Status } from '../../model/finding.ts';

/** A rule's verdict on a node. */
export interface Cell {
  status: Status;
  waived: boolean;
}

/** Worst first. What is not known is worse than a failure that somebody has accepted. */
const ORDER: readonly string[] = [
  ...['fail', 'conflict', 'error', 'unknown'],
  ...['waived fail', 'waived conflict', 'manual', 'pass', 'not-applicable'],
];

export function cellOf({ status, waiver }: Pick<Finding, 'status' | 'waiver'>): Cell {
  return { status, waived: waiver !== null };
}

/** Of two verdicts of one rule on one node the one that counts. */
export function worse(left: Cell, right: Cell): Cell {
  return rank(right) < rank(left) ? right : left;
}

function rank({ status, waived }: Cell): number {
  return ORDER.indexOf(waived ? `waived ${status}` : status);
}

export function isOpen({ status }: Cell): boolean {
  return status === 'unknown' || status === 'error';
}
