import type { Parameters, Property } from '../components/subject.ts';
import type { ObjectsCheck } from '../model/rule.ts';
import { wishOf } from './predicates.ts';
import type { Verdict } from './verdict.ts';

/** One item that holds is enough; where none does, one that is not known leaves it open. */
export function someVerdict(
  property: Property,
  { objects, path, some }: ObjectsCheck,
  parameters: Parameters,
): Verdict {
  if (property.state === 'settled') return property.verdict;
  const wish = wishOf(some, parameters);
  const open = property.items.flatMap(({ unknown }) => unknown?.[path] ?? []);
  const holding = property.items.find(
    ({ attributes, unknown }) => unknown?.[path] === undefined && wish.holds(attributes[path] ?? null),
  );
  if (holding !== undefined) return { status: 'pass', reason: `${path} of ${holding.label} ${wish.text}.` };
  if (open.length > 0) return { status: 'unknown', reason: [...new Set(open)].join(' ') };
  return {
    status: 'fail',
    reason: `There is none of ${objects} whose ${path} ${wish.text}: ${property.items.length} were looked at.`,
  };
}
