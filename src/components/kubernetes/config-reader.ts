import type { SettingValue } from '../../model/finding.ts';
import type { Origin } from '../../model/origin.ts';
import type { ConfigEntry } from '../../model/snapshot.ts';
import type { OpenedConfig } from './config-document.ts';
import { type ConfigFields, kindOf, typeProblem } from './config-fields.ts';
import { type Refusal, refuses } from './reading.ts';

export interface ConfigShape {
  /** The component's name, for sentences. */
  program: string;
  kind: string;
  /** Versions of the kind that the component reads, e.g. `kubescheduler.config.k8s.io/v1`. */
  apiVersions: readonly string[];
  fields: ConfigFields;
  /** Unknown and repeated keys refuse; else they are ignored with a warning and the last repetition counts. */
  strict: boolean;
}

/** One key of the file that holds something. */
export interface ConfigValue {
  value: SettingValue;
  origin: Origin;
}

/** Values by exact key. A null counts as not set, and so does a key in other spelling. */
export interface ConfigValues {
  outcome: 'read';
  apiVersion: string;
  values: ReadonlyMap<string, ConfigValue>;
}

/** A versioned configuration file as the component's decoder reads it, or why the component refuses it. */
export function readConfig(opened: OpenedConfig, shape: ConfigShape): ConfigValues | Refusal {
  const problem = headProblem(opened, shape) ?? strictProblem(opened, shape) ?? typeProblemIn(opened, shape);
  if (problem !== null)
    return refuses(
      `${shape.program} refuses its configuration file: ${problem.because}.`,
      problem.origin,
      opened.stale,
    );
  const values = new Map(
    opened.document.entries
      .filter((entry) => entry.type !== 'null' && kindOf(entry.path, shape.fields) !== undefined)
      .map((entry) => [
        entry.path.join('.'),
        { value: settingValue(entry), origin: lineOf(opened, entry.line) },
      ]),
  );
  return { outcome: 'read', apiVersion: headText(opened, 'apiVersion'), values };
}

interface Problem {
  because: string;
  origin: Origin;
}

function lineOf({ path }: OpenedConfig, line: number): Origin {
  return { kind: 'file', path, line };
}

/** The apiVersion or kind of a file; empty when it has none. */
export function headText(opened: OpenedConfig, name: 'apiVersion' | 'kind'): string {
  const value = headValue(opened, name)?.value;
  return typeof value === 'string' ? value : '';
}

/** encoding/json, which reads these two keys, does not mind their case. apimachinery pkg/runtime/serializer/json/meta.go */
function headValue({ document }: OpenedConfig, name: string): ConfigEntry | undefined {
  const named = document.entries.filter(({ path }) => path.length === 1 && sameName(path[0], name));
  return named.findLast(({ type }) => type !== 'null');
}

function sameName(key: string | undefined, name: string): boolean {
  return key?.toLowerCase() === name.toLowerCase();
}

function headProblem(opened: OpenedConfig, shape: ConfigShape): Problem | null {
  const [apiVersion, kind] = [headValue(opened, 'apiVersion'), headValue(opened, 'kind')];
  for (const [name, entry] of [
    ['apiVersion', apiVersion],
    ['kind', kind],
  ] as const) {
    if (entry === undefined || entry.value === '')
      return { because: `it has no ${name}`, origin: lineOf(opened, 1) };
    if (entry.type !== 'string') return { because: `${name} is no text`, origin: lineOf(opened, entry.line) };
  }
  if (kind?.value !== shape.kind)
    return { because: `its kind is not ${shape.kind}`, origin: lineOf(opened, kind?.line ?? 1) };
  if (!shape.apiVersions.some((one) => one === apiVersion?.value))
    return {
      because: `it does not read ${apiVersion?.value}`,
      origin: lineOf(opened, apiVersion?.line ?? 1),
    };
  return null;
}

function strictProblem(opened: OpenedConfig, { strict, fields }: ConfigShape): Problem | null {
  if (!strict) return null;
  const { document } = opened;
  const [repeated] = document.duplicateKeys ?? [];
  if (repeated !== undefined)
    return { because: `the key ${repeated.path} stands there twice`, origin: lineOf(opened, repeated.line) };
  const [unknown] = document.unknownKeys;
  if (unknown !== undefined)
    return {
      because: `it does not know the key ${unknown}`,
      origin: { kind: 'filesystem', path: opened.path },
    };
  const misspelt = document.entries.find(({ path }) => !isHead(path) && !isKnown(path, fields));
  if (misspelt === undefined) return null;
  return {
    because: `it does not know the key ${misspelt.path.join('.')}`,
    origin: lineOf(opened, misspelt.line),
  };
}

function isHead(path: readonly string[]): boolean {
  return path.length === 1 && (path[0] === 'apiVersion' || path[0] === 'kind');
}

/** A field, a key on the way to one, or something below one that is not looked into. */
function isKnown(path: readonly string[], fields: ConfigFields): boolean {
  return kindOf(path, fields) !== undefined;
}

function typeProblemIn(opened: OpenedConfig, { fields }: ConfigShape): Problem | null {
  for (const entry of opened.document.entries) {
    const kind = kindOf(entry.path, fields);
    const problem = kind === undefined || entry.type === 'null' ? null : typeProblem(entry, kind);
    if (problem !== null)
      return { because: `${entry.path.join('.')} ${problem}`, origin: lineOf(opened, entry.line) };
  }
  return null;
}

function settingValue({ value }: ConfigEntry): SettingValue {
  return Array.isArray(value) ? value.map(String) : value;
}
