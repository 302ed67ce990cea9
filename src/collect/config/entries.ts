import type { ConfigEntry } from '../../model/snapshot.ts';
import { compareBytes } from '../../util/bytes.ts';
import type { GoMap, GoValue } from './go-value.ts';

interface Collected {
  entries: ConfigEntry[];
  unknownKeys: string[];
  duplicateKeys: { path: string; line: number }[];
}

type Pattern = readonly string[];

/**
 * Entries of the keys that a component knows, in the order in which Go's encoding/json meets them: sigs.k8s.io/yaml
 * passes through a JSON text, whose keys json.Marshal sorts by bytes at every level. That order decides which of two
 * spellings of one key wins.
 * @param configKeys lower-case keys joined by dots, `*` for any one key or item of a list, `**` at the end for all below
 */
export function configEntries(root: GoMap, configKeys: ReadonlySet<string>): Collected {
  const collected: Collected = { entries: [], unknownKeys: [], duplicateKeys: [] };
  const patterns = [...configKeys].map((key) => key.split('.'));
  flatten(root, [], patterns, collected);
  return collected;
}

/** `patterns`: those that agree with all keys down to here. */
function flatten(
  map: GoMap,
  path: readonly string[],
  patterns: readonly Pattern[],
  collected: Collected,
): void {
  for (const { key, line } of map.repeated)
    collected.duplicateKeys.push({ path: [...path, key].join('.'), line });
  const keys = [...map.entries].sort(([left], [right]) => compareBytes(left, right));
  for (const [key, { value, line }] of keys) {
    const here = [...path, key];
    const matching = patterns.filter((pattern) => agrees(pattern[path.length], key));
    if (matching.length === 0) collected.unknownKeys.push(here.join('.'));
    else if (!matching.every((pattern) => pattern[path.length] === ALL_BELOW))
      enter(value, here, line, matching, collected);
  }
}

const ALL_BELOW = '**';

/** Keeps a value, and looks into it as far as patterns lead. */
function enter(
  value: GoValue,
  here: readonly string[],
  line: number,
  matching: readonly Pattern[],
  collected: Collected,
): void {
  const leaf = matching.some((pattern) => pattern.length === here.length);
  collected.entries.push({ path: [...here], type: value.type, value: leaf ? plain(value) : null, line });
  if (value.type === 'map') flatten(value, here, matching, collected);
  if (value.type === 'list') enterItems(value.items, here, matching, collected);
}

/** Items of a list that patterns lead into, by their number. */
function enterItems(
  items: readonly GoValue[],
  path: readonly string[],
  matching: readonly Pattern[],
  collected: Collected,
): void {
  const inside = matching.filter((pattern) => pattern[path.length] === '*');
  if (inside.length === 0) return;
  for (const [index, item] of items.entries())
    enter(item, [...path, String(index)], item.line, inside, collected);
}

function agrees(part: string | undefined, key: string): boolean {
  return part !== undefined && (part === '*' || part === ALL_BELOW || part === folded(key));
}

/** encoding/json compares names by Unicode simple folding; besides case that makes `ſ` an s and the Kelvin sign a k. */
function folded(key: string): string {
  return key.toLowerCase().replaceAll('ſ', 's');
}

function plain(value: GoValue): ConfigEntry['value'] {
  switch (value.type) {
    case 'null':
    case 'map':
      return null;
    case 'list':
      return value.items.map(scalar);
    case 'boolean':
    case 'number':
    case 'string':
      return value.value;
  }
}

function scalar(value: GoValue): null | boolean | number | string {
  return value.type === 'null' || value.type === 'map' || value.type === 'list' ? null : value.value;
}
