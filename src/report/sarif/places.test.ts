import { expect, test } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import { finding } from '../testing.ts';
import { locationsOf } from './places.ts';

const FROM_FILE: Finding['evidence'] = [
  {
    setting: 'a',
    value: true,
    origin: { kind: 'drop-in', path: '/etc/kubernetes/a b#1.conf', line: 5 },
    overrides: [{ value: false, origin: { kind: 'file', path: '/etc/lost.yaml', line: 1 } }],
  },
];
const FILE = { kind: 'file', component: 'etcd', path: 'deploy/etcd.yaml', line: 3, node: 'n' } as const;

function placesOf(changes: Partial<Finding>) {
  return locationsOf(finding(changes)).map(({ physicalLocation }) => [
    physicalLocation?.artifactLocation?.uri,
    physicalLocation?.region?.startLine,
  ]);
}

test.each<[string, Partial<Finding>, unknown[]]>([
  [
    'what decided in given files',
    { locations: [{ path: 'a/b.yaml', line: 7 }], target: FILE },
    [['a/b.yaml', 7]],
  ],
  ['the file that would start it', { target: FILE }, [['deploy/etcd.yaml', 3]]],
  ['standard input', { locations: [{ path: '-', line: 2 }] }, [['stdin', 2]]],
  ['the winning origin on a node', { evidence: FROM_FILE }, [['file:///etc/kubernetes/a%20b%231.conf', 5]]],
  [
    'one place once',
    { evidence: [...FROM_FILE, ...FROM_FILE] },
    [['file:///etc/kubernetes/a%20b%231.conf', 5]],
  ],
  ['bytes that are no UTF-8', { locations: [{ path: '\udcff%.yaml', line: 1 }] }, [['%FF%25.yaml', 1]]],
  ['no file at all', { evidence: [] }, [[undefined, undefined]]],
])('%s', (_what, changes, expected) => {
  expect(placesOf(changes)).toEqual(expected);
});

test('what is judged is named without a file too', () => {
  const [location] = locationsOf(finding());

  expect(location?.logicalLocations?.[0]?.fullyQualifiedName).toBe('cp-1/etcd/m1');
});
