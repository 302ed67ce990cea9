import type { SettingValue } from '../../model/finding.ts';
import { parseGoBoolean, parseGoDuration, parseGoInteger } from '../go-values.ts';
import { parseIp, parseIpPort } from './addresses.ts';
import { readCsvRecord } from './csv.ts';
import { parsePortRange } from './port-range.ts';

/**
 * How the value of a flag is read. Names follow the types that the components print in their help texts, where they
 * have one. `unchecked` takes any text, for values whose grammar decides nothing here.
 */
export type FlagKind =
  | 'string'
  | 'bool'
  /** A boolean that always needs a value. */
  | 'tristate'
  | 'int'
  | 'int32'
  | 'uint'
  | 'uint16'
  | 'uint32'
  /** klog's verbosity: decimal only. */
  | 'level'
  | 'float'
  | 'duration'
  | 'ip'
  /** An IP address, or none; from pkg/util/flag of Kubernetes. */
  | 'ipVar'
  /** The same with or without a port. */
  | 'ipPort'
  | 'ipNet'
  | 'portRange'
  | 'stringSlice'
  | 'stringArray'
  | 'intSlice'
  | 'durationSlice'
  | 'ipSlice'
  | 'ipNetSlice'
  | 'mapStringBool'
  | 'mapStringString'
  /** `name<value`. */
  | 'langleMap'
  /** `name:value`, names may repeat. */
  | 'colonMultimap'
  /** Feature gates, each perhaps with the prefix `kube:`. */
  | 'versionedGates'
  /** Without `name=value` the value is empty. */
  | 'configurationMap'
  /** pflag's own map: no pair at all refuses, and several are read as a record of CSV. */
  | 'stringToString'
  /** A number with a suffix such as `Ki`. */
  | 'quantity'
  | 'namedCertKey'
  | 'version'
  | 'unchecked'
  /** Like `unchecked`, and the value may be left out. */
  | 'uncheckedBare';

/** What one occurrence of a flag gives, or why the component does not take it. */
export type FlagValue = { value: SettingValue } | { problem: string };

export interface KindSpec {
  /** The value of the flag without one (pflag's NoOptDefVal); without it the next word is the value. */
  bare?: string;
  /** Lists and maps: the first occurrence replaces the default, later ones add to it. */
  joins?: 'append' | 'merge';
  read(text: string, minor: number): FlagValue;
}

export function kindSpec(kind: FlagKind): KindSpec {
  return KINDS[kind];
}

/** Kubernetes 1.23 is the first that is built with Go 1.17, which refuses leading zeros in IPv4 addresses. */
const STRICT_IP = 23;

const KINDS: Readonly<Record<FlagKind, KindSpec>> = {
  string: { read: (text) => ({ value: text === '' ? null : text }) },
  bool: { bare: 'true', read: readBoolean },
  tristate: { read: readBoolean },
  int: { read: integer(64) },
  int32: { read: integer(32) },
  uint: { read: integer(64, true) },
  uint16: { read: (text) => below(65536, integer(32, true)(text)) },
  uint32: { read: integer(32, true) },
  level: { read: readLevel },
  float: { read: readFloat },
  duration: { read: (text) => (parseGoDuration(text) === null ? notA('duration') : { value: text }) },
  ip: { read: readIp },
  ipVar: { read: (text) => readEmptyOr(text, parseIp(text, true) !== null, 'IP address') },
  ipPort: {
    read: (text) => readEmptyOr(text, parseIpPort(text) !== null, 'IP address with or without port'),
  },
  ipNet: {
    read: (text, minor) => (isNetwork(text.trim(), minor) ? { value: text.trim() } : notA('network')),
  },
  portRange: {
    read: (text) => readEmptyOr(text.trim(), parsePortRange(text) !== null, 'port range'),
  },
  stringSlice: { joins: 'append', read: readCsv },
  stringArray: { joins: 'append', read: (text) => ({ value: [text] }) },
  intSlice: { joins: 'append', read: (text) => everyPart(text, /^[+-]?\d+$/, 'list of numbers') },
  durationSlice: { joins: 'append', read: readDurations },
  ipSlice: {
    joins: 'append',
    read: (text, minor) => ipList(text, (one) => parseIp(one, minor < STRICT_IP) !== null),
  },
  ipNetSlice: { joins: 'append', read: (text, minor) => ipList(text, (one) => isNetwork(one, minor)) },
  mapStringBool: { joins: 'merge', read: (text) => readGates(text, '') },
  mapStringString: { joins: 'merge', read: (text) => pairs(text, '=') },
  langleMap: { joins: 'merge', read: (text) => pairs(text, '<') },
  colonMultimap: { joins: 'append', read: (text) => pairs(text, ':') },
  versionedGates: { joins: 'merge', read: (text) => readGates(text, 'kube:') },
  configurationMap: { joins: 'merge', read: (text) => ({ value: parts(text) }) },
  stringToString: { joins: 'merge', read: readStringToString },
  quantity: { read: readQuantity },
  namedCertKey: { joins: 'append', read: readNamedCertKey },
  version: { bare: 'true', read: readVersion },
  unchecked: { read: (text) => ({ value: text === '' ? null : text }) },
  uncheckedBare: { bare: 'true', read: (text) => ({ value: text === '' ? null : text }) },
};

/** Up to 1.22 klog's own flag, which also takes a sign. https://github.com/kubernetes/component-base/blob/v0.34.1/logs/api/v1/pflags.go */
function readLevel(text: string, minor: number): FlagValue {
  const shape = minor < 23 ? /^[+-]?\d+$/ : /^\d+$/;
  return shape.test(text) ? { value: Number(text) } : notA('decimal number');
}

function notA(what: string): FlagValue {
  return { problem: `is no ${what}` };
}

function readBoolean(text: string): FlagValue {
  const value = parseGoBoolean(text);
  return value === null ? notA('boolean') : { value };
}

function integer(bits: 32 | 64, unsigned = false): (text: string) => FlagValue {
  return (text) => {
    const value = parseGoInteger(text, bits, unsigned);
    return value === null
      ? notA(`${unsigned ? 'unsigned ' : ''}integer of ${bits} bits`)
      : { value: Number(value) };
  };
}

function below(bound: number, read: FlagValue): FlagValue {
  return 'value' in read && Number(read.value) >= bound ? notA(`number below ${bound}`) : read;
}

/** Decimal floats; the rarer forms of strconv.ParseFloat (hexadecimal, underscores) count as no number. */
function readFloat(text: string): FlagValue {
  if (/^[+-]?(?:inf|infinity|nan)$/i.test(text)) return { value: text };
  const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
  return decimal ? { value: Number(text) } : notA('number');
}

/** From 1.34 on (pflag 1.0.6) an empty text leaves the address as it was; spaces around it never count. */
function readIp(text: string, minor: number): FlagValue {
  if (text === '' && minor >= 34) return { value: null };
  const ip = parseIp(text.trim(), minor < STRICT_IP);
  return ip === null ? notA('IP address') : { value: ip };
}

function readEmptyOr(text: string, sound: boolean, what: string): FlagValue {
  if (text === '') return { value: null };
  return sound ? { value: text } : notA(what);
}

function isNetwork(text: string, minor: number): boolean {
  const [address = '', length = '', ...more] = text.split('/');
  const ip = parseIp(address, minor < STRICT_IP);
  if (ip === null || more.length > 0 || !/^\d{1,3}$/.test(length)) return false;
  return Number(length) <= (ip.includes(':') ? 128 : 32);
}

function readCsv(text: string): FlagValue {
  if (text === '') return { value: [] };
  const fields = readCsvRecord(text);
  return fields === null ? notA('comma-separated list') : { value: [...fields] };
}

/** Quote characters are dropped and each item is trimmed before it is read. */
function ipList(text: string, sound: (item: string) => boolean): FlagValue {
  const read = readCsv(text.replace(/["'`]/g, ''));
  if (!('value' in read) || !Array.isArray(read.value)) return read;
  const items = read.value.map((item) => item.trim());
  return items.every(sound) ? { value: items } : notA('list of addresses');
}

function everyPart(text: string, shape: RegExp, what: string): FlagValue {
  const items = text.split(',');
  return items.every((item) => shape.test(item)) ? { value: items } : notA(what);
}

function readDurations(text: string): FlagValue {
  const items = text.split(',');
  return items.every((item) => parseGoDuration(item) !== null) ? { value: items } : notA('list of durations');
}

/** Comma-separated pairs, empty ones skipped, both halves trimmed; kept as `name=value`. */
function pairs(text: string, separator: '=' | '<' | ':'): FlagValue {
  const all = parts(text);
  if (all.some((pair) => !pair.includes(separator))) return notA(`list of name${separator}value`);
  return { value: all.map((pair) => joinPair(pair, separator)) };
}

function parts(text: string): string[] {
  return text.split(',').filter((pair) => pair !== '');
}

function joinPair(pair: string, separator: string): string {
  const at = pair.indexOf(separator);
  return `${pair.slice(0, at).trim()}=${pair.slice(at + separator.length).trim()}`;
}

/** Feature gates: every value a boolean of Go. */
function readGates(text: string, prefix: string): FlagValue {
  const plain = parts(text).map((pair) => withoutPrefix(pair.trim(), prefix));
  const read = pairs(plain.join(','), '=');
  if (!('value' in read) || !Array.isArray(read.value)) return read;
  const gates = read.value.map((gate) => ({
    name: gate.slice(0, gate.indexOf('=')),
    on: parseGoBoolean(gate.slice(gate.indexOf('=') + 1)),
  }));
  return gates.some(({ on }) => on === null)
    ? notA('list of name=boolean')
    : { value: gates.map(({ name, on }) => `${name}=${on}`) };
}

function withoutPrefix(text: string, prefix: string): string {
  return prefix !== '' && text.startsWith(prefix) ? text.slice(prefix.length).trim() : text;
}

/** https://github.com/spf13/pflag/blob/v1.0.6/string_to_string.go Set */
function readStringToString(text: string): FlagValue {
  const equals = text.split('=').length - 1;
  const fields = equals > 1 ? readCsvRecord(text) : [text.replace(/^"+|"+$/g, '')];
  const sound = fields?.every((field) => field.includes('=')) === true;
  return sound ? { value: [...(fields ?? [])] } : notA('list of name=value');
}

/** apimachinery pkg/api/resource/quantity.go ParseQuantity, as far as its shape goes. */
function readQuantity(text: string): FlagValue {
  const shape = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;
  return shape.test(text) ? { value: text } : notA('quantity');
}

/** `certificate,key` or `certificate,key:name,name`. */
function readNamedCertKey(text: string): FlagValue {
  const colon = text.indexOf(':');
  const files = (colon === -1 ? text : text.slice(0, colon)).trim().split(',');
  if (files.length !== 2) return notA('certificate and key, comma-separated');
  if (colon !== -1 && text.slice(colon + 1).trim() === '')
    return { problem: 'names no host after the colon' };
  return { value: [text] };
}

/**
 * `raw`, a boolean, or from 1.28 on the program's own version with something behind it, to report instead.
 * https://github.com/kubernetes/component-base/blob/v0.34.1/version/dynamic.go SetDynamicVersion
 */
function readVersion(text: string, minor: number): FlagValue {
  if (text === 'raw') return { value: text };
  if (!text.startsWith('v') || minor < 28) return readBoolean(text);
  return text.startsWith(`v1.${minor}.`) ? { value: text } : notA('version of its own');
}
