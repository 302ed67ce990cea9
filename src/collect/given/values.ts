import type { GoMap, GoValue } from '../config/go-value.ts';

/** The value at a path of keys, with the line of its last key; undefined where there is none. */
export function at(value: GoValue | undefined, ...path: readonly string[]): GoValue | undefined {
  let found = value;
  for (const key of path) found = found?.type === 'map' ? found.entries.get(key)?.value : undefined;
  return found;
}

export function mapAt(value: GoValue | undefined, ...path: readonly string[]): GoMap | undefined {
  const found = at(value, ...path);
  return found?.type === 'map' ? found : undefined;
}

export function itemsAt(value: GoValue | undefined, ...path: readonly string[]): readonly GoValue[] {
  const found = at(value, ...path);
  return found?.type === 'list' ? found.items : [];
}

/** A text; empty where there is none. */
export function textAt(value: GoValue | undefined, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return found?.type === 'string' ? found.value : '';
}

/** As JSON would hold it, without lines. */
export function plain(value: GoValue): unknown {
  switch (value.type) {
    case 'null':
      return null;
    case 'boolean':
    case 'number':
    case 'string':
      return value.value;
    case 'list':
      return value.items.map(plain);
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry.value)]));
  }
}
