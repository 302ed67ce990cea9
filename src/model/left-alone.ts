/** A failed finding in a file that a repair left alone, and why. */
export interface LeftAlone {
  readonly rule: string;
  readonly control: string | null;
  /** Where it fails. */
  readonly path: string;
  readonly line: number;
  readonly kind: 'consent' | 'explain' | 'prerequisite' | 'refused';
  readonly reason: string;
  /** Exactly what a person would do; null when that is what the reason says. */
  readonly byHand: string | null;
}
