import type { ChangedFile } from '../components/stale.ts';
import type { Candidate } from '../components/subject.ts';
import type { Check } from '../model/rule.ts';
import { settingsOf } from '../model/rule-settings.ts';

/**
 * A file that changed after the start and that a verdict may follow from. Where every setting of a check was decided by
 * a flag alone, no file can have said anything else.
 */
export function relevantChange(candidates: readonly Candidate[], check: Check): ChangedFile | undefined {
  const [change] = candidates.flatMap((one) => (one.outcome === 'undetermined' ? [] : one.stale));
  return change !== undefined && candidates.every((one) => isByFlags(one, check)) ? undefined : change;
}

function isByFlags(candidate: Candidate, check: Check): boolean {
  const names = settingsOf(check);
  if (candidate.outcome !== 'starts' || names.length === 0) return false;
  const settings = names.map((name) => candidate.setting(name));
  // A derived setting, which says why it is as it is, may follow from more than the source that it names.
  return settings.every(({ origin, because }) => origin.kind === 'flag' && because === undefined);
}
