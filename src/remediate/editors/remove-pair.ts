import { isNode, type Node, type Pair, type YAMLMap } from 'yaml';
import { lineEnd, lineStart, refuse, type Source, splice } from './text.ts';
import { contentEnd, rangeOf } from './yaml-source.ts';

const BY_HAND = 'edit the file by hand, then scan again';

/** Takes the pair at the path's end away, and its parents as far as they would be left empty. */
export function removePair(source: Source, maps: readonly YAMLMap[], path: readonly string[]): Source {
  let level = maps.length - 1;
  while (level > 0 && maps[level]?.items.length === 1) level -= 1;
  const map = maps[level];
  const index = map?.items.findIndex((pair) => keyText(pair) === path[level]) ?? -1;
  const pair = map?.items[index];
  if (map === undefined || pair === undefined) {
    refuse(source, null, 'the key to take away is not there', BY_HAND);
  }
  if (map.items.length === 1) {
    refuse(source, rangeOf(source, map).start, 'the file would be left empty', BY_HAND);
  }
  return map.flow === true ? removeInFlow(source, map, index) : removeLines(source, pair);
}

function keyText(pair: Pair): unknown {
  return (pair.key as { value?: unknown }).value;
}

function endOf(source: Source, pair: Pair): number {
  const key = pair.key as Node;
  const value = isNode(pair.value) ? pair.value : null;
  if (value === null) return rangeOf(source, key).end;
  const { start, end } = rangeOf(source, value);
  return start === end ? end : contentEnd(source, value);
}

function removeLines(source: Source, pair: Pair): Source {
  const start = rangeOf(source, pair.key as Node).start;
  const from = lineStart(source.text, start);
  if (!/^ *$/.test(source.text.slice(from, start))) {
    refuse(source, start, 'the key does not begin on a line of its own', BY_HAND);
  }
  const end = endOf(source, pair);
  const to =
    source.text[end - 1] === '\n' ? end : Math.min(lineEnd(source.text, end) + 1, source.text.length);
  return splice(source, from, to, '');
}

function removeInFlow(source: Source, map: YAMLMap, index: number): Source {
  const pair = map.items[index];
  if (pair === undefined) return source;
  const start = rangeOf(source, pair.key as Node).start;
  const end = endOf(source, pair);
  const next = map.items[index + 1];
  const previous = map.items[index - 1];
  const to = next === undefined ? end : rangeOf(source, next.key as Node).start;
  const from = next === undefined && previous !== undefined ? endOf(source, previous) : start;
  if (source.text.slice(from, start).includes('#') || source.text.slice(end, to).includes('#')) {
    refuse(source, start, 'a comment stands between the keys', BY_HAND);
  }
  return splice(source, from, to, '');
}
