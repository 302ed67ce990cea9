import type { Predicate, SettingsCheck } from '../../model/rule.ts';
import { nearest } from '../../util/nearest.ts';
import type { Knowledge, KnownSetting } from './known.ts';
import { literalsIn } from './literals.ts';
import type { Ask } from './statement.ts';
import { settingName, typed } from './words.ts';

/** What is not known of a setting is read as for one value without a default. */
const UNKNOWN: KnownSetting = { list: false, hasDefault: false, key: null };

type Shape = Pick<KnownSetting, 'hasDefault' | 'list'>;
type FlagChecks = { checks: SettingsCheck[] } | { complaint: string };

/**
 * What a sentence asks of flags, as checks, or why it comes to none. Flags that hold a list are compared member by
 * member; one that always holds something, by default, is "set" when somebody sets it.
 */
export function flagChecks(
  component: string,
  flags: readonly string[],
  ask: Ask,
  known: Knowledge,
): FlagChecks {
  const specs = flags.map((flag) => known.settings(component, settingName(flag)) ?? UNKNOWN);
  const shape = { hasDefault: specs.some((one) => one.hasDefault), list: specs.some((one) => one.list) };
  const complaint = askComplaint(ask, shape);
  if (complaint !== null) return { complaint };
  const checks = oneByOne(ask).flatMap((one) => checksOf(flags, one, shape));
  const unknown = nameComplaint(component, checks, known);
  return unknown === null ? { checks } : { complaint: unknown };
}

/** Why what is asked for could not be met, or could only be met by accident; null when it can be. */
function askComplaint(ask: Ask, { list }: Shape): string | null {
  if (ask.ask === 'predicate') return rangeComplaint(ask.must);
  if (!('value' in ask)) return null;
  const literals = literalsIn(ask.value);
  if (literals === null)
    return `has ${ask.value} for a value, which is no literal, and nothing says what it stands for`;
  const { values, elided } = literals;
  if (values.length > 1 && !holdsSeveral(ask, list))
    return `names several values, ${ask.value}, and does not say which of them must be or must not be`;
  if (elided && !(list && ask.ask !== 'value-if-given'))
    return `has a member of a list, ${ask.value}, where the flag must have one value`;
  return null;
}

/** What is not set to `A,B` may be set to A; what includes or excludes both is asked for each. */
function holdsSeveral({ ask }: Ask, list: boolean): boolean {
  return ask === 'member' || (ask === 'value' && list);
}

function rangeComplaint(must: Predicate): string | null {
  if (!('ifGivenBetween' in must)) return null;
  const [least = 0, most = 0] = must.ifGivenBetween;
  return least > most ? `names a range, ${least} to ${most}, that no number is in` : null;
}

/** The same for each value of a list. */
function oneByOne(ask: Ask): Ask[] {
  if (!('value' in ask)) return [ask];
  return (literalsIn(ask.value)?.values ?? []).map((value) => ({ ...ask, value }));
}

function checksOf(flags: readonly string[], ask: Ask, shape: Shape): SettingsCheck[] {
  const gates = flags.map((flag) => asGate(flag, ask));
  if (gates.every((gate) => gate !== null)) return gates;
  return mustOf(ask, shape).map((must) => ({ settings: flags.map(settingName), must }));
}

/** `--feature-gates` with `Name=false` is about the gate of that name. */
function asGate(flag: string, ask: Ask): SettingsCheck | null {
  if (settingName(flag) !== 'feature-gates' || ask.ask !== 'member') return null;
  const [, name, state] = /^([A-Z]\w+)=(true|false)$/.exec(ask.value) ?? [];
  if (name === undefined) return null;
  const must = ask.is === 'includes' ? { equal: state === 'true' } : { ifGiven: state !== 'true' };
  return { settings: [name], must };
}

function mustOf(ask: Ask, { hasDefault, list }: Shape): Predicate[] {
  const isThere: Predicate = hasDefault ? { given: true } : { present: true };
  switch (ask.ask) {
    case 'predicate':
      return [ask.must];
    case 'set':
      return [isThere];
    case 'absent':
      return [hasDefault ? { given: false } : { present: false }];
    case 'member':
      return [ask.is === 'includes' ? { includes: ask.value } : { excludes: ask.value }];
    case 'value':
      return [list ? { includes: ask.value } : { equal: typed(ask.value) }];
    case 'value-if-given':
      return [{ ifGiven: typed(ask.value) }];
    case 'other-value': {
      const must: Predicate = list ? { excludes: ask.value } : { not: typed(ask.value) };
      return ask.exists ? [isThere, must] : [must];
    }
  }
}

/** A flag that a component never had is as a rule a slip, and a check that it is absent passes always. */
function nameComplaint(component: string, checks: readonly SettingsCheck[], known: Knowledge): string | null {
  const names = known.settingNames(component);
  if (names === null) return null;
  const unknown = checks
    .flatMap(({ settings }) => settings)
    .find((one) => !isGate(one) && !names.includes(one));
  if (unknown === undefined) return null;
  const close = nearest(unknown, names);
  const hint = close === null ? '' : `; the nearest that it has is --${close}`;
  return `is about --${unknown}, which ${component} does not have${hint}`;
}

function isGate(setting: string): boolean {
  return /^[A-Z]/.test(setting);
}
