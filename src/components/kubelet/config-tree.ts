import type { SettingValue } from '../../model/finding.ts';
import type { Origin } from '../../model/origin.ts';
import type { ConfigEntry } from '../../model/snapshot.ts';

/** A source of a value that lost to a later one. */
export interface Lost {
  value: SettingValue;
  origin: Origin;
}

/** One value of a configuration document, or of several laid over each other. */
export interface Leaf {
  kind: 'leaf';
  type: ConfigEntry['type'];
  value: ConfigEntry['value'];
  origin: Origin;
  /** Strongest first. */
  lost: readonly Lost[];
}

/** A map of a configuration document, by keys as spelled. */
export interface Section {
  kind: 'section';
  keys: ReadonlyMap<string, ConfigNode>;
  origin: Origin;
}

export type ConfigNode = Leaf | Section;

/** Nests the entries of a document; what is inside lists stays with the list. */
export function treeOf(entries: readonly ConfigEntry[], originAt: (line: number) => Origin): Section {
  const root = openSection(originAt(1));
  for (const entry of entries) {
    const above = sectionAt(root, entry.path.slice(0, -1));
    if (above === undefined) continue;
    const origin = originAt(entry.line);
    above.keys.set(entry.path.at(-1) ?? '', entry.type === 'map' ? openSection(origin) : leaf(entry, origin));
  }
  return root;
}

interface OpenSection extends Section {
  keys: Map<string, ConfigNode>;
}

function openSection(origin: Origin): OpenSection {
  return { kind: 'section', keys: new Map(), origin };
}

function leaf({ type, value }: ConfigEntry, origin: Origin): Leaf {
  return { kind: 'leaf', type, value, origin, lost: [] };
}

function sectionAt(root: OpenSection, path: readonly string[]): OpenSection | undefined {
  let section: OpenSection = root;
  for (const key of path) {
    const next = section.keys.get(key);
    if (next?.kind !== 'section') return undefined;
    section = next as OpenSection;
  }
  return section;
}

/**
 * Lays a document over another as a JSON merge patch: sections merge, null deletes, all else replaces. Keys in other
 * spelling are other keys.
 * https://github.com/evanphx/json-patch/blob/v4.12.0/merge.go
 */
export function mergePatch(base: Section, patch: Section): Section {
  const keys = new Map(base.keys);
  for (const [key, node] of patch.keys) {
    if (isNull(node)) keys.delete(key);
    else keys.set(key, merged(keys.get(key), node));
  }
  return { ...base, keys };
}

function isNull(node: ConfigNode): boolean {
  return node.kind === 'leaf' && node.type === 'null';
}

function merged(before: ConfigNode | undefined, after: ConfigNode): ConfigNode {
  if (after.kind === 'section')
    return mergePatch(before?.kind === 'section' ? before : openSection(after.origin), after);
  return before?.kind === 'leaf' ? { ...after, lost: lostTo(before) } : after;
}

/** What a value and those that it displaced are to the one that displaces it. A default was set by nobody. */
export function lostTo({ value, origin, lost }: Pick<Leaf, 'value' | 'origin' | 'lost'>): readonly Lost[] {
  return origin.kind === 'default' ? lost : [{ value: settingValue(value), origin }, ...lost];
}

/** Null in a list of texts is an empty text. */
export function settingValue(value: ConfigEntry['value']): SettingValue {
  return Array.isArray(value) ? value.map((item) => (item === null ? '' : String(item))) : value;
}
