import { expect, test } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import { finding } from '../testing.ts';
import { fingerprintsOf, uuidOf } from './identity.ts';

const ETCD = { kind: 'process', component: 'etcd', pid: 1, node: 'cp-1', name: 'm1' } as const;
const FILE = { kind: 'file', component: 'etcd', path: 'etcd.yaml', line: 3, node: 'cp-1' } as const;

function fingerprint(changes: Partial<Finding>): string {
  return fingerprintsOf([finding(changes)])[0] ?? '';
}

test.each<[string, Partial<Finding>, Partial<Finding>]>([
  ['another process number', { target: ETCD }, { target: { ...ETCD, pid: 2 } }],
  ['another version', { target: { ...ETCD, version: '3.5.1' } }, { target: { ...ETCD, version: '3.6.0' } }],
  ['another line', { target: FILE }, { target: { ...FILE, line: 9 } }],
  ['another verdict', { status: 'fail', reason: 'one' }, { status: 'pass', reason: 'two' }],
])('stays with %s', (_what, one, other) => {
  expect(fingerprint(one)).toBe(fingerprint(other));
});

test.each<[string, Partial<Finding>, Partial<Finding>]>([
  ['rule', { rule: 'a' }, { rule: 'b' }],
  ['node', { target: ETCD }, { target: { ...ETCD, node: 'cp-2' } }],
  ['member', { target: ETCD }, { target: { ...ETCD, name: 'm2' } }],
  ['file', { target: FILE }, { target: { ...FILE, path: 'other.yaml' } }],
  [
    'name that is not UTF-8',
    { target: { ...ETCD, name: '\udc80' } },
    { target: { ...ETCD, name: '\udc81' } },
  ],
])('differs with the %s', (_what, one, other) => {
  expect(fingerprint(one)).not.toBe(fingerprint(other));
});

test('findings that nothing else tells apart are numbered in their order', () => {
  const [first, second] = fingerprintsOf([finding(), finding()]);

  expect(first).not.toBe(second);
  expect(fingerprintsOf([finding()])[0]).toBe(first);
});

test('a UUID is that of its words, whatever stands between them', () => {
  expect(uuidOf('a', 'b')).toBe(uuidOf('a', 'b'));
  expect(uuidOf('a', 'b')).not.toBe(uuidOf('ab'));
  expect(uuidOf('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
