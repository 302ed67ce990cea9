import { isNode, isScalar, type Node, type Scalar, type YAMLSeq } from 'yaml';
import { quoteOf, type ScalarStyle, writeScalar } from './scalar.ts';
import { insertLinesAfter, lineEnd, lineStart, refuse, type Source, splice } from './text.ts';
import { rangeOf } from './yaml-source.ts';

const BY_HAND = 'write it as a plain list, one item a line, then plan again';

/** The texts of a list of scalars. Refuses aliases, nested parts and values of more than one line. */
export function itemTexts(source: Source, sequence: YAMLSeq): readonly string[] {
  return sequence.items.map((item) => {
    const scalar = itemOf(source, sequence, item);
    return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? '');
  });
}

function itemOf(source: Source, sequence: YAMLSeq, item: unknown): Scalar {
  if (isNode(item) && isScalar(item)) return item;
  const at = isNode(item) ? item.range?.[0] : sequence.range?.[0];
  refuse(source, at ?? null, 'an item of the list is not a plain text', BY_HAND);
}

function scalarAt(source: Source, sequence: YAMLSeq, index: number): Scalar {
  return itemOf(source, sequence, sequence.items[index]);
}

/** Another text for one item; its quotes stay. */
export function replaceItem(
  source: Source,
  sequence: YAMLSeq,
  index: number,
  text: string,
  json: boolean,
): Source {
  const item = scalarAt(source, sequence, index);
  const { start, end } = singleLine(source, item);
  const style = { flow: sequence.flow === true, json, quote: quoteOf(item.type) };
  return splice(source, start, end, writeScalar(text, style));
}

function singleLine(source: Source, item: Node): { start: number; end: number } {
  const range = rangeOf(source, item);
  if (source.text.slice(range.start, range.end).includes('\n')) {
    refuse(source, range.start, 'an item of the list runs over several lines', BY_HAND);
  }
  return range;
}

export function removeItem(source: Source, sequence: YAMLSeq, index: number): Source {
  return sequence.flow === true ? removeInFlow(source, sequence, index) : removeLine(source, sequence, index);
}

function removeLine(source: Source, sequence: YAMLSeq, index: number): Source {
  const item = scalarAt(source, sequence, index);
  const { start, end } = singleLine(source, item);
  const from = lineStart(source.text, start);
  if (sequence.items.length === 1 || !/^[ \t]*-[ \t]+$/.test(source.text.slice(from, start))) {
    refuse(source, start, 'the item cannot be taken away as a line', BY_HAND);
  }
  return splice(source, from, Math.min(lineEnd(source.text, end) + 1, source.text.length), '');
}

function removeInFlow(source: Source, sequence: YAMLSeq, index: number): Source {
  const { start, end } = rangeOf(source, scalarAt(source, sequence, index));
  const next = sequence.items[index + 1];
  const previous = sequence.items[index - 1];
  let [from, to] = [start, end];
  if (isNode(next)) to = rangeOf(source, next).start;
  else if (isNode(previous)) from = rangeOf(source, previous).end;
  if (source.text.slice(from, start).includes('#') || source.text.slice(end, to).includes('#')) {
    refuse(source, start, 'a comment stands between the items of the list', BY_HAND);
  }
  return splice(source, from, to, '');
}

/** A further item at the end, written like the last. */
export function appendItem(source: Source, sequence: YAMLSeq, text: string, json: boolean): Source {
  return sequence.flow === true
    ? appendInFlow(source, sequence, text, json)
    : appendLine(source, sequence, text);
}

function appendLine(source: Source, sequence: YAMLSeq, text: string): Source {
  const last = scalarAt(source, sequence, sequence.items.length - 1);
  const { start, end } = rangeOf(source, last);
  const prefix = source.text.slice(lineStart(source.text, start), start);
  if (!/^[ \t]*-[ \t]+$/.test(prefix)) {
    refuse(source, start, 'the last item of the list does not stand alone on its line', BY_HAND);
  }
  const style: ScalarStyle = { flow: false, json: false, quote: quoteOf(last.type) };
  return insertLinesAfter(source, end, [prefix + writeScalar(text, style)]);
}

function appendInFlow(source: Source, sequence: YAMLSeq, text: string, json: boolean): Source {
  const length = sequence.items.length;
  if (length === 0) {
    const { start, end } = rangeOf(source, sequence);
    return splice(source, start, end, `[${writeScalar(text, { flow: true, json, quote: 'plain' })}]`);
  }
  const last = scalarAt(source, sequence, length - 1);
  const { start, end } = rangeOf(source, last);
  const written = writeScalar(text, { flow: true, json, quote: quoteOf(last.type) });
  return splice(source, end, end, `,${separatorBefore(source, start)}${written}`);
}

/** One item a line when the last one begins its line, else a space. */
export function separatorBefore(source: Source, start: number): string {
  const from = lineStart(source.text, start);
  const indent = source.text.slice(from, start);
  if (from === 0 || !/^[ \t]*$/.test(indent)) return ' ';
  return (source.text[from - 2] === '\r' ? '\r\n' : '\n') + indent;
}
