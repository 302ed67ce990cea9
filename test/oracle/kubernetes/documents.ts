import type { Picker, Weighted } from '../picker.ts';
import type { Texts } from './words.ts';

/** A key of a configuration file by its levels, and its value as YAML. */
export interface Entry {
  path: readonly string[];
  text: string;
}

/** Entries for some of the keys, few of them in other case, twice or unknown. */
export function drawnEntries(pick: Picker, table: Readonly<Record<string, Texts>>, most: number): Entry[] {
  const names = pick
    .shuffle(Object.keys(table))
    .slice(0, pick.one(Array.from({ length: most + 1 }, (_, n) => n)));
  const entries = names.map((name) => {
    const path = name.split('.').map((part) => (pick.odd(0.05) ? part.toLowerCase() : part));
    return { path, text: pick.sound(table[name]?.sound ?? [], table[name]?.odd ?? []) };
  });
  const unknown: Weighted<Entry> = [
    [1, { path: ['anything'], text: 'x' }],
    [1, { path: ['any', 'thing'], text: '{a: 1}' }],
  ];
  const again = entries.filter(() => pick.odd(0.05));
  return [...entries, ...again, ...(pick.odd(0.1) ? [pick.weighted(unknown)] : [])];
}

/** The entries as YAML, each top key by itself, so that a section may stand there twice. */
export function yamlOf(entries: readonly Entry[]): string {
  return entries
    .map(
      ({ path, text }) => `${path.map((key, depth) => `${'  '.repeat(depth)}${key}:`).join('\n')} ${text}\n`,
    )
    .join('');
}

/** The two keys that every such file begins with. */
export function headOf(apiVersion: string, kind: string): Entry[] {
  return [
    { path: ['apiVersion'], text: apiVersion },
    { path: ['kind'], text: kind },
  ];
}
