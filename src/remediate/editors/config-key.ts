import { type Document, isAlias, isCollection, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { SettingValue } from '../../model/finding.ts';
import { insertPair, type PairStyle, writeValue } from './mapping.ts';
import { removePair } from './remove-pair.ts';
import { quoteOf } from './scalar.ts';
import { appendItem, itemTexts, removeItem, replaceItem } from './sequence.ts';
import { lineStart, refuse, type Source, splice } from './text.ts';
import type { Edited } from './verify.ts';
import { chosenDocument, onlyDocument, ownMap, pairOf, plainValue, rangeOf } from './yaml-source.ts';

const BY_HAND = 'edit the file by hand, then scan again';

/**
 * Sets a key of a configuration file, or takes it away.
 *
 * @param kind of the document that is meant; null: the file must hold one document
 */
export function editConfigKey(
  source: Source,
  path: readonly string[],
  value: SettingValue,
  json: boolean,
  kind: string | null = null,
): Edited {
  const { document, index } = chosenDocument(source, kind);
  const expected = [{ document: index, path, value: value === null ? undefined : value }];
  const walked = walk(source, document, path);
  if (value === null) {
    return { source: walked.value === undefined ? source : removePair(source, walked.maps, path), expected };
  }
  if (walked.value === undefined) {
    const rest = path.slice(walked.maps.length - 1);
    const map = walked.maps.at(-1);
    if (map === undefined) refuse(source, null, 'the file holds no map', BY_HAND);
    return {
      source: insertPair(source, map, rest, value, { json, step: stepOf(source, document) }),
      expected,
    };
  }
  return { source: replaceValue(source, { ...walked, kind }, value, json), expected };
}

interface Walked {
  /** Maps from the root to the deepest on the path that is there. */
  readonly maps: readonly YAMLMap[];
  /** Node at the path's end; undefined when some key of it is missing, null when a key has no value. */
  readonly value: Node | null | undefined;
  /** Key at the path's end, or of the missing map's empty parent. */
  readonly key: Node | null;
}

/** And in which document. */
interface Found extends Walked {
  readonly kind: string | null;
}

function walk(source: Source, document: Document.Parsed, path: readonly string[]): Walked {
  const root = ownMap(source, document.contents, 'the document');
  if (root === null) refuse(source, null, 'the file holds no map', BY_HAND);
  const maps = [root];
  let map = root;
  for (const [index, name] of path.entries()) {
    const pair = pairOf(source, map, name);
    if (pair === null) return { maps, value: undefined, key: null };
    if (index === path.length - 1) return { maps, value: pair.value, key: pair.key };
    const next = ownMap(source, pair.value, `"${name}"`);
    if (next === null) {
      refuse(source, rangeOf(source, pair.key).start, `"${name}" is there without a value`, BY_HAND);
    }
    maps.push(next);
    map = next;
  }
  return { maps, value: undefined, key: null };
}

/** The plain value at a path of keys; undefined when it is not given. */
export function valueAt(source: Source, path: readonly string[]): unknown {
  let value = plainValue(source, onlyDocument(source));
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function replaceValue(source: Source, walked: Found, value: SettingValue, json: boolean): Source {
  const node = walked.value ?? null;
  const flow = walked.maps.some((map) => map.flow === true);
  const style: PairStyle = { json, step: 2 };
  if (node === null || isAbsentText(source, node)) return fillEmpty(source, walked, value, style, flow);
  const range = rangeOf(source, node);
  if (isAlias(node)) refuse(source, range.start, 'the value is an alias', BY_HAND);
  if (isSeq(node) && Array.isArray(value)) return mergeList(source, node, walked, value, json);
  if (isCollection(node) && node.flow !== true) {
    refuse(source, range.start, 'a map or list stands where one value belongs', BY_HAND);
  }
  if (isScalar(node) && source.text.slice(range.start, range.end).includes('\n')) {
    refuse(source, range.start, 'the value runs over several lines', BY_HAND);
  }
  const quote = isScalar(node) ? quoteOf(node.type) : 'plain';
  return splice(source, range.start, range.end, writeValue(value, { flow, json, quote }));
}

function isAbsentText(source: Source, node: Node): boolean {
  const { start, end } = rangeOf(source, node);
  return isScalar(node) && start === end;
}

function fillEmpty(
  source: Source,
  walked: Walked,
  value: SettingValue,
  style: PairStyle,
  flow: boolean,
): Source {
  if (walked.key === null) return source;
  const colon = source.text.indexOf(':', rangeOf(source, walked.key).end);
  if (colon < 0) refuse(source, rangeOf(source, walked.key).start, 'the key has no colon', BY_HAND);
  const written = writeValue(value, { flow, json: style.json, quote: 'plain' });
  return splice(source, colon + 1, colon + 1, ` ${written}`);
}

/** Items that stay keep their place, text and comments; new ones come last. */
function mergeList(
  source: Source,
  node: Node,
  walked: Found,
  wanted: readonly string[],
  json: boolean,
): Source {
  let list = node;
  let edited = source;
  for (const item of wanted) {
    if (!isSeq(list)) return edited;
    if (!itemTexts(edited, list).includes(item)) edited = appendItem(edited, list, item, json);
    list = again(edited, walked);
  }
  for (let index = isSeq(list) ? list.items.length - 1 : -1; index >= 0; index -= 1) {
    if (!isSeq(list)) return edited;
    const text = itemTexts(edited, list)[index];
    if (text === undefined || wanted.includes(text)) continue;
    edited = removeItem(edited, list, index);
    list = again(edited, walked);
  }
  return inOrder(edited, walked, wanted, json);
}

/** When the wanted order is another one, the texts are exchanged and places and comments stay. */
function inOrder(source: Source, walked: Found, wanted: readonly string[], json: boolean): Source {
  let edited = source;
  for (const [index, text] of wanted.entries()) {
    const list = again(edited, walked);
    if (!isSeq(list)) return edited;
    if (itemTexts(edited, list)[index] !== text) edited = replaceItem(edited, list, index, text, json);
  }
  return edited;
}

/** The same node in the text as it is now: nothing before it has moved. */
function again(source: Source, walked: Found): Node {
  const { key, kind } = walked;
  const start = key?.range?.[0];
  let map: YAMLMap = chosenDocument(source, kind).document.contents as unknown as YAMLMap;
  for (const step of walked.maps.slice(1)) {
    const found = map.items.find((pair) => isMap(pair.value) && pair.value.range?.[0] === step.range?.[0]);
    if (found === undefined) break;
    map = found.value as YAMLMap;
  }
  const pair = map.items.find((item) => (item.key as Node).range?.[0] === start);
  if (pair === undefined) refuse(source, null, 'the edited list cannot be found again', BY_HAND);
  return pair.value as Node;
}

/** Spaces by which the file indents its maps: 2 unless it says otherwise. */
function stepOf(source: Source, document: Document.Parsed): number {
  if (!isMap(document.contents)) return 2;
  for (const pair of document.contents.items) {
    if (!isMap(pair.value) || pair.value.flow === true || !pair.value.range) continue;
    return pair.value.range[0] - lineStart(source.text, pair.value.range[0]) || 2;
  }
  return 2;
}
