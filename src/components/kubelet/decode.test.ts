import { describe, expect, it } from 'vitest';
import type { ConfigEntry } from '../../model/snapshot.ts';
import { treeOf } from './config-tree.ts';
import { decode } from './decode.ts';
import type { Spelling } from './key-index.ts';

type Line = [path: string, type: ConfigEntry['type'], value?: ConfigEntry['value']];

function decoded(lines: readonly Line[], { minor = 34, spelling = 'exact' as Spelling } = {}) {
  const entries = lines.map(([path, type, value = null], index) => ({
    path: path.split('.'),
    type,
    value,
    line: index + 1,
  }));
  return decode(
    treeOf(entries, (line) => ({ kind: 'file', path: '/k.yaml', line })),
    minor,
    spelling,
  );
}

function values(...given: Parameters<typeof decoded>) {
  const result = decoded(...given);
  if (result.outcome === 'wrong') return result.because;
  return Object.fromEntries([...result.fields].map(([key, { value }]) => [key, value]));
}

describe('a KubeletConfiguration', () => {
  it.each<[string, Line[], Parameters<typeof decoded>[1], unknown]>([
    ['gives values', [['readOnlyPort', 'number', 1]], {}, { readOnlyPort: 1 }],
    [
      'gives values of sections',
      [
        ['authentication', 'map'],
        ['authentication.x509', 'map'],
        ['authentication.x509.clientCAFile', 'string', '/ca.crt'],
      ],
      {},
      { 'authentication.x509.clientCAFile': '/ca.crt' },
    ],
    ['does not know other spelling', [['ReadOnlyPort', 'number', 1]], {}, {}],
    [
      'knows other spelling in a merge',
      [['ReadOnlyPort', 'number', 1]],
      { spelling: 'folded' },
      { readOnlyPort: 1 },
    ],
    [
      'takes the later of two spellings in a merge',
      [
        ['readOnlyPort', 'number', 1],
        ['ReadOnlyPort', 'number', 2],
      ],
      { spelling: 'folded' },
      { readOnlyPort: 1 },
    ],
    ['does not know a key before its time', [['seccompDefault', 'boolean', true]], { minor: 21 }, {}],
    [
      'refuses a wrong type only of keys that it knows',
      [['seccompDefault', 'string', 'x']],
      { minor: 21 },
      {},
    ],
    ['refuses text for a number', [['readOnlyPort', 'string', '1']], {}, 'readOnlyPort is no whole number'],
    ['refuses a fraction', [['readOnlyPort', 'number', 1.5]], {}, 'readOnlyPort is no whole number'],
    ['refuses a scalar for a section', [['authentication', 'boolean', true]], {}, 'authentication is no map'],
    ['refuses a section for a scalar', [['readOnlyPort', 'map']], {}, 'readOnlyPort is no whole number'],
    [
      'refuses text for a list',
      [['tlsCipherSuites', 'string', 'x']],
      {},
      'tlsCipherSuites is no list of texts',
    ],
    [
      'refuses numbers in a list',
      [['tlsCipherSuites', 'list', [5]]],
      {},
      'tlsCipherSuites is no list of texts',
    ],
    [
      'reads null in a list as an empty text',
      [['tlsCipherSuites', 'list', [null]]],
      {},
      { tlsCipherSuites: [''] },
    ],
    ['takes null for not set', [['readOnlyPort', 'null']], {}, {}],
    ['refuses null for a duration', [['syncFrequency', 'null']], {}, 'syncFrequency is no duration'],
    ['takes null for an optional duration', [['cpuCFSQuotaPeriod', 'null']], {}, {}],
    [
      'refuses a bare number for a duration',
      [['syncFrequency', 'number', 0]],
      {},
      'syncFrequency is no duration',
    ],
    ['takes an empty text for not set', [['tlsCertFile', 'string', '']], {}, { tlsCertFile: null }],
    [
      'takes a null gate for an off one',
      [
        ['featureGates', 'map'],
        ['featureGates.AllBeta', 'null'],
      ],
      {},
      { 'featureGates.AllBeta': false },
    ],
  ])('%s', (_name, lines, options, expected) => {
    const result = values(lines, options);

    expect(result).toEqual(expected);
  });

  it('says where a wrong value stands', () => {
    const result = decoded([
      ['port', 'number', 1],
      ['readOnlyPort', 'string', 'x'],
    ]);

    expect(result).toMatchObject({ outcome: 'wrong', origin: { kind: 'file', path: '/k.yaml', line: 2 } });
  });
});
