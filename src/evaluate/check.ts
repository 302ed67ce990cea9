import { defectOf, virtueOf } from '../components/etcd/sentences.ts';
import type { Candidate, PropertyItem, StartingCandidate } from '../components/subject.ts';
import type { SettingValue } from '../model/finding.ts';
import type { Check, SettingPredicate } from '../model/rule.ts';
import { distinctVerdict } from './distinct.ts';
import type { OtherComponent } from './other-component.ts';
import type { Verdict } from './verdict.ts';

/**
 * Judges one reading by one check. Pure.
 *
 * @param others processes of other components, for checks that compare with them
 */
export function judgeCandidate(candidate: Candidate, check: Check, others: OtherComponent): Verdict {
  switch (candidate.outcome) {
    case 'refuses':
      return { status: candidate.stale.length > 0 ? 'unknown' : 'error', reason: candidate.because };
    case 'undetermined':
      return { status: 'unknown', reason: candidate.because };
    case 'starts':
      return judgeStarting(candidate, check, others);
  }
}

function judgeStarting(candidate: StartingCandidate, check: Check, others: OtherComponent): Verdict {
  if ('each' in check) return eachVerdict(candidate.items(check.each), check);
  if ('settings' in check) return settingsVerdict(candidate, check.settings, check.must);
  return distinctVerdict(candidate, check, others);
}

function eachVerdict(
  items: readonly PropertyItem[],
  check: { each: string; must: Readonly<Record<string, readonly string[]>> },
): Verdict {
  if (items.length === 0)
    return { status: 'unknown', reason: `Nothing was found to judge by ${check.each}.` };
  const defects = items.flatMap((item) =>
    Object.entries(check.must)
      .filter(([attribute, allowed]) => !allowed.includes(item.attributes[attribute] ?? ''))
      .map(([attribute]) => defectOf(item, attribute)),
  );
  if (defects.length > 0) return { status: 'fail', reason: [...new Set(defects)].join(' ') };
  const [attribute = ''] = Object.keys(check.must);
  return { status: 'pass', reason: virtueOf(check.each, attribute, items) };
}

function settingsVerdict(
  candidate: StartingCandidate,
  names: readonly string[],
  must: SettingPredicate,
): Verdict {
  const missed = names.filter((name) => !holds(candidate.setting(name).value, must));
  if (missed.length === 0)
    return { status: 'pass', reason: `${names.join(' and ')} ${wish(must, names.length)}.` };
  const values = missed.map((name) => `${name} is ${shown(candidate.setting(name).value)}`);
  return { status: 'fail', reason: `${values.join(' and ')}.` };
}

function holds(value: SettingValue, must: SettingPredicate): boolean {
  if ('equal' in must) return value === must.equal;
  if ('not' in must) return value !== must.not;
  return value !== null && value !== '';
}

function wish(must: SettingPredicate, count: number): string {
  if ('equal' in must) return `is ${must.equal}`;
  if ('not' in must) return `is not ${must.not}`;
  return count === 1 ? 'is set' : 'are set';
}

function shown(value: SettingValue): string {
  if (value === null || value === '') return 'not set';
  return Array.isArray(value) ? value.join(',') : String(value);
}
