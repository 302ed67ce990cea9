import type { ConfigEntry } from '../../model/snapshot.ts';
import { compareBytes } from '../../util/bytes.ts';
import type { GoMap, GoValue } from './go-value.ts';

interface Collected {
  entries: ConfigEntry[];
  unknownKeys: string[];
}

type Pattern = readonly string[];

/**
 * Entries of the keys that a component knows, in the order in which Go's encoding/json meets them: sigs.k8s.io/yaml
 * passes through a JSON text, whose keys json.Marshal sorts by bytes at every level. That order decides which of two
 * spellings of one key wins.
 * @param configKeys lower-case keys joined by dots, `*` for any one key
 */
export function configEntries(root: GoMap, configKeys: ReadonlySet<string>): Collected {
  const collected: Collected = { entries: [], unknownKeys: [] };
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
  const keys = [...map.entries].sort(([left], [right]) => compareBytes(left, right));
  for (const [key, { value, line }] of keys) {
    const here = [...path, key];
    const matching = patterns.filter((pattern) => agrees(pattern[path.length], key));
    if (matching.length === 0) {
      collected.unknownKeys.push(here.join('.'));
      continue;
    }
    const leaf = matching.some((pattern) => pattern.length === here.length);
    collected.entries.push({ path: here, type: value.type, value: leaf ? plain(value) : null, line });
    if (value.type === 'map') flatten(value, here, matching, collected);
  }
}

function agrees(part: string | undefined, key: string): boolean {
  return part !== undefined && (part === '*' || part === folded(key));
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
