import type { SettingChange } from '../../model/diff.ts';
import type { Evidence, Finding } from '../../model/finding.ts';
import type { Origin } from '../../model/origin.ts';

/** Settings whose value or source is another. What a rule looks at in a cluster is told by its objects instead. */
export function settingChanges(before: Finding, after: Finding): SettingChange[] {
  if (after.target.kind === 'cluster') return [];
  // What a component refuses to start with has no settings: that the others are not quoted says nothing.
  const whole = before.status !== 'error' && after.status !== 'error';
  const [old, fresh] = [byName(before), byName(after)];
  const names = new Set([...fresh.keys(), ...old.keys()]);
  return [...names].flatMap((setting) => {
    const [one, other] = [old.get(setting), fresh.get(setting)];
    const both = one !== undefined && other !== undefined;
    if (both ? isAlike(one, other) : !whole) return [];
    return [{ setting, before: sourced(one), after: sourced(other) }];
  });
}

function byName({ evidence }: Finding): Map<string, Evidence> {
  return new Map(evidence.map((one) => [one.setting, one]));
}

function sourced(evidence: Evidence | undefined): SettingChange['before'] {
  return evidence === undefined ? null : { value: evidence.value, origin: evidence.origin };
}

function isAlike(left: Evidence, right: Evidence): boolean {
  return (
    JSON.stringify(left.value) === JSON.stringify(right.value) &&
    sourceOf(left.origin) === sourceOf(right.origin)
  );
}

/** What of a source a person would call another one: not the line, the number of the process, or whose default. */
function sourceOf(origin: Origin): string {
  switch (origin.kind) {
    case 'file':
    case 'drop-in':
    case 'filesystem':
      return `${origin.kind} ${origin.path}`;
    case 'environment':
    case 'program':
      return `${origin.kind} ${origin.name}`;
    case 'api':
      return `${origin.kind} ${origin.resource}`;
    case 'flag':
    case 'default':
    case 'process':
    case 'probe':
      return origin.kind;
  }
}
