import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Operation } from '../../model/plan.ts';
import { applyOperations } from './index.ts';

/** Layouts of one list of words, each of which a person may have chosen. */
const layout = fc.record({
  flow: fc.boolean(),
  indent: fc.constantFrom('', '  ', '    '),
  quote: fc.constantFrom('plain', '"', "'"),
  comments: fc.boolean(),
  eol: fc.constantFrom('\n', '\r\n'),
  args: fc.boolean(),
  lastLineEnd: fc.boolean(),
});
type Layout = typeof layout extends fc.Arbitrary<infer T> ? T : never;

const name = fc.stringMatching(/^[a-z][a-z-]{0,12}[a-z]$/);
const value = fc.stringMatching(/^[A-Za-z0-9/.:,=*#@%{}[\] _-]{0,20}$/).map((text) => text.trim());
const flags = fc.uniqueArray(fc.tuple(name, value), { selector: ([one]) => one, maxLength: 6 });

function written(words: readonly string[], { flow, indent, quote, comments }: Layout): string[] {
  const texts = words.map((word) => {
    if (quote === "'") return `'${word.replaceAll("'", "''")}'`;
    // A plain word must be one; the first stays plain, as most do.
    return quote === '"' || word !== 'etcd' ? JSON.stringify(word) : word;
  });
  if (flow) return [`[${texts.join(', ')}]`];
  return ['', ...texts.map((text, index) => `    ${indent}- ${text}${comments ? ` # ${index}` : ''}`)];
}

function manifest(words: readonly string[], shape: Layout): string {
  const split = shape.args ? 1 : words.length;
  const list = (key: string, some: readonly string[]) => {
    const [head = '', ...rest] = written(some, shape);
    return [`    ${key}: ${head}`.trimEnd(), ...rest];
  };
  const lines = [
    'apiVersion: v1 # first',
    'kind: Pod',
    'spec:',
    '  containers:',
    '  # the one',
    '  - name: etcd',
    ...list('command', words.slice(0, split)),
    ...(words.length > split ? list('args', words.slice(split)) : []),
    '    image: x',
    'status: {}',
  ];
  return lines.join(shape.eol) + (shape.lastLineEnd ? shape.eol : '');
}

function wordsOf(text: string): string[] {
  const [container] = (parse(text) as { spec: { containers: [{ command: string[]; args?: string[] }] } }).spec
    .containers;
  return [...container.command, ...(container.args ?? [])];
}

function kept(before: string, after: string): string[] {
  const left = new Set(after.split('\n'));
  return before.split('\n').filter((line) => !left.has(line));
}

describe('a flag set in any layout', () => {
  it('is there once with its value, and nothing else is different', () => {
    fc.assert(
      fc.property(flags, name, fc.option(value), layout, (given, flag, wanted, shape) => {
        const before = ['etcd', ...given.map(([one, text]) => `--${one}=${text}`)];
        const text = manifest(before, shape);
        const operation: Operation = { kind: 'manifest-flag', container: 'etcd', flag, value: wanted };
        const own = (word: string) => word.startsWith(`--${flag}=`);
        // The only item of args cannot be taken away as a line; that is refused, and tested elsewhere.
        fc.pre(wanted !== null || !(shape.args && before.length === 2 && before.some(own)));

        const after = applyOperations('/m', Buffer.from(text), [operation]).toString();

        const words = wordsOf(after);
        expect(words.filter(own)).toEqual(wanted === null ? [] : [`--${flag}=${wanted}`]);
        expect(words.filter((word) => !own(word))).toEqual(before.filter((word) => !own(word)));
        expect({ ...parse(after), spec: null }).toEqual({ ...parse(text), spec: null });
        expect(after.split('\r\n').length - 1).toBe(shape.eol === '\n' ? 0 : after.split('\n').length - 1);
        expect(kept(text, after).length).toBeLessThanOrEqual(shape.lastLineEnd ? 1 : 2);
        expect(applyOperations('/m', Buffer.from(after), [operation]).toString()).toBe(after);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a key set in any map', () => {
  const tree = fc.dictionary(name, fc.oneof(fc.boolean(), fc.integer(), value), { minKeys: 1, maxKeys: 5 });

  it('has its value, and nothing else is different', () => {
    fc.assert(
      fc.property(
        fc.dictionary(name, tree, { minKeys: 1, maxKeys: 4 }),
        name,
        name,
        fc.oneof(fc.boolean(), fc.integer(), value),
        fc.constantFrom('json', 'json-lines', 'yaml'),
        (some, section, key, wanted, form) => {
          // The last key of all cannot be taken away; that is refused, and tested elsewhere.
          const config = { ...some, 'always there': { is: true } };
          const text = inForm(config, form);
          const operation: Operation = { kind: 'config-key', path: [section, key], value: wanted };

          const after = applyOperations('/c', Buffer.from(text), [operation]).toString();

          const read: unknown = form === 'yaml' ? parse(after) : JSON.parse(after);
          expect(read).toEqual({ ...config, [section]: { ...some[section], [key]: wanted } });
          expect(applyOperations('/c', Buffer.from(after), [operation]).toString()).toBe(after);
          const gone = applyOperations('/c', Buffer.from(after), [{ ...operation, value: null }]).toString();
          expect(parse(gone)[section]?.[key]).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });
});

function inForm(config: Record<string, Record<string, unknown>>, form: string): string {
  if (form !== 'yaml') return JSON.stringify(config, null, form === 'json' ? undefined : 2);
  return Object.entries(config)
    .map(([section, keys]) => {
      const lines = Object.entries(keys).map(([key, one]) => `  ${key}: ${JSON.stringify(one)} # ${key}\n`);
      return `# about ${section}\n${section}:\n${lines.join('')}`;
    })
    .join('');
}
