/** A verdict that needs no look at items: what decides is not there, cannot be read or is broken. */
export interface Settled {
  status: 'pass' | 'fail' | 'manual' | 'unknown' | 'error' | 'not-applicable';
  reason: string;
}
