import { describe, expect, it } from 'vitest';
import type { ConfigEntry } from '../../model/snapshot.ts';
import type { OpenedConfig } from './config-document.ts';
import { configKeysOf } from './config-fields.ts';
import { type ConfigShape, readConfig } from './config-reader.ts';

const SHAPE: ConfigShape = {
  program: 'kube-x',
  kind: 'XConfiguration',
  apiVersions: ['x.k8s.io/v1'],
  strict: true,
  fields: {
    port: 'integer',
    profiling: 'boolean',
    'tls.minVersion': 'string',
    'tls.suites': 'strings',
    timeout: 'duration',
    gates: 'map',
    'gates.*': 'boolean',
    'profiles.*.name': 'string',
    'profiles.*.plugins.**': 'any',
  },
};

type Line = [path: string, type: ConfigEntry['type'], value?: ConfigEntry['value']];

const HEAD: Line[] = [
  ['apiVersion', 'string', 'x.k8s.io/v1'],
  ['kind', 'string', 'XConfiguration'],
];

function opened(lines: readonly Line[], more: Partial<OpenedConfig['document']> = {}): OpenedConfig {
  const entries = lines.map(([path, type, value = null], index) => ({
    path: path.split('.'),
    type,
    value,
    line: index + 1,
  }));
  const document = { kind: 'config' as const, entries, unknownKeys: [], ...more };
  return { outcome: 'opened', document, path: '/etc/x.yaml', stale: [] };
}

describe('a configuration file', () => {
  it('gives values with their lines', () => {
    const read = readConfig(opened([...HEAD, ['profiling', 'boolean', false], ['port', 'null']]), SHAPE);

    expect(read.outcome === 'read' && [...read.values]).toEqual([
      ['profiling', { value: false, origin: { kind: 'file', path: '/etc/x.yaml', line: 3 } }],
    ]);
  });

  it.each<[string, Line[]]>([
    [
      'items of lists',
      [...HEAD, ['profiles', 'list'], ['profiles.0', 'map'], ['profiles.0.name', 'string', 'a']],
    ],
    ['what is below an open end', [...HEAD, ['profiles', 'list'], ['profiles.0.plugins', 'map']]],
    ['maps of names', [...HEAD, ['gates', 'map'], ['gates.A', 'boolean', true]]],
    ['lists of texts', [...HEAD, ['tls', 'map'], ['tls.suites', 'list', ['a', 'b']]]],
    ['a map that is null', [...HEAD, ['tls', 'null']]],
  ])('may have %s', (_name, lines) => {
    expect(readConfig(opened(lines), SHAPE)).toMatchObject({ outcome: 'read', apiVersion: 'x.k8s.io/v1' });
  });

  it.each<[string, Line[], string]>([
    ['nothing', [], 'it has no apiVersion'],
    ['no kind', HEAD.slice(0, 1), 'it has no kind'],
    ['another kind', [HEAD[0] as Line, ['kind', 'string', 'Y']], 'its kind is not XConfiguration'],
    [
      'another version',
      [['apiVersion', 'string', 'x.k8s.io/v2'], HEAD[1] as Line],
      'it does not read x.k8s.io/v2',
    ],
    ['a quoted boolean', [...HEAD, ['profiling', 'string', 'false']], 'profiling is no boolean'],
    ['a fraction', [...HEAD, ['port', 'number', 1.5]], 'port is no whole number'],
    ['a number as duration', [...HEAD, ['timeout', 'number', 5]], 'timeout is no duration'],
    ['a duration without unit', [...HEAD, ['timeout', 'string', '5']], 'timeout is no duration'],
    ['a text for a list', [...HEAD, ['tls.suites', 'string', 'a,b']], 'tls.suites is no list of texts'],
    ['numbers in a list of texts', [...HEAD, ['tls.suites', 'list', [1]]], 'tls.suites is no list of texts'],
    ['a text for a map', [...HEAD, ['tls', 'string', 'a']], 'tls is no map'],
    ['a map for a list', [...HEAD, ['profiles', 'map']], 'profiles is no list'],
    ['a key in other case', [...HEAD, ['Profiling', 'boolean', true]], 'it does not know the key Profiling'],
  ])('is refused with %s', (_name, lines, because) => {
    expect(readConfig(opened(lines), SHAPE)).toMatchObject({
      outcome: 'refuses',
      because: `kube-x refuses its configuration file: ${because}.`,
    });
  });

  it.each([
    ['unknown keys', { unknownKeys: ['a.b'] }, 'it does not know the key a.b'],
    ['repeated keys', { duplicateKeys: [{ path: 'port', line: 7 }] }, 'the key port stands there twice'],
  ])('is refused for %s only where decoding is strict', (_name, more, because) => {
    const file = opened(HEAD, more);

    expect(readConfig(file, SHAPE)).toMatchObject({ because: expect.stringContaining(because) });
    expect(readConfig(file, { ...SHAPE, strict: false }).outcome).toBe('read');
  });

  it('ignores keys in other case where decoding is not strict', () => {
    const read = readConfig(opened([...HEAD, ['Profiling', 'string', 'x']]), { ...SHAPE, strict: false });

    expect(read.outcome === 'read' && read.values.size).toBe(0);
  });
});

it('tells the collector its keys in lower case', () => {
  expect([...configKeysOf({ enableProfiling: 'boolean', 'a.*.b': 'any' })]).toEqual([
    'apiversion',
    'kind',
    'enableprofiling',
    'a.*.b',
  ]);
});
