import type { Parameters, Property, PropertyItem } from '../components/subject.ts';
import type { EachCheck } from '../model/rule.ts';
import { wishOf } from './predicates.ts';
import type { Verdict } from './verdict.ts';

/** A reason names this many items; the evidence has more, and the count is always said. */
const MOST_NAMED = 8;

/** Judges every item of a property by the same attributes. One that misses decides, then one that is not known. */
export function eachVerdict(property: Property, check: EachCheck, parameters: Parameters): Verdict {
  if (property.state === 'settled') return property.verdict;
  const { items } = property;
  if (items.length === 0) {
    return property.none ?? { status: 'unknown', reason: `Nothing was found to judge by ${check.each}.` };
  }
  const defects = items.flatMap((item) => defectsOf(item, check, parameters));
  if (defects.length > 0) return { status: 'fail', reason: joined(defects) };
  const open = items.flatMap((item) => unknownsOf(item, check));
  if (open.length > 0) return { status: 'unknown', reason: joined(open) };
  const [attribute = ''] = Object.keys(check.must);
  return { status: check.conclusive === false ? 'manual' : 'pass', reason: property.virtue(attribute) };
}

/** Whether an item misses what a check asks. An attribute that is not known misses nothing. */
export function misses(item: PropertyItem, check: EachCheck, parameters: Parameters): boolean {
  return defectsOf(item, check, parameters).length > 0;
}

/** Whether something that a check asks of an item is not known. */
export function isOpen(item: PropertyItem, check: EachCheck): boolean {
  return unknownsOf(item, check).length > 0;
}

function defectsOf(item: PropertyItem, { must }: EachCheck, parameters: Parameters): string[] {
  return Object.entries(must)
    .filter(([attribute]) => item.unknown?.[attribute] === undefined)
    .filter(([attribute, allowed]) => !isAllowed(item.attributes[attribute] ?? null, allowed, parameters))
    .map(([attribute]) => item.defects?.[attribute] ?? plainly(item, attribute));
}

function isAllowed(
  value: PropertyItem['attributes'][string],
  allowed: EachCheck['must'][string],
  parameters: Parameters,
): boolean {
  if (Array.isArray(allowed)) return allowed.includes(String(value ?? ''));
  return wishOf(allowed, parameters).holds(value);
}

function plainly(item: PropertyItem, attribute: string): string {
  const value = item.attributes[attribute] ?? 'not set';
  return `${item.label}: ${attribute} is ${Array.isArray(value) ? value.join(', ') : value}.`;
}

function unknownsOf(item: PropertyItem, { must }: EachCheck): string[] {
  return Object.keys(must).flatMap((attribute) => item.unknown?.[attribute] ?? []);
}

function joined(sentences: readonly string[]): string {
  const distinct = [...new Set(sentences)];
  const rest = distinct.length - MOST_NAMED;
  const named = distinct.slice(0, MOST_NAMED).join(' ');
  return rest > 0 ? `${named} And ${rest} more.` : named;
}
