import type { SettingsCheck } from '../../model/rule.ts';
import { type KnownSettings, type Literal, literalOf } from './known.ts';
import type { Fallback } from './statement.ts';
import { dotted, isPlaceholder, settingName } from './words.ts';

/**
 * Why a sentence on the configuration file asks something else than the check on the flag, which already judges what
 * is in force by whichever of the two sets it; null when it asks the same.
 */
export function fallbackComplaint(
  component: string,
  fallback: Fallback,
  checks: readonly SettingsCheck[],
  known: KnownSettings,
): string | null {
  const settings = [...new Set(checks.flatMap((one) => one.settings))];
  if (fallback.flag !== null && !settings.includes(settingName(fallback.flag)))
    return `is about ${fallback.flag}, and the page judges ${flagsOf(settings)}`;
  if (fallback.says === 'file' || fallback.says === 'omitted') return null;
  const key = dotted(fallback.key);
  const setting = settingOfKey(key, component, checks, known);
  if (setting === null)
    return `names ${key}, which is no key of ${flagsOf(settings)} in a configuration file`;
  const same = checks
    .filter((one) => one.settings.includes(setting))
    .some(({ must }) => agrees(must, fallback, literalOf(known(component, setting), fallback.value)));
  return same ? null : `asks of ${key} something else than the page asks of --${setting}`;
}

/** Which of the judged settings a configuration file has under a key. */
export function settingOfKey(
  key: string,
  component: string,
  checks: readonly SettingsCheck[],
  known: KnownSettings,
): string | null {
  const settings = checks.flatMap((one) => one.settings);
  return settings.find((name) => isKeyOf(key, component, name, known)) ?? null;
}

function flagsOf(settings: readonly string[]): string {
  return settings.map((one) => `--${one}`).join(' or ');
}

/** By the component's own table, or, for what that does not list, by the usual spelling: `max-pods`, `maxPods`. */
function isKeyOf(key: string, component: string, setting: string, known: KnownSettings): boolean {
  const own = known(component, setting)?.key ?? null;
  if (own !== null) return own.toLowerCase() === key.toLowerCase();
  const camel = setting.replaceAll(/-([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
  return (
    key.toLowerCase() === camel.toLowerCase() || key.toLowerCase() === `featuregates.${setting}`.toLowerCase()
  );
}

type Said = Extract<Fallback, { value: string }>;
type Agreement = (asked: unknown, said: Said, wanted: Literal) => boolean;

/** A file that must not set a switch to the one value asks the same as a flag that must have the other. */
const isValue: Agreement = (asked, { says }, wanted) =>
  says === 'value' ? asked === wanted : typeof asked === 'boolean' && asked !== wanted;
/** Any text will do, as the sentence on the flag says. */
const isThere: Agreement = (asked, { says, value }, wanted) =>
  asked === true && says === 'value' && (isPlaceholder(value) || typeof wanted === 'string');

/** What a file must say to agree with a predicate on the flag; what is not listed agrees with nothing. */
const AGREES: Readonly<Record<string, Agreement>> = {
  equal: isValue,
  ifGiven: isValue,
  present: isThere,
  given: isThere,
  not: (asked, { says }, wanted) =>
    says === 'other-value' ? asked === wanted : wanted === (asked === false),
  includes: (asked, { says, value }) => says === 'value' && asked === value,
  excludes: (asked, { says, value }) => says === 'other-value' && asked === value,
  atLeast: (asked, { says }, wanted) =>
    says === 'value' && typeof wanted === 'number' && wanted >= Number(asked),
};

function agrees(must: SettingsCheck['must'], said: Said, wanted: Literal): boolean {
  const [kind = '', asked] = Object.entries(must)[0] ?? [];
  return AGREES[kind]?.(asked, said, wanted) ?? false;
}
