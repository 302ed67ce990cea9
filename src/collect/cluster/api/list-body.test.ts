import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Raw } from '../raw.ts';
import { ListBody } from './list-body.ts';

interface Outcome {
  objects: Raw[];
  end: ReturnType<ListBody['end']>;
}

/** The text in pieces of `size` bytes. */
function read(text: string, size = 7): Outcome {
  const objects: Raw[] = [];
  const body = new ListBody((object) => objects.push(object));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) body.write(bytes.subarray(at, at + size));
  return { objects, end: body.end() };
}

const HEAD = { kind: 'PodList', apiVersion: 'v1', metadata: { continue: 'abc', remainingItemCount: 2 } };

describe('a list that arrives in pieces', () => {
  it('is the objects and the frame around them, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
        fc.integer({ min: 1, max: 64 }),
        (items, size) => {
          const { objects, end } = read(JSON.stringify({ ...HEAD, items }), size);

          expect(objects).toEqual(JSON.parse(JSON.stringify(items)));
          expect(end).toEqual({ value: { ...HEAD, items: [] } });
        },
      ),
    );
  });

  it.each([
    [
      'spaces and line ends',
      '{ "items" : [ {"a":1} ,\n {"b":2}\n ] , "kind" : "PodList" }',
      [{ a: 1 }, { b: 2 }],
    ],
    [
      'brackets and quotes inside texts',
      '{"items":[{"a":"}]\\"[{"},{"b":"\\\\"}]}',
      [{ a: '}]"[{' }, { b: '\\' }],
    ],
    ['`items` inside an object', '{"items":[{"items":[{"deep":[1]}]}]}', [{ items: [{ deep: [1] }] }]],
    ['`items` deeper in the frame', '{"metadata":{"items":[{"a":1}]},"items":[{"b":2}]}', [{ b: 2 }]],
    ['letters of several bytes', '{"items":[{"a":"Größe 鍵"}]}', [{ a: 'Größe 鍵' }]],
    ['no objects', '{"items":[]}', []],
    ['null instead of a list', '{"items":null}', []],
  ])('with %s', (_name, text, expected) => {
    for (const size of [1, 2, 3, 1000]) {
      const { objects, end } = read(text, size);

      expect(objects).toEqual(expected);
      expect(end).toHaveProperty('value');
    }
  });

  it.each([
    [
      'in the metadata',
      { metadata: { name: 'a', managedFields: [{ f: [1, { g: ']}' }] }], labels: { x: 'y' } } },
    ],
    ['empty', { metadata: { managedFields: [], name: 'a' } }],
    ['elsewhere, where it stays', { spec: { managedFieldsOf: ['x'], deeper: { managedFields: ['kept'] } } }],
    ['as a text', { metadata: { name: '"managedFields":' }, spec: { list: ['"managedFields":', ['x']] } }],
  ])('without the managed fields: %s', (_name, object) => {
    const expected = structuredClone(object) as { metadata?: { managedFields?: unknown[] } };
    if (expected.metadata?.managedFields !== undefined) expected.metadata.managedFields = [];

    for (const size of [1, 5, 1000]) {
      expect(read(JSON.stringify({ items: [object, object] }), size).objects).toEqual([expected, expected]);
    }
  });

  it('goes on after a piece of nothing, even between an escape and what it is of', () => {
    const objects: Raw[] = [];
    const body = new ListBody((object) => objects.push(object));
    for (const piece of ['{"items":[{"a":"x\\', '', '"]}"}]}']) body.write(Buffer.from(piece));

    expect([objects, body.end()]).toEqual([[{ a: 'x"]}' }], { value: { items: [] } }]);
  });

  it('is not taken for whole when it is cut off, wherever', () => {
    const text = JSON.stringify({ ...HEAD, items: [{ a: '1' }, { b: ['}'] }] });

    for (let length = 0; length < text.length; length += 1) {
      expect(read(text.slice(0, length)).end).toEqual({ problem: expect.any(String) });
    }
  });

  it.each([
    ['a page of HTML', '<html>{}</html>'],
    ['a text', '"items"'],
    ['broken JSON in an object', '{"items":[{"a":}]}'],
    ['something between objects', '{"items":[{"a":1}x{"b":2}]}'],
    ['too many brackets', '{"items":[{"a":1}]]}'],
  ])('is refused as %s', (_name, text) => {
    expect(read(text).end).toEqual({ problem: expect.any(String) });
  });

  it.each([
    ['texts', '{"items":["a"]}'],
    ['lists', '{"items":[["a"]]}'],
  ])('of %s gives no objects, and no empty list either', (_name, text) => {
    const { objects, end } = read(text);

    expect(objects).toEqual([]);
    expect(end).not.toEqual({ value: { items: [] } });
  });

  it('with an object without end is left', () => {
    const body = new ListBody(() => {});
    body.write(Buffer.from('{"items":[{"a":"'));
    const piece = Buffer.alloc(1024 * 1024, 'x');

    for (let count = 0; count < 20; count += 1) body.write(piece);

    expect(body.end()).toEqual({ problem: 'the answer is too large' });
  });
});
