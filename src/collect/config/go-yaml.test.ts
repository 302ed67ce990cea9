import { describe, expect, it } from 'vitest';
import type { Decoded, GoValue } from './go-value.ts';
import { decodeGoYaml } from './go-yaml.ts';

function plain(value: GoValue): unknown {
  switch (value.type) {
    case 'null':
      return null;
    case 'list':
      return value.items.map(plain);
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry.value)]));
    case 'boolean':
    case 'number':
    case 'string':
      return value.value;
  }
}

function decode(text: string | Buffer): unknown {
  const decoded = decodeGoYaml(Buffer.from(text));
  return decoded.state === 'decoded' ? plain(decoded.value) : decoded;
}

/** What sigs.k8s.io/yaml 1.6.0 made of the same bytes. */
describe('documents', () => {
  it.each([
    ['nothing', '', null],
    ['only a comment', '# c\n', null],
    ['a repeated key: the later value whole', 'a: {x: 1}\na: {z: 2}', { a: { z: 2 } }],
    ['an anchor that is set twice', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
    [
      'a merge before a key',
      'b: &b {x: 1, z: 2}\nc:\n  <<: *b\n  x: 3',
      { b: { x: 1, z: 2 }, c: { x: 3, z: 2 } },
    ],
    [
      'a merge after a key, which it overrides',
      'b: &b {x: 1}\nc:\n  x: 3\n  <<: *b',
      { b: { x: 1 }, c: { x: 1 } },
    ],
    ['a merge of several maps, the first winning', 'c:\n  <<: [{x: 1}, {x: 2, z: 1}]', { c: { x: 1, z: 1 } }],
    ['a quoted <<, which merges nothing', 'c: {"<<": {a: 1}}', { c: { '<<': { a: 1 } } }],
    ['two documents', 'a: 1\n---\nb: 2', { a: 1 }],
    ['a second document that is broken', 'a: 1\n---\n[', { a: 1 }],
    ['keys of other types', 'true: 1\n2: 2\nyes: 3', { true: 3, 2: 2 }],
    ['JSON', '{\n"a": 1,\n"b": ["x", null]\n}', { a: 1, b: ['x', null] }],
    ['tags', 'a: !!str 5\nb: !!int "5"\nc: !own 5\nd: !!binary aGk=', { a: '5', b: 5, c: '5', d: 'hi' }],
    ['a block scalar without a last line break', 'a: |\n  x\n  y', { a: 'x\ny' }],
    ['a byte order mark', '\ufeffa: 1', { a: 1 }],
    ['old Macintosh line ends', 'a: 1\rb: 2', { a: 1, b: 2 }],
    ['UTF-16', Buffer.from('\ufeffa: é', 'utf16le'), { a: 'é' }],
    ['an outdented line, which is lost with all that follows', '  a: 1\n b: 2\nc: 3', { a: 1 }],
  ])('decodes %s', (_name, text, value) => {
    const decoded = decode(text);

    expect(decoded).toEqual(value);
  });

  it.each([
    ['a tab as indentation', 'a: 1\nb:\n\tc: 1', 3],
    ['a nested key on one line', 'a: 1\nb: c: d', 2],
    ['an alias without anchor', 'a: 1\nb: *x', 2],
    ['a value that contains itself', 'a: &a\n  b: *a', 2],
    ['a merge of a list', 'c:\n  <<: 1', 2],
    ['a null key', 'a: 1\nnull: 2', 2],
    ['a number that JSON lacks', 'a: .nan', 1],
    ['a control character', 'a: 1\nb: "\x01"', 2],
    ['another YAML version', '%YAML 1.2\n---\na: 1', 1],
    ['an unclosed quotation', 'a: "x\nb: 1', 2],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0x3a, 0x20, 0xff]), 1],
    ['a tag that does not fit', 'a: 1\nb: !!int x', 2],
  ])('refuses %s', (_name, text, line) => {
    const decoded = decode(text);

    expect(decoded).toMatchObject({ state: 'broken', line });
  });

  it('never quotes the file in what it says', () => {
    const problems = ['hush: hush: hush', '- a\nhush', '"hush" hush: "hush', 'hush\nhush: 1'].map((text) =>
      decode(text),
    );

    expect(JSON.stringify(problems)).not.toContain('hush');
  });

  it('cannot tell where libyaml is laxer than its own reading of the syntax', () => {
    const decoded = decode('a: {\nb: 1\n}');

    expect(decoded).toMatchObject({ state: 'excessive' });
  });
});

describe('documents that are too much', () => {
  it.each([
    ['a bomb of aliases', nested('&l0 [x]', 12), 'broken'],
    ['many values', `a: [${'1,'.repeat(30_000)}]`, 'excessive'],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'excessive'],
  ])('stops at %s', (_name, text, state) => {
    const started = performance.now();

    const decoded: Decoded = decodeGoYaml(Buffer.from(text));

    expect(decoded.state).toBe(state);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

function nested(first: string, levels: number): string {
  const lines = [`k0: ${first}`];
  for (let level = 1; level < levels; level += 1) {
    lines.push(`k${level}: &l${level} [${Array.from({ length: 9 }, () => `*l${level - 1}`).join(', ')}]`);
  }
  return lines.join('\n');
}
