import type { Finding, Status } from '../model/finding.ts';

/** What a verdict means for whoever must act: nothing, something is wrong, or nobody knows. */
export type Standing = 'fine' | 'bad' | 'open';

const STANDINGS = {
  pass: 'fine',
  manual: 'fine',
  'not-applicable': 'fine',
  fail: 'bad',
  conflict: 'bad',
  unknown: 'open',
  error: 'open',
} as const satisfies Record<Status, Standing>;

export function standingOf({ status }: Pick<Finding, 'status'>): Standing {
  return STANDINGS[status];
}

/**
 * Objects at fault now that were not then, or that a waiver covered then and covers no more. Where an earlier release did
 * not list those at fault, nothing can be said.
 */
export function newObjects(before: Finding, after: Finding): string[] {
  if (before.objects === undefined && standingOf(before) !== 'fine') return [];
  const known = new Set(openObjects(before));
  return openObjects(after).filter((one) => !known.has(one));
}

function openObjects({ objects }: Finding): string[] {
  const waived = new Set(objects?.waived?.map(({ object }) => object));
  return (objects?.failing ?? []).filter((one) => !waived.has(one));
}
