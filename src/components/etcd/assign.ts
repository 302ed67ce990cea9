import type { SettingValue } from '../../model/finding.ts';
import { parseGoBoolean, parseGoDuration, parseGoInteger } from '../go-values.ts';
import type { FlagKind, FlagSpec } from './flags.ts';
import { parseListenUrls } from './urls.ts';

/**
 * A flag's value while sources are applied in turn. URL lists remember the texts of their URLs, because etcd
 * ignores a value that equals one of them.
 */
export interface Holder {
  value: SettingValue;
  /** False when the text was accepted but changed nothing. */
  changed: boolean;
}

/** Applies one text to a flag as its Set method would. A string says why etcd refuses it. */
export function assign(
  spec: FlagSpec,
  current: SettingValue,
  text: string,
  version: string,
): Holder | string {
  return SETTERS[spec.kind](text, current, spec, version);
}

type Setter = (text: string, current: SettingValue, spec: FlagSpec, version: string) => Holder | string;

const SETTERS: Record<FlagKind, Setter> = {
  string: (text) => set(text === '' ? null : text),
  boolean: (text) => {
    const value = parseGoBoolean(text);
    return value === null ? `${quote(text)} is not a boolean` : set(value);
  },
  ignored: () => set(null),
  integer: (text) => number(parseGoInteger(text), text),
  unsigned: (text) => number(parseGoInteger(text, 64, true), text),
  'unsigned-32': (text) => number(parseGoInteger(text, 32, true), text),
  duration: (text) => (parseGoDuration(text) === null ? `${quote(text)} is no duration` : set(text)),
  enum: (text, _current, spec) =>
    spec.values?.includes(text) ? set(text) : `${quote(text)} is none of ${spec.values?.join(', ')}`,
  // An empty text is a list of one empty text: pkg/flags/strings.go Set.
  'string-list': (text) => set(text.split(',')),
  'unique-urls': (text, current, _spec, version) => uniqueUrls(text, current, version),
  origins: (text, current, _spec, version) => {
    if (text === '') return 'an empty text is no URL';
    return text === '*' ? set(['*']) : uniqueUrls(text, current, version);
  },
  gates: (text, _current, spec) => gatesProblem(text, spec.values ?? []) ?? set(text),
};

/** UniqueURLs.Set: https://github.com/etcd-io/etcd/blob/v3.5.21/pkg/flags/unique_urls.go */
function uniqueUrls(text: string, current: SettingValue, version: string): Holder | string {
  const held = Array.isArray(current) ? current : [];
  if (text === '' || held.includes(text)) return { value: current, changed: false };
  const list = parseListenUrls(text, version);
  if (typeof list === 'string') return list;
  return set([...new Set(list.map((url) => url.text))]);
}

/** https://github.com/etcd-io/etcd/blob/v3.6.5/pkg/featuregate/feature_gate.go Set, SetFromMap */
function gatesProblem(text: string, known: readonly string[]): string | null {
  for (const pair of text.split(',').filter((one) => one !== '')) {
    const [name = '', ...rest] = pair.split('=');
    if (rest.length === 0) return `${quote(pair)} has no value`;
    if (parseGoBoolean(rest.join('=').trim()) === null) return `${quote(pair)} is not a boolean`;
    if (!known.includes(name.trim())) return `${quote(name)} is no feature gate`;
  }
  return null;
}

function set(value: SettingValue): Holder {
  return { value, changed: true };
}

function number(value: bigint | null, text: string): Holder | string {
  return value === null ? `${quote(text)} is no number in range` : set(Number(value));
}

function quote(text: string): string {
  return JSON.stringify(text);
}
