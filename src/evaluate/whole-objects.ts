import type { Candidate, Parameters } from '../components/subject.ts';
import type { FindingObjects, Status } from '../model/finding.ts';
import type { Check, EachCheck } from '../model/rule.ts';
import { isOpen, misses } from './each.ts';

const OF_OBJECTS: readonly Status[] = ['fail', 'unknown'];

/**
 * Which objects make a finding what it is, all of them. Undefined where it is not the objects alone that decide.
 *
 * @param check the one that decided
 */
export function wholeObjects(
  status: Status,
  candidate: Candidate,
  check: Check,
  parameters: Parameters,
): FindingObjects | undefined {
  const checks = eachOnly(check);
  if (!OF_OBJECTS.includes(status) || candidate.outcome !== 'starts' || checks === null) return undefined;
  const found = checks.map((one) => objectsOf(candidate.property(one.each, parameters), one, parameters));
  if (found.includes(null)) return undefined;
  const failing = distinct(found.flatMap((one) => one?.failing ?? []));
  const undecided = distinct(found.flatMap((one) => one?.undecided ?? []));
  return failing.length + undecided.length === 0 ? undefined : { failing, undecided };
}

function objectsOf(
  property: ReturnType<Extract<Candidate, { outcome: 'starts' }>['property']>,
  check: EachCheck,
  parameters: Parameters,
): FindingObjects | null {
  if (property.state !== 'items') return null;
  const failing = new Set(property.items.filter((item) => misses(item, check, parameters)));
  const undecided = property.items.filter((item) => !failing.has(item) && isOpen(item, check));
  return { failing: [...failing].map(({ label }) => label), undecided: undecided.map(({ label }) => label) };
}

/** The parts of a check; null when one of them asks for something else than the same of every object. */
function eachOnly(check: Check): EachCheck[] | null {
  const parts: readonly Check[] = 'allOf' in check ? check.allOf : [check];
  const found = parts.flatMap((part) => ('each' in part ? [part] : []));
  return found.length === parts.length ? found : null;
}

function distinct(labels: readonly string[]): string[] {
  return [...new Set(labels)];
}
