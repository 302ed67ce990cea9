import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { didYouMean, nearest } from '../../util/nearest.ts';
import type { YamlPath } from './yaml.ts';

export interface SchemaProblem {
  path: YamlPath;
  message: string;
  hint?: string;
}

/** The parts of JSON Schema that the model's schemas use. */
interface SchemaView {
  anyOf?: readonly TSchema[];
  const?: unknown;
  type?: string;
  pattern?: string;
  properties?: Record<string, TSchema>;
  required?: readonly string[];
  additionalProperties?: unknown;
  patternProperties?: Record<string, TSchema>;
  items?: TSchema;
  minItems?: number;
}

/**
 * Everything in a value that its schema does not allow. Own walk instead of a validator's list, because that list
 * is cut off, and reports every branch of a union where a person wants the one that was meant.
 */
export function schemaProblems(schema: TSchema, value: unknown, path: YamlPath = []): SchemaProblem[] {
  if (Check(schema, value)) return [];
  const view: SchemaView = schema;
  if (view.anyOf !== undefined) return unionProblems(view.anyOf, value, path);
  if (view.type === 'object' && isRecord(value)) return objectProblems(view, value, path);
  if (view.type === 'array' && Array.isArray(value)) return listProblems(view, value, path);
  return [
    {
      path,
      message: `${nameOf(path)} must be ${wanted(view)}, not ${JSON.stringify(value)}`,
      ...leafHint(view, value),
    },
  ];
}

/** Unknown keys come first: a typo is the likely cause of the missing key that follows. */
function objectProblems(view: SchemaView, value: Record<string, unknown>, path: YamlPath): SchemaProblem[] {
  const properties = view.properties ?? {};
  const problems: SchemaProblem[] = [];
  for (const [key, child] of Object.entries(value)) {
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const schema = own ?? Object.values(view.patternProperties ?? {})[0];
    if (schema !== undefined) problems.push(...schemaProblems(schema, child, [...path, key]));
    else if (view.additionalProperties === false)
      problems.push(unknownKey(key, Object.keys(properties), path));
  }
  const missing = (view.required ?? []).filter((key) => value[key] === undefined);
  return [...problems, ...missing.map((key) => ({ path, message: `${nameOf([...path, key])} is missing` }))];
}

function unknownKey(key: string, known: readonly string[], path: YamlPath): SchemaProblem {
  const hint = didYouMean(key, known) ?? `known keys: ${known.join(', ')}`;
  return { path: [...path, key], message: `${nameOf([...path, key])} is not a known key`, hint };
}

function listProblems(view: SchemaView, value: readonly unknown[], path: YamlPath): SchemaProblem[] {
  if (value.length < (view.minItems ?? 0)) return [{ path, message: `${nameOf(path)} must not be empty` }];
  const { items } = view;
  return items === undefined
    ? []
    : value.flatMap((item, index) => schemaProblems(items, item, [...path, index]));
}

function unionProblems(branches: readonly TSchema[], value: unknown, path: YamlPath): SchemaProblem[] {
  const literals = branches.map((branch: SchemaView) => branch.const);
  if (literals.every((literal) => literal !== undefined)) return [notAllowed(literals, value, path)];
  const objects = branches.filter((branch: SchemaView) => branch.type === 'object');
  const meant = isRecord(value) ? mostAlike(objects, value) : undefined;
  if (meant !== undefined) return schemaProblems(meant, value, path);
  const names = branches.map((branch) => wanted(branch)).join(' or ');
  return [{ path, message: `${nameOf(path)} must be ${names}, not ${JSON.stringify(value)}` }];
}

function notAllowed(literals: readonly unknown[], value: unknown, path: YamlPath): SchemaProblem {
  const allowed = literals.map(String);
  const hint = typeof value === 'string' ? didYouMean(value, allowed) : undefined;
  const message = `${nameOf(path)} must be one of ${allowed.join(', ')}, not ${JSON.stringify(value)}`;
  return { path, message, ...(hint === undefined ? {} : { hint }) };
}

/** The branch whose keys the value has, or nearly has; the first one when none is like it. */
function mostAlike(branches: readonly TSchema[], value: Record<string, unknown>): TSchema | undefined {
  const likeness = (branch: SchemaView) => {
    const known = Object.keys(branch.properties ?? {});
    const alike = Object.keys(value).map((key) =>
      known.includes(key) ? 2 : nearest(key, known) === null ? 0 : 1,
    );
    return alike.reduce((sum: number, one) => sum + one, 0);
  };
  return [...branches].sort((left, right) => likeness(right) - likeness(left))[0];
}

const WORDS: Record<string, string> = {
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
  integer: 'a whole number',
  array: 'a list',
  object: 'a map',
  null: 'null',
};

function wanted(view: SchemaView): string {
  if (view.const !== undefined) return JSON.stringify(view.const);
  if (view.pattern !== undefined) return `text like ${view.pattern}`;
  return WORDS[view.type ?? ''] ?? 'something else';
}

function leafHint(view: SchemaView, value: unknown): { hint?: string } {
  const unquoted = view.type === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  return unquoted ? { hint: 'write it in quotes' } : {};
}

function nameOf(path: YamlPath): string {
  return path.length === 0 ? 'the document' : path.join('.');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
