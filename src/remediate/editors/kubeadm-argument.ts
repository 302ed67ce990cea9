import { isMap, isNode, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { editConfigKey } from './config-key.ts';
import { appendMapAt } from './list-of-maps.ts';
import { removePair } from './remove-pair.ts';
import { quoteOf, writeScalar } from './scalar.ts';
import { lineEnd, lineStart, refuse, type Source, splice } from './text.ts';
import type { Edited } from './verify.ts';
import { chosenDocument, contentEnd, ownMap, pairOf, rangeOf } from './yaml-source.ts';

const BY_HAND = 'edit it by hand: kubectl -n kube-system edit configmap kubeadm-config';

/**
 * How a version of ClusterConfiguration holds `extraArgs`.
 * https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/ (a list, names may repeat) and v1beta3 (a map)
 */
const FORMS: Readonly<Record<string, 'map' | 'list'>> = {
  'kubeadm.k8s.io/v1beta1': 'map',
  'kubeadm.k8s.io/v1beta2': 'map',
  'kubeadm.k8s.io/v1beta3': 'map',
  'kubeadm.k8s.io/v1beta4': 'list',
};

/** An argument as ClusterConfiguration gives it; null: it does not. Refuses one that is given twice. */
export function argumentIn(source: Source, section: readonly string[], name: string): string | null {
  const held = heldAt(source, rootOf(source, null).root, section);
  if (held === null) return null;
  const value = isSeq(held.node)
    ? (itemNamed(source, held.node, name)?.value ?? null)
    : (pairOf(source, held.node, name)?.value ?? null);
  if (value === null) return null;
  if (!isScalar(value)) refuse(source, rangeOf(source, value).start, `${name} is not a text`, BY_HAND);
  return typeof value.value === 'string' ? value.value : (value.source ?? '');
}

/**
 * Sets an argument in ClusterConfiguration, or takes it away (`value` null).
 *
 * @param kind of the document that is meant, in a file with several; null: there is one
 */
export function editArgument(
  source: Source,
  section: readonly string[],
  name: string,
  value: string | null,
  kind: string | null = null,
): Edited {
  const path = [...section, 'extraArgs'];
  const { root, document } = rootOf(source, kind);
  if (formOf(source, root) === 'map') return editConfigKey(source, [...path, name], value, false, kind);
  const held = heldAt(source, root, section);
  const list = held !== null && isSeq(held.node) ? held.node : null;
  const before = list === null ? [] : plainList(list);
  const item = list === null ? null : itemNamed(source, list, name);
  if (item === null) {
    if (value === null) return { source, expected: [] };
    const lines = [`name: ${quoted(name)}`, `value: ${quoted(value)}`];
    const expected = [{ document, path, value: [...before, { name, value }] }];
    return { source: appendMapAt(source, root, path, lines), expected };
  }
  if (value !== null) {
    const after = before.map((one, index) => (index === item.index ? { ...one, value } : one));
    return { source: replaced(source, item, value), expected: [{ document, path, value: after }] };
  }
  const after = before.filter((_, index) => index !== item.index);
  const expected = [{ document, path, value: after.length === 0 ? undefined : after }];
  return { source: removed(source, held?.maps ?? [], path, item, before.length), expected };
}

/** @throws KubetrueError KT_EDIT when it is no ClusterConfiguration of a version that is known */
function formOf(source: Source, root: YAMLMap): 'map' | 'list' {
  const version = root.get('apiVersion');
  const form = typeof version === 'string' && Object.hasOwn(FORMS, version) ? FORMS[version] : undefined;
  if (form === undefined) refuse(source, null, `its apiVersion ${String(version)} is not known`, BY_HAND);
  return form;
}

function rootOf(source: Source, kind: string | null): { root: YAMLMap; document: number } {
  const { document, index } = chosenDocument(source, kind);
  const root = ownMap(source, document.contents, 'the document');
  if (root === null) refuse(source, null, 'it holds no map', BY_HAND);
  return { root, document: index };
}

interface Held {
  /** From the root to the section. */
  readonly maps: readonly YAMLMap[];
  readonly node: YAMLMap | YAMLSeq;
}

/** `extraArgs` of a section; null where there are none. Refuses what does not have the form of its version. */
function heldAt(source: Source, root: YAMLMap, section: readonly string[]): Held | null {
  const form = formOf(source, root);
  const maps = [root];
  for (const key of section) {
    const next = ownMap(source, pairOf(source, maps.at(-1) as YAMLMap, key)?.value ?? null, `"${key}"`);
    if (next === null) return null;
    maps.push(next);
  }
  const node = pairOf(source, maps.at(-1) as YAMLMap, 'extraArgs')?.value ?? null;
  if (node === null || (isScalar(node) && node.value === null)) return null;
  if (form === 'map' ? !isMap(node) : !isSeq(node))
    refuse(source, rangeOf(source, node).start, `extraArgs is not a ${form}`, BY_HAND);
  return { maps, node: node as YAMLMap | YAMLSeq };
}

interface Item {
  readonly index: number;
  readonly map: YAMLMap;
  readonly value: Node | null;
}

function itemNamed(source: Source, list: YAMLSeq, name: string): Item | null {
  const found = list.items.flatMap((map, index): Item[] => {
    if (!isMap(map)) refuse(source, startOf(source, list), 'an item of extraArgs is not a map', BY_HAND);
    if (map.get('name') !== name) return [];
    return [{ index, map, value: pairOf(source, map, 'value')?.value ?? null }];
  });
  const [first, second] = found;
  if (second !== undefined)
    refuse(source, startOf(source, second.map), `${name} is given more than once`, BY_HAND);
  return first ?? null;
}

function startOf(source: Source, node: Node): number {
  return rangeOf(source, node).start;
}

function plainList(list: YAMLSeq): readonly Record<string, unknown>[] {
  return JSON.parse(JSON.stringify(list.toJSON()));
}

function replaced(source: Source, { map, value }: Item, text: string): Source {
  if (!isNode(value) || !isScalar(value))
    refuse(source, startOf(source, map), 'the argument has no value', BY_HAND);
  const { start, end } = rangeOf(source, value);
  if (start === end || source.text.slice(start, end).includes('\n'))
    refuse(source, start, 'the value is not one word on one line', BY_HAND);
  const style = { flow: map.flow === true, json: false, quote: quoteOf(value.type) };
  return splice(source, start, end, writeScalar(text, style));
}

function removed(
  source: Source,
  maps: readonly YAMLMap[],
  path: readonly string[],
  { map }: Item,
  count: number,
): Source {
  if (count === 1) return removePair(source, maps, path);
  const { start } = rangeOf(source, map);
  const from = lineStart(source.text, start);
  if (!/^ *- +$/.test(source.text.slice(from, start)))
    refuse(source, start, 'the item does not begin on a line of its own', BY_HAND);
  const end = lineEnd(source.text, contentEnd(source, map));
  return splice(source, from, Math.min(end + 1, source.text.length), '');
}

/** As text, whatever it looks like: kubeadm takes nothing else. */
function quoted(text: string): string {
  return writeScalar(text, { flow: false, json: false, quote: 'plain' });
}
