import { isNode, type Node, type YAMLMap } from 'yaml';
import type { SettingValue } from '../../model/finding.ts';
import { type ScalarStyle, writeScalar } from './scalar.ts';
import { separatorBefore } from './sequence.ts';
import { insertLinesAfter, lineStart, refuse, type Source, splice } from './text.ts';
import { contentEnd, rangeOf } from './yaml-source.ts';

const BY_HAND = 'edit the file by hand, then scan again';

export interface PairStyle {
  readonly json: boolean;
  /** Spaces per level. */
  readonly step: number;
}

/** A value on one line: a scalar, or a list in brackets. */
export function writeValue(value: SettingValue, style: ScalarStyle): string {
  if (!Array.isArray(value)) return value === null ? 'null' : writeScalar(value, style);
  const items = value.map((item) => writeScalar(item, { ...style, flow: true }));
  return `[${items.join(', ')}]`;
}

/** Adds the keys of `path`, one below the other, at the end of a map. */
export function insertPair(
  source: Source,
  map: YAMLMap,
  path: readonly string[],
  value: SettingValue,
  style: PairStyle,
): Source {
  return map.flow === true
    ? insertInFlow(source, map, path, value, style.json)
    : insertLines(source, map, path, value, style.step);
}

function insertInFlow(
  source: Source,
  map: YAMLMap,
  path: readonly string[],
  value: SettingValue,
  json: boolean,
): Source {
  const style: ScalarStyle = { flow: true, json, quote: 'plain' };
  const written = path.reduceRight(
    (inner, key, index) => {
      const pair = `${writeScalar(key, style)}: ${inner}`;
      return index === 0 ? pair : `{${pair}}`;
    },
    writeValue(value, style),
  );
  const last = map.items.at(-1);
  const { start, end } = rangeOf(source, map);
  if (last === undefined) return splice(source, start, end, `{${written}}`);
  const key = last.key as Node;
  const at = isNode(last.value) ? rangeOf(source, last.value).end : rangeOf(source, key).end;
  return splice(source, at, at, `,${separatorBefore(source, rangeOf(source, key).start)}${written}`);
}

function insertLines(
  source: Source,
  map: YAMLMap,
  path: readonly string[],
  value: SettingValue,
  step: number,
): Source {
  const first = map.items[0]?.key;
  if (!isNode(first)) refuse(source, rangeOf(source, map).start, 'the map has no first key', BY_HAND);
  const start = rangeOf(source, first).start;
  const indent = source.text.slice(lineStart(source.text, start), start);
  if (!/^ *$/.test(indent)) refuse(source, start, 'the map does not begin on a line of its own', BY_HAND);
  return insertLinesAfter(source, contentEnd(source, map), linesOf(path, value, indent, step));
}

function linesOf(
  path: readonly string[],
  value: SettingValue,
  indent: string,
  step: number,
): readonly string[] {
  const style: ScalarStyle = { flow: false, json: false, quote: 'plain' };
  return path.flatMap((key, index) => {
    const head = `${indent}${' '.repeat(step * index)}${writeScalar(key, style)}:`;
    if (index < path.length - 1) return [head];
    if (!Array.isArray(value) || value.length === 0) return [`${head} ${writeValue(value, style)}`];
    const dash = `${indent}${' '.repeat(step * index)}- `;
    return [head, ...value.map((item) => dash + writeScalar(item, style))];
  });
}
