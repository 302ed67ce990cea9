import type { Origin } from '../../../model/origin.ts';
import type { OpenedConfig } from '../../kubernetes/config-document.ts';
import type { ConfigValue, ConfigValues } from '../../kubernetes/config-reader.ts';

/** A place in a configuration file that was read: a value, a map or a list, by its path from the root. */
export interface ConfigNode {
  /** Whether something other than null stands there. */
  isSet: boolean;
  /** 1-based; 1 when nothing stands there. */
  line: number;
  text(): string;
  texts(): readonly string[];
  number(): number;
  isTrue(): boolean;
  at(key: string): ConfigNode;
  items(): readonly ConfigNode[];
  origin: Origin;
}

/** The root of a configuration file. */
export function rootNode(opened: OpenedConfig, { values }: ConfigValues): ConfigNode {
  return node('', opened, values);
}

function node(path: string, opened: OpenedConfig, values: ReadonlyMap<string, ConfigValue>): ConfigNode {
  const found = values.get(path);
  const line = lineOf(path, opened);
  const value = found?.value ?? null;
  const below = (key: string) => node(path === '' ? key : `${path}.${key}`, opened, values);
  return {
    isSet: found !== undefined,
    line,
    text: () => (typeof value === 'string' ? value : ''),
    texts: () => (Array.isArray(value) ? value : []),
    number: () => (typeof value === 'number' ? value : 0),
    isTrue: () => value === true,
    at: below,
    items: () => Array.from({ length: countItems(path, opened) }, (_, index) => below(String(index))),
    origin: { kind: 'file', path: opened.path, line },
  };
}

function lineOf(path: string, { document }: OpenedConfig): number {
  return document.entries.find((entry) => entry.path.join('.') === path)?.line ?? 1;
}

/** Items that are null count too: the server sees an empty item. */
function countItems(path: string, { document }: OpenedConfig): number {
  const depth = path.split('.').length + 1;
  return document.entries.filter(
    (entry) => entry.path.length === depth && entry.path.slice(0, -1).join('.') === path,
  ).length;
}
