import { expect, it } from 'vitest';
import { yamlValues } from './yaml-values.ts';

it.each([
  [
    'a list whose bracket ends at the indentation of its key',
    'a:\n  b: [\n    x,\n    y\n  ]\n',
    { a: { b: ['x', 'y'] } },
  ],
  ['a map whose brace does', 'spec: {\n  a: 1\n}\n', { spec: { a: 1 } }],
  ['a tag that nobody knows', 'a: !mine x\n', { a: 'x' }],
  ['merge keys', 'base: &b {x: 1}\nown: {<<: *b, y: 2}\n', { base: { x: 1 }, own: { x: 1, y: 2 } }],
  ['what looks like a time', 'at: 2024-01-01\nport: 12:30\n', { at: '2024-01-01', port: '12:30' }],
  ['the first of several documents', '---\na: 1\n---\nb: 2\n', { a: 1 }],
])('reads %s', async (_name, text, value) => {
  const parse = await yamlValues();

  expect(parse(text)).toEqual(value);
});

it.each(['a: *gone\n', 'a: 1\na: 2\n', 'a: [1\n', 'a: b: c\n'])(
  'refuses %j, in the words of one parser',
  async (text) => {
    const parse = await yamlValues();

    expect(() => parse(text)).toThrow(expect.objectContaining({ name: 'YAMLException' }));
  },
);
