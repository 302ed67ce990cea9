import { isCollection, isNode, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { insertLinesAfter, lineEnd, lineStart, refuse, type Source, splice } from './text.ts';
import { contentEnd, pairOf, rangeOf } from './yaml-source.ts';

const BY_HAND = 'edit it by hand, then scan again';
/** Spaces per level, as Kubernetes writes YAML; lists are not indented. */
const STEP = 2;

/** Adds a map, written in lines, to the list that is a key of a map; the list is made where it is not. */
export function appendMap(source: Source, map: YAMLMap, key: string, lines: readonly string[]): Source {
  return appendMapAt(source, map, [key], lines);
}

/** The same below several keys, of which those that are missing or empty are made. */
export function appendMapAt(
  source: Source,
  root: YAMLMap,
  path: readonly string[],
  lines: readonly string[],
): Source {
  let map = root;
  for (const [index, key] of path.entries()) {
    if (map.flow === true) refuse(source, rangeOf(source, map).start, 'it is written in one line', BY_HAND);
    const indent = ' '.repeat(columnOf(source, map));
    const below = linesBelow(path.slice(index), indent, lines);
    const pair = pairOf(source, map, key);
    if (pair === null) return insertLinesAfter(source, contentEnd(source, map), below);
    if (isHollow(source, pair.value)) return fill(source, pair, below.slice(1));
    if (isSeq(pair.value) && index === path.length - 1) return appendToList(source, pair.value, lines);
    map = mapOf(source, pair, key);
  }
  return source;
}

function mapOf(source: Source, { key, value }: { key: Node; value: Node | null }, name: string): YAMLMap {
  if (isCollection(value) && !isSeq(value)) return value as YAMLMap;
  refuse(source, rangeOf(source, key).start, `${name} is neither a list nor a map`, BY_HAND);
}

/** Nothing, or a map or list in brackets with nothing in it. */
function isHollow(source: Source, value: Node | null): boolean {
  if (value === null || (isCollection(value) && value.flow === true && value.items.length === 0)) return true;
  const { start, end } = rangeOf(source, value);
  return start === end;
}

/** Lines in the place of a value that holds nothing. */
function fill(
  source: Source,
  { key, value }: { key: Node; value: Node | null },
  lines: readonly string[],
): Source {
  const colon = source.text.indexOf(':', rangeOf(source, key).end) + 1;
  const end = value === null ? colon : Math.max(colon, rangeOf(source, value).end);
  if (end > lineEnd(source.text, colon)) refuse(source, colon, 'it runs over several lines', BY_HAND);
  return insertLinesAfter(splice(source, colon, end, ''), colon, lines);
}

function appendToList(source: Source, list: YAMLSeq, lines: readonly string[]): Source {
  const { start } = rangeOf(source, list);
  if (list.flow === true) refuse(source, start, 'the list is written in one line', BY_HAND);
  const indent = ' '.repeat(start - lineStart(source.text, start));
  return insertLinesAfter(source, contentEnd(source, list), itemLines(indent, lines));
}

function linesBelow(path: readonly string[], indent: string, lines: readonly string[]): readonly string[] {
  const at = (level: number) => `${indent}${' '.repeat(STEP * level)}`;
  return [
    ...path.map((key, level) => `${at(level)}${key}:`),
    ...itemLines(at(Math.max(0, path.length - 1)), lines),
  ];
}

function itemLines(indent: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`);
}

function columnOf(source: Source, map: YAMLMap): number {
  const first = map.items[0]?.key;
  const start = isNode(first) ? rangeOf(source, first).start : rangeOf(source, map).start;
  return start - lineStart(source.text, start);
}
