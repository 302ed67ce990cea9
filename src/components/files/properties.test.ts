import { expect, it } from 'vitest';
import type { NodeFile } from '../../model/node-files.ts';
import { FILE_PROPERTIES } from './properties.ts';

const attributes = {
  state: 'present',
  origin: { kind: 'filesystem', path: '/x' },
  value: { type: 'file', mode: 0o644, uid: 0, gid: 0, leadsTo: null, closedBy: null },
} as const;

function kinds(file: Pick<NodeFile, 'path' | 'alsoAs'>, key: string, certificate = '/none'): string[] {
  const named = { keys: new Set([key]), certificates: new Set([certificate]) };
  const whole = { group: 'pki', because: 'x', named: true, attributes, ...file };
  return ['pki-keys', 'pki-certificates'].filter((name) => FILE_PROPERTIES[name]?.choose(whole, named));
}

it.each<[string, Pick<NodeFile, 'path' | 'alsoAs'>, string, string, string[]]>([
  ['a key by its flag', { path: '/a/tls.pem' }, '/a/tls.pem', '', ['pki-keys']],
  ['a key of a container', { path: '/proc/7/root/a/tls.pem' }, '/a/tls.pem', '', ['pki-keys']],
  [
    'a key that lies elsewhere on the host',
    { path: '/host/tls.pem', alsoAs: ['/a/tls.pem'] },
    '/a/tls.pem',
    '',
    ['pki-keys'],
  ],
  [
    'a certificate that lies elsewhere',
    { path: '/host/tls', alsoAs: ['/a/tls'] },
    '',
    '/a/tls',
    ['pki-certificates'],
  ],
  ['a certificate by its name', { path: '/a/tls.pem' }, '/b/tls.pem', '', ['pki-certificates']],
  ['neither', { path: '/a/README' }, '/b/README', '', []],
])('%s', (_name, file, key, certificate, expected) => {
  expect(kinds(file, key, certificate)).toEqual(expected);
});
