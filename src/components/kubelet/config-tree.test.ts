import { describe, expect, it } from 'vitest';
import type { ConfigEntry } from '../../model/snapshot.ts';
import { type ConfigNode, mergePatch, type Section, treeOf } from './config-tree.ts';

type Plain = null | boolean | number | string | readonly string[] | { [key: string]: Plain };

function entriesOf(value: Readonly<Record<string, Plain>>, path: readonly string[] = []): ConfigEntry[] {
  return Object.entries(value).flatMap(([key, item]): ConfigEntry[] => {
    const here = [...path, key];
    if (item === null) return [{ path: here, type: 'null', value: null, line: 1 }];
    if (Array.isArray(item)) return [{ path: here, type: 'list', value: [...item], line: 1 }];
    if (typeof item !== 'object')
      return [{ path: here, type: typeof item as 'boolean' | 'number' | 'string', value: item, line: 1 }];
    const section = item as Readonly<Record<string, Plain>>;
    return [{ path: here, type: 'map', value: null, line: 1 }, ...entriesOf(section, here)];
  });
}

function tree(value: Readonly<Record<string, Plain>>, path = 'base'): Section {
  return treeOf(entriesOf(value), (line) => ({ kind: 'drop-in', path, line }));
}

function plain(node: ConfigNode): unknown {
  if (node.kind === 'leaf') return node.value;
  return Object.fromEntries([...node.keys].map(([key, below]) => [key, plain(below)]));
}

describe('a merge patch', () => {
  it.each<[string, Record<string, Plain>, Record<string, Plain>, unknown]>([
    ['replaces scalars, false and zero too', { a: true, b: 7 }, { a: false, b: 0 }, { a: false, b: 0 }],
    ['merges sections', { a: { b: 1, c: 2 } }, { a: { c: 3 } }, { a: { b: 1, c: 3 } }],
    ['replaces lists', { a: ['x', 'y'] }, { a: ['z'] }, { a: ['z'] }],
    ['deletes by null', { a: 1, b: 2 }, { a: null }, { b: 2 }],
    ['deletes inside a section', { a: { b: 1, c: 2 } }, { a: { b: null } }, { a: { c: 2 } }],
    ['adds no null', {}, { a: null, b: { c: null, d: 1 } }, { b: { d: 1 } }],
    ['replaces a scalar by a section', { a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
    ['replaces a section by a scalar', { a: { b: 2 } }, { a: 1 }, { a: 1 }],
    ['takes other spelling for another key', { a: 1 }, { A: 2 }, { a: 1, A: 2 }],
  ])('%s', (_name, base, patch, merged) => {
    const result = mergePatch(tree(base), tree(patch));

    expect(plain(result)).toEqual(merged);
  });

  it('keeps what it displaced, strongest first', () => {
    const result = [tree({ a: 2 }, 'second'), tree({ a: 3 }, 'third')].reduce(
      mergePatch,
      tree({ a: 1 }, 'first'),
    );

    const a = result.keys.get('a');
    expect(a?.kind === 'leaf' && a.lost).toEqual([
      { value: 2, origin: { kind: 'drop-in', path: 'second', line: 1 } },
      { value: 1, origin: { kind: 'drop-in', path: 'first', line: 1 } },
    ]);
  });
});
