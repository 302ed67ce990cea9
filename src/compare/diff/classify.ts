import type { Change, SettingChange } from '../../model/diff.ts';
import type { Finding } from '../../model/finding.ts';
import type { Pair } from '../pairs.ts';
import { newObjects, type Standing, standingOf } from '../standing.ts';
import { settingChanges } from './settings.ts';

type Judged = Pick<Change, 'change' | 'direction' | 'settings' | 'objects' | 'why'>;

/** Names of the rules that each of two reports was judged by. */
export interface RulesOf {
  before: ReadonlySet<string>;
  after: ReadonlySet<string>;
}

/** How a finding changed; null when it did not. */
export function classify({ before, after }: Pair, rules: RulesOf): Judged | null {
  if (before !== null && after !== null) return changeOf(before, after);
  if (after !== null) return onlyAfter(after, rules);
  return before === null ? null : onlyBefore(before, rules);
}

function onlyAfter(after: Finding, rules: RulesOf): Judged {
  if (!rules.before.has(after.rule)) return incomparable(after, 'The older one was not judged by this rule.');
  if (standingOf(after) !== 'bad') return incomparable(after, 'The older one has no such target.');
  return { change: 'new', direction: after.waiver === null ? 'worse' : 'same', settings: [] };
}

function onlyBefore(before: Finding, rules: RulesOf): Judged {
  if (!rules.after.has(before.rule))
    return incomparable(before, 'The newer one was not judged by this rule.');
  if (standingOf(before) !== 'bad') return incomparable(before, 'The newer one has no such target.');
  return { change: 'gone', direction: 'better', settings: [] };
}

/** What is fine and cannot be compared leaves nothing open. */
function incomparable(finding: Finding, why: string): Judged {
  const direction = standingOf(finding) === 'fine' ? 'same' : 'open';
  return { change: 'incomparable', direction, settings: [], why };
}

function changeOf(before: Finding, after: Finding): Judged | null {
  const settings = settingChanges(before, after);
  const objects = { new: newObjects(before, after), gone: newObjects(after, before) };
  const direction = directionOf(before, after, objects.new.length, objects.gone.length);
  const more = objects.new.length + objects.gone.length > 0 ? { objects } : {};
  const change = kindOf(before, after);
  if (change !== 'same') return { change, direction, settings, ...more };
  return isSame(before, after, settings, objects)
    ? null
    : { change: 'changed', direction, settings, ...more };
}

function kindOf(before: Finding, after: Finding): 'new' | 'gone' | 'changed' | 'same' {
  const [was, is] = [standingOf(before), standingOf(after)];
  if (is === 'bad' && was !== 'bad') return 'new';
  if (was === 'bad' && is === 'fine') return 'gone';
  return before.status === after.status ? 'same' : 'changed';
}

function isSame(
  before: Finding,
  after: Finding,
  settings: readonly SettingChange[],
  objects: { new: readonly string[]; gone: readonly string[] },
): boolean {
  const waiver = (before.waiver === null) === (after.waiver === null);
  return settings.length + objects.new.length + objects.gone.length === 0 && waiver;
}

const RANK: Record<Standing, number> = { fine: 0, open: 1, bad: 2 };

/** A failure that somebody accepts is no worse than none. */
function directionOf(before: Finding, after: Finding, more: number, fewer: number): Change['direction'] {
  const [was, is] = [counted(before), counted(after)];
  if (is === 'open' && was !== 'open') return 'open';
  if (RANK[is] !== RANK[was]) return RANK[is] > RANK[was] ? 'worse' : 'better';
  if (is !== 'bad') return 'same';
  return more > 0 ? 'worse' : fewer > 0 ? 'better' : 'same';
}

function counted(finding: Finding): Standing {
  return finding.waiver === null ? standingOf(finding) : 'fine';
}
