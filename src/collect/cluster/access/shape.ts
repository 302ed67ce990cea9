import type { GoValue } from '../../config/go-value.ts';
import { Unusable } from './access.ts';

/** A type of Go: a text, a switch, a list of one type, a map with the named keys, or with any keys (`*`). */
export type Shape = 'string' | 'boolean' | readonly [Shape] | { readonly [key: string]: Shape };

export type Shaped<S> = S extends 'string'
  ? string
  : S extends 'boolean'
    ? boolean
    : S extends readonly [infer Item]
      ? readonly Shaped<Item>[]
      : S extends { readonly '*': infer Any }
        ? Readonly<Record<string, Shaped<Any>>>
        : { readonly [K in keyof S]?: Shaped<S[K]> };

/**
 * A decoded value as Go takes it into a type: what is missing or null stays away, unknown keys are passed over.
 * @param where for people: the file
 * @throws Unusable a value of another type
 */
export function shaped<const S extends Shape>(value: GoValue, shape: S, where: string): Shaped<S> {
  return taken(value, shape, '', where) as Shaped<S>;
}

function taken(value: GoValue, shape: Shape, key: string, where: string): unknown {
  if (typeof shape === 'string') {
    if (value.type === 'null') return shape === 'string' ? '' : false;
    if (value.type === shape) return value.value;
    throw wrong(value, key, shape, where);
  }
  if (isList(shape)) return items(value, shape, key, where);
  if (value.type === 'null') return {};
  if (value.type !== 'map')
    throw new Unusable(`${where}, line ${value.line}: a ${value.type} where keys and values are expected`);
  return Object.fromEntries(fields(value.entries, shape, where));
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function items(value: GoValue, [item]: readonly [Shape], key: string, where: string): unknown[] {
  if (value.type === 'null') return [];
  if (value.type !== 'list') throw wrong(value, key, 'list', where);
  return value.items.map((one) => taken(one, item, key, where));
}

function fields(
  entries: ReadonlyMap<string, { value: GoValue }>,
  shape: { readonly [key: string]: Shape },
  where: string,
): [string, unknown][] {
  return [...entries].flatMap(([key, { value }]): [string, unknown][] => {
    const inner = Object.hasOwn(shape, key) ? shape[key] : shape['*'];
    return inner === undefined || value.type === 'null' ? [] : [[key, taken(value, inner, key, where)]];
  });
}

function wrong({ type, line }: GoValue, key: string, expected: string, where: string): Unusable {
  return new Unusable(`${where}, line ${line}: ${key} is a ${type}, not a ${expected}`);
}
