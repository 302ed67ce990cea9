import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLSeq } from 'yaml';
import { editConfigKey } from './config-key.ts';
import { appendItem, itemTexts, removeItem, replaceItem } from './sequence.ts';
import { refuse, type Source } from './text.ts';
import type { Edited } from './verify.ts';
import type { WordEdit } from './words.ts';
import { pairOf, parseStrictly, rangeOf } from './yaml-source.ts';

const BY_HAND = 'edit the file by hand, then scan again';

interface Found {
  /** The key as the file spells it: with a `+` it adds to what earlier files say. */
  readonly name: string;
  readonly value: Node | null;
}

/**
 * Sets `flag=value` in a list of arguments of K3s' or RKE2's configuration file, or takes it away, also where it only
 * adds to the program's own value (`flag+=value`). The list is that of `key`, or of `key+` where the file has that.
 * https://github.com/k3s-io/k3s/blob/release-1.34/pkg/util/args.go GetArgs,
 * https://github.com/k3s-io/k3s/blob/release-1.34/pkg/configfilearg/parser.go readConfigFile
 */
export function editArgumentList(source: Source, key: string, flag: string, value: string | null): Edited {
  const found = listIn(source, key);
  const items = found === null ? [] : textsOf(source, found.value);
  const edits = editsFor(items, flag, value);
  if (edits.length === 0) return { source, expected: [] };
  const wanted = itemsAfter(items, edits);
  if (wanted.length === 0 || !isSeq(found?.value)) {
    return editConfigKey(source, [found?.name ?? key], wanted.length === 0 ? null : wanted, false);
  }
  const { name } = found;
  const edited = edits.reduce((so, edit) => applyOne(so, sequenceIn(so, key), edit), source);
  return { source: edited, expected: [{ document: 0, path: [name], value: wanted }] };
}

/**
 * The items that a file has for a key, and whether they only add to those of earlier files; null where it has none.
 * Throws `KT_EDIT` as an edit does.
 */
export function argumentsIn(source: Source, key: string): { adds: boolean; items: readonly string[] } | null {
  const found = listIn(source, key);
  return found === null ? null : { adds: found.name !== key, items: textsOf(source, found.value) };
}

/** Changes from the last item to the first. The last mention keeps its place, earlier ones go. */
function editsFor(items: readonly string[], flag: string, value: string | null): readonly WordEdit[] {
  const own = items.flatMap((item, index) => (argumentName(item) === flag ? [index] : [])).reverse();
  const [last, ...earlier] = own;
  const removed = (value === null ? own : earlier).map((index) => ({ kind: 'remove' as const, index }));
  if (value === null) return removed;
  const text = `${flag}=${value}`;
  if (last === undefined) return [{ kind: 'append', text }];
  return [...(items[last] === text ? [] : [{ kind: 'replace' as const, index: last, text }]), ...removed];
}

function itemsAfter(items: readonly string[], edits: readonly WordEdit[]): string[] {
  const result = [...items];
  for (const edit of edits) {
    if (edit.kind === 'append') result.push(edit.text);
    else result.splice(edit.index, 1, ...(edit.kind === 'replace' ? [edit.text] : []));
  }
  return result;
}

function applyOne(source: Source, list: YAMLSeq, edit: WordEdit): Source {
  if (edit.kind === 'append') return appendItem(source, list, edit.text, false);
  if (edit.kind === 'remove') return removeItem(source, list, edit.index);
  return replaceItem(source, list, edit.index, edit.text, false);
}

function sequenceIn(source: Source, key: string): YAMLSeq {
  const value = listIn(source, key)?.value;
  if (isSeq(value)) return value;
  refuse(source, null, 'the edited list cannot be found again', BY_HAND);
}

/** Null where the file does not have the key. */
function listIn(source: Source, key: string): Found | null {
  const [document, further] = parseStrictly(source);
  const map = document?.contents;
  if (further !== undefined) refuse(source, further.range[0], 'the file holds a second document', BY_HAND);
  if (!isMap(map)) return null;
  const there = [key, `${key}+`].flatMap((name) => {
    const pair = pairOf(source, map, name);
    return pair === null ? [] : [{ name, value: pair.value }];
  });
  const [found, second] = there;
  if (second !== undefined) {
    refuse(source, rangeOf(source, map).start, `both ${key} and ${key}+ are in the file`, 'write one list');
  }
  return found ?? null;
}

/** One text stands for a list with one item. */
function textsOf(source: Source, node: Node | null): readonly string[] {
  if (node === null) return [];
  if (isSeq(node)) return itemTexts(source, node);
  const { start } = rangeOf(source, node);
  if (isAlias(node)) refuse(source, start, 'the list is an alias', BY_HAND);
  if (!isScalar(node)) refuse(source, start, 'a map stands where a list belongs', BY_HAND);
  return node.value === null ? [] : [String(node.value)];
}

/** What an item is about: `--name+=value` is about `name`. */
export function argumentName(item: string): string {
  const written = item.trim().replace(/^--/, '').split('=', 1)[0] ?? '';
  return written.replace(/[-+]+$/, '');
}
