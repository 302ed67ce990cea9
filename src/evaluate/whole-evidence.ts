import type { Candidate, Parameters, PropertyItem } from '../components/subject.ts';
import type { Evidence, SettingValue } from '../model/finding.ts';
import type { Check, EachCheck, Rule } from '../model/rule.ts';
import { settingsOf } from '../model/rule-settings.ts';
import { misses } from './each.ts';

/** A finding quotes this many items that miss and this many that hold; how many there are is said. */
const MOST_MISSING = 50;
const MOST_HOLDING = 10;

/** The facts that a finding on a node or cluster quotes: what misses first. */
export function wholeEvidence(candidate: Candidate, rule: Rule, parameters: Parameters): Evidence[] {
  if (candidate.outcome !== 'starts') {
    return [
      { setting: 'facts', value: null, origin: candidate.origin, overrides: [], note: candidate.because },
    ];
  }
  const names = [...new Set([...settingsOf(rule.check), ...rule.evidence])];
  const settings = names.map((name) => candidate.setting(name)).map(settingEvidence);
  const properties = eachChecks(rule.check).flatMap((check) => {
    const property = candidate.property(check.each, parameters);
    const items = property.state === 'items' ? itemsEvidence(property.items, check, parameters) : [];
    return [...(property.evidence ?? []), ...items];
  });
  return [...settings, ...properties];
}

function settingEvidence({
  name,
  value,
  origin,
  overrides,
}: ReturnType<Extract<Candidate, { outcome: 'starts' }>['setting']>): Evidence {
  return { setting: name, value, origin, overrides };
}

function eachChecks(check: Check): EachCheck[] {
  if ('allOf' in check) return check.allOf.flatMap(eachChecks);
  return 'each' in check ? [check] : [];
}

function itemsEvidence(items: readonly PropertyItem[], check: EachCheck, parameters: Parameters): Evidence[] {
  const { missing = [], holding = [] } = Object.groupBy(items, (item) =>
    item.unknown !== undefined || misses(item, check, parameters) ? 'missing' : 'holding',
  );
  return [
    ...missing.slice(0, MOST_MISSING).map((item) => itemEvidence(item, check)),
    ...holding.slice(0, MOST_HOLDING).map((item) => itemEvidence(item, check)),
    ...omitted(missing.length - MOST_MISSING, 'that miss'),
    ...omitted(holding.length - MOST_HOLDING, 'that hold'),
  ];
}

function itemEvidence(item: PropertyItem, { must }: EachCheck): Evidence {
  const names = Object.keys(must);
  const unknown = names.flatMap((name) => item.unknown?.[name] ?? []);
  const note = [...unknown, ...(item.note === undefined ? [] : [item.note])].join(' ');
  return {
    setting: item.label,
    value: shownValue(item, names),
    origin: item.origin,
    overrides: [],
    ...(note === '' ? {} : { note }),
  };
}

function shownValue({ attributes }: PropertyItem, names: readonly string[]): SettingValue {
  const [only = '', ...more] = names;
  if (more.length === 0) return attributes[only] ?? null;
  return names.map((name) => `${name}: ${attributes[name] ?? 'not set'}`);
}

function omitted(count: number, what: string): Evidence[] {
  if (count <= 0) return [];
  const origin = { kind: 'process', path: '' } as const;
  return [{ setting: `further items ${what}`, value: count, origin, overrides: [] }];
}
