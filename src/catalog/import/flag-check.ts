import type { Predicate, SettingsCheck } from '../../model/rule.ts';
import { nearest } from '../../util/nearest.ts';
import type { Knowledge, KnownSetting } from './known.ts';
import { literalsIn } from './literals.ts';
import type { Ask } from './statement.ts';
import { settingName, typed } from './words.ts';

/** What is not known of a setting is read as for a value without a default. */
const UNKNOWN: KnownSetting = { list: false, hasDefault: false, key: null, reads: typed };
const GATE: KnownSetting = { ...UNKNOWN, reads: readSwitch };
const LIST: KnownSetting = { ...UNKNOWN, list: true };
const GATES = 'feature-gates';

type Shape = Pick<KnownSetting, 'hasDefault' | 'list' | 'reads'>;
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
  const [shape = UNKNOWN, ...others] = flags.map((flag) => knownOf(component, settingName(flag), ask, known));
  const hasDefault = [shape, ...others].some((one) => one.hasDefault);
  const checks = oneByOne(ask).flatMap((one) => checksOf(flags, one, { ...shape, hasDefault }));
  const complaint = askComplaint(flags, ask, shape) ?? nameComplaint(component, checks, known);
  return complaint === null ? { checks: [...checks, ...nothingElse(flags, ask, shape)] } : { complaint };
}

function knownOf(component: string, setting: string, { ask }: Ask, known: Knowledge): KnownSetting {
  if (setting === GATES) return LIST;
  if (isGate(setting)) return GATE;
  // What is not known of a setting does not speak against a sentence that says it holds a list.
  return known.settings(component, setting) ?? (ask === 'member' ? LIST : UNKNOWN);
}

function readSwitch(text: string): boolean | null {
  const value = typed(text);
  return typeof value === 'boolean' ? value : null;
}

/** Why what is asked for could not be met, or could only be met by accident; null when it can be. */
function askComplaint(flags: readonly string[], ask: Ask, shape: Shape): string | null {
  const { list } = shape;
  if (ask.ask === 'predicate') return rangeComplaint(ask.must) ?? numberComplaint(flags, ask.must, shape);
  if (!('value' in ask)) return null;
  const literals = literalsIn(ask.value);
  if (literals === null)
    return `has ${ask.value} for a value, which is no literal, and nothing says what it stands for`;
  const { values, elided } = literals;
  if (values.length > 1 && !holdsSeveral(ask, list))
    return `names several values, ${ask.value}, and does not say which of them must be or must not be`;
  if (elided && !(list && ask.ask !== 'value-if-given'))
    return `has a member of a list, ${ask.value}, where the flag must have one value`;
  return literalComplaint(flags, ask, values, shape);
}

/** A value that the flag never has is not had by any node: that it must not be there, all pass. */
function literalComplaint(
  [flag = '']: readonly string[],
  { ask, ...more }: Ask,
  values: readonly string[],
  { list, reads }: Shape,
): string | null {
  if (settingName(flag) === GATES && 'exists' in more && more.exists)
    return 'asks that feature gates are set, and not which';
  if (settingName(flag) === GATES && !values.every((one) => gateOf(one) !== null))
    return `has ${values.join(',')} for feature gates, which are each a name with =true or =false`;
  if (list) return ask === 'value-if-given' ? `asks for the one value of ${flag}, which holds a list` : null;
  if (ask === 'member') return `asks for a member of ${flag}, which holds one value`;
  const strange = values.find((one) => reads(one) === null);
  return strange === undefined ? null : `has ${strange} for a value, which ${flag} does not take`;
}

function numberComplaint([flag = '']: readonly string[], must: Predicate, { reads }: Shape): string | null {
  if ('ifGivenPresent' in must || typeof reads('1') === 'number') return null;
  return `asks for a number of ${flag}, which holds none`;
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
  if (settingName(flag) !== GATES || !('value' in ask)) return null;
  const gate = gateOf(ask.value);
  if (gate === null || ask.ask === 'value-if-given') return null;
  const isOne = ask.ask === 'value' || (ask.ask === 'member' && ask.is === 'includes');
  return { settings: [gate.name], must: isOne ? { equal: gate.on } : { ifGiven: !gate.on } };
}

function gateOf(text: string): { name: string; on: boolean } | null {
  const [, name, state] = /^([A-Z]\w+)=(true|false)$/i.exec(text) ?? [];
  return name === undefined ? null : { name, on: state?.toLowerCase() === 'true' };
}

/** A list that "is set to A,B" holds nothing else, unless the sentence leaves others out by ellipses. */
function nothingElse(flags: readonly string[], ask: Ask, { list }: Shape): SettingsCheck[] {
  const [flag = ''] = flags;
  if (ask.ask !== 'value' || !list || settingName(flag) === GATES) return [];
  const { values, elided } = literalsIn(ask.value) ?? { values: [], elided: true };
  return elided ? [] : [{ settings: flags.map(settingName), must: { subsetOf: [...values] } }];
}

function mustOf(ask: Ask, { hasDefault, list, reads }: Shape): Predicate[] {
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
      return [list ? { includes: ask.value } : { equal: reads(ask.value) ?? ask.value }];
    case 'value-if-given':
      return [{ ifGiven: reads(ask.value) ?? ask.value }];
    case 'other-value': {
      const must: Predicate = list ? { excludes: ask.value } : { not: reads(ask.value) ?? ask.value };
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
