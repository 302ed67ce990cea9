import type { ConfigEntry } from '../../model/snapshot.ts';
import { parseGoDuration } from '../go-values.ts';

/** What the decoder wants to find at a key. `any`: whatever is there is somebody else's business. */
export type FieldKind =
  | 'boolean'
  | 'integer'
  | 'number'
  | 'string'
  | 'duration'
  | 'strings'
  | 'list'
  | 'map'
  | 'any';

/**
 * The keys of a versioned configuration kind in their exact spelling, joined by dots: `*` for each item of a list or
 * key of a map, `**` for whatever is below. Keys on the way to another need not be named.
 */
export type ConfigFields = Readonly<Record<string, FieldKind>>;

/** The patterns of a shape for the collector: which keys may be kept. */
export function configKeysOf(fields: ConfigFields): ReadonlySet<string> {
  return new Set(['apiversion', 'kind', ...Object.keys(fields).map((key) => key.toLowerCase())]);
}

/** What is wanted at a path in its exact spelling; undefined for a key that the kind does not have. */
export function kindOf(path: readonly string[], fields: ConfigFields): FieldKind | 'object' | undefined {
  const patterns = patternsOf(fields);
  const named = patterns.find(({ parts }) => parts.length === path.length && agrees(parts, path));
  if (named !== undefined) return named.kind;
  const open = patterns.find(({ parts }) => parts.at(-1) === '**' && agrees(parts.slice(0, -1), path));
  if (open !== undefined && path.length >= open.parts.length) return 'any';
  const onTheWay = patterns.find(
    ({ parts }) => parts.length > path.length && agrees(parts.slice(0, path.length), path),
  );
  if (onTheWay === undefined) return undefined;
  const next = onTheWay.parts[path.length];
  if (next === '**') return 'any';
  return next === '*' ? 'list' : 'object';
}

/** A key taken apart. */
interface Pattern {
  parts: readonly string[];
  kind: FieldKind;
}

const PATTERNS = new WeakMap<ConfigFields, readonly Pattern[]>();

/** Tables do not change, and every key of every file is looked up in one. */
function patternsOf(fields: ConfigFields): readonly Pattern[] {
  const patterns =
    PATTERNS.get(fields) ?? Object.entries(fields).map(([key, kind]) => ({ parts: key.split('.'), kind }));
  PATTERNS.set(fields, patterns);
  return patterns;
}

function agrees(parts: readonly string[], path: readonly string[]): boolean {
  return parts.every((part, index) => part === '*' || part === path[index]);
}

const WANTED: Readonly<
  Record<Exclude<FieldKind, 'any'> | 'object', { type: ConfigEntry['type']; noun: string }>
> = {
  boolean: { type: 'boolean', noun: 'boolean' },
  integer: { type: 'number', noun: 'whole number' },
  number: { type: 'number', noun: 'number' },
  string: { type: 'string', noun: 'text' },
  duration: { type: 'string', noun: 'duration' },
  strings: { type: 'list', noun: 'list of texts' },
  list: { type: 'list', noun: 'list' },
  map: { type: 'map', noun: 'map' },
  object: { type: 'map', noun: 'map' },
};

/** Why a value is not what a field wants, as the rest of a sentence. */
export function typeProblem(
  { type, value }: Pick<ConfigEntry, 'type' | 'value'>,
  kind: FieldKind | 'object',
): string | null {
  if (kind === 'any') return null;
  const wanted = WANTED[kind];
  const fits = type === wanted.type && contentFits(value, kind);
  return fits ? null : `is no ${wanted.noun}`;
}

function contentFits(value: ConfigEntry['value'], kind: FieldKind | 'object'): boolean {
  if (kind === 'integer') return Number.isInteger(value);
  if (kind === 'duration') return typeof value === 'string' && parseGoDuration(value) !== null;
  if (kind === 'strings')
    return !Array.isArray(value) || value.every((item) => item === null || typeof item === 'string');
  return true;
}
