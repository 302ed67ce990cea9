import type { Finding } from '../../model/finding.ts';

type Waiver = NonNullable<Finding['waiver']>;

/** Who stands for a waiver: `owner ops, approved by ciso`. */
export function waiverPeople({ owner, approver }: Waiver): string {
  return `owner ${owner}, approved by ${approver}`;
}

/** The waiver in a sentence. */
export function waiverText(waiver: Waiver): string {
  return `Waived until ${waiver.expires} by ${waiver.id} (${waiverPeople(waiver)}): ${waiver.reason}`;
}
