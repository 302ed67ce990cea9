import type { Finding } from '../../model/finding.ts';

/** What formats show of a waiver; the status beside it stays what it is. */
export interface ShownWaiver {
  id: string;
  reason: string;
  /** Who answers for it, and who agreed to it, where that is recorded. */
  owner: string | null;
  approver: string | null;
  expires: string | null;
}

/** The waiver that covers a finding, null where none does. */
export function waiverOf(finding: Finding): ShownWaiver | null {
  const waiver: unknown = finding.waiver;
  if (typeof waiver !== 'object' || waiver === null) return null;
  const text = (key: string) => {
    const value: unknown = Reflect.get(waiver, key);
    return typeof value === 'string' ? value : null;
  };
  return {
    id: text('id') ?? '',
    reason: text('reason') ?? '',
    owner: text('owner'),
    approver: text('approver'),
    expires: text('expires'),
  };
}

/** Who stands for a waiver: `owner ops, approved by ciso`. */
export function waiverPeople({ owner, approver }: ShownWaiver): string {
  const people = [
    ...(owner === null ? [] : [`owner ${owner}`]),
    ...(approver === null ? [] : [`approved by ${approver}`]),
  ];
  return people.join(', ');
}

/** The waiver in a sentence. */
export function waiverText({ id, reason, approver, expires }: ShownWaiver): string {
  const terms = [
    approver === null ? '' : `, approved by ${approver}`,
    expires === null ? '' : `, until ${expires}`,
  ];
  return `Waived by ${id}${terms.join('')}: ${reason}`;
}
