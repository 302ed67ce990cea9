import type { Finding } from '../../model/finding.ts';
import { targetTitle } from '../common/target.ts';

/** Findings of one section of the benchmark on one target. */
export interface Group {
  readonly section: string;
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** Where findings go that no control of the benchmark asks for. */
const NO_SECTION = 'other';

/** The part of the benchmark that a finding belongs to: `1.2` of control 1.2.16, `2` of control 2.5. */
export function sectionOf({ controls: [first] }: Finding): string {
  if (first === undefined) return NO_SECTION;
  const parts = first.control.split('.');
  return parts.slice(0, parts.length > 2 ? 2 : 1).join('.');
}

/** All findings by section and target, sections in the benchmark's order. */
export function groupsOf(findings: readonly Finding[]): Group[] {
  const groups = Map.groupBy(findings, (one) => JSON.stringify([sectionOf(one), targetTitle(one.target)]));
  return [...groups.values()]
    .flatMap((members) => {
      const [first] = members;
      if (first === undefined) return [];
      return [{ section: sectionOf(first), title: targetTitle(first.target), findings: members }];
    })
    .toSorted((one, other) => inOrder.compare(one.section, other.section));
}

const inOrder = new Intl.Collator('en', { numeric: true });
