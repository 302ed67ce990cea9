import type { Proof } from '../model/finding.ts';
import type { EvaluateInput } from './input.ts';

/** The proof of a rule for which the user wants none; null for every other. */
export function switchedOff(rule: string, { unproved }: EvaluateInput): Proof | null {
  if (unproved?.has(rule) !== true) return null;
  const observed = 'Its proof was switched off by --no-prove.';
  return { outcome: 'not-attempted', method: 'none', observed, at: null };
}
