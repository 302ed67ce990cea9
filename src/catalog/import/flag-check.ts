import type { Predicate, SettingsCheck } from '../../model/rule.ts';
import type { KnownSetting, KnownSettings } from './known.ts';
import type { Ask } from './statement.ts';
import { settingName, typed } from './words.ts';

/** What is not known of a setting is read as for one value without a default. */
const UNKNOWN: KnownSetting = { list: false, hasDefault: false, key: null };

/**
 * What a sentence asks of flags, as checks. Flags that hold a list are compared member by member; one that always
 * holds something, by default, is "set" when somebody sets it.
 */
export function flagChecks(
  component: string,
  flags: readonly string[],
  ask: Ask,
  known: KnownSettings,
): SettingsCheck[] {
  const gates = flags.map((flag) => asGate(flag, ask));
  if (gates.every((gate) => gate !== null)) return gates;
  const settings = flags.map(settingName);
  const specs = settings.map((name) => known(component, name) ?? UNKNOWN);
  const hasDefault = specs.some((one) => one.hasDefault);
  const list = specs.some((one) => one.list);
  return mustOf(ask, { hasDefault, list }).map((must) => ({ settings, must }));
}

/** `--feature-gates` with `Name=false` is about the gate of that name. */
function asGate(flag: string, ask: Ask): SettingsCheck | null {
  if (settingName(flag) !== 'feature-gates' || ask.ask !== 'predicate') return null;
  const [kind = '', value] = Object.entries(ask.must)[0] ?? [];
  const [, name, state] = /^([A-Z]\w+)=(true|false)$/.exec(String(value)) ?? [];
  if (name === undefined) return null;
  if (kind === 'includes') return { settings: [name], must: { equal: state === 'true' } };
  return kind === 'excludes' ? { settings: [name], must: { ifGiven: state !== 'true' } } : null;
}

function mustOf(ask: Ask, { hasDefault, list }: Pick<KnownSetting, 'hasDefault' | 'list'>): Predicate[] {
  const isThere: Predicate = hasDefault ? { given: true } : { present: true };
  switch (ask.ask) {
    case 'predicate':
      return [ask.must];
    case 'set':
      return [isThere];
    case 'absent':
      return [hasDefault ? { given: false } : { present: false }];
    case 'value':
      return [list ? { includes: ask.value } : { equal: typed(ask.value) }];
    case 'other-value': {
      const must: Predicate = list ? { excludes: ask.value } : { not: typed(ask.value) };
      return ask.exists ? [isThere, must] : [must];
    }
  }
}
