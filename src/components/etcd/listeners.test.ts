import { describe, expect, it } from 'vitest';
import type { SettingValue } from '../../model/finding.ts';
import { effectiveListeners } from './listeners.ts';
import { etcdSettings, type SettingSpec } from './settings.ts';

type Given = Readonly<Record<string, SettingValue>>;

const specs: Readonly<Record<string, SettingSpec>> = etcdSettings;

const PAIR = { 'cert-file': '/s.crt', 'key-file': '/s.key' };

function listeners(given: Given, version = '3.5.21') {
  const origin = { kind: 'default', version } as const;
  return effectiveListeners((name) => {
    return { name, value: given[name] ?? specs[name]?.default ?? null, origin, overrides: [] };
  }, version);
}

function client(given: Given, version?: string) {
  const found = listeners({ 'listen-client-urls': ['https://10.0.0.1:2379'], ...given }, version)[0];
  return [found?.transport, found?.certificate, found?.clientCertificates, found?.authorities];
}

describe('a listener for clients', () => {
  it.each([
    ['nothing but a pair', PAIR, '3.5.21', ['tls', 'configured', 'not-required', []]],
    [
      'a CA alone, from 3.4 on',
      { ...PAIR, 'trusted-ca-file': '/ca' },
      '3.4.0',
      ['tls', 'configured', 'required', ['/ca']],
    ],
    [
      'a CA alone, up to 3.3',
      { ...PAIR, 'trusted-ca-file': '/ca' },
      '3.3.27',
      ['tls', 'configured', 'not-required', []],
    ],
    [
      'the old CA flag of 3.3',
      { ...PAIR, 'ca-file': '/ca' },
      '3.3.27',
      ['tls', 'configured', 'required', ['/ca']],
    ],
    [
      'both CA flags of 3.3, each of which counts',
      { ...PAIR, 'trusted-ca-file': '/ca', 'ca-file': '/old' },
      '3.3.27',
      ['tls', 'configured', 'required', ['/ca', '/old']],
    ],
    [
      'the switch without a CA',
      { ...PAIR, 'client-cert-auth': true },
      '3.5.21',
      ['tls', 'configured', 'required-from-system-roots', []],
    ],
    [
      'auto-tls, which drops CA and switch',
      { 'auto-tls': true, 'trusted-ca-file': '/ca', 'client-cert-auth': true },
      '3.5.21',
      ['tls', 'generated', 'not-required', []],
    ],
    [
      'auto-tls beside a certificate, which is ignored',
      { ...PAIR, 'auto-tls': true, 'trusted-ca-file': '/ca' },
      '3.5.21',
      ['tls', 'configured', 'required', ['/ca']],
    ],
    [
      'everything, on plain http',
      { ...PAIR, 'trusted-ca-file': '/ca', 'listen-client-urls': ['http://10.0.0.1:2379'] },
      '3.5.21',
      ['plaintext', 'none', 'not-required', []],
    ],
  ] as [string, Given, string, unknown[]][])('with %s', (_name, given, version, expected) => {
    expect(client(given, version)).toEqual(expected);
  });
});

describe('listeners', () => {
  it('take the record of their side', () => {
    const found = listeners({
      ...PAIR,
      'trusted-ca-file': '/ca',
      'listen-client-urls': ['https://127.0.0.1:2379'],
      'listen-peer-urls': ['https://10.0.0.1:2380'],
      'peer-cert-file': '/p.crt',
      'peer-key-file': '/p.key',
    });

    expect(found.map((one) => [one.role, one.reach, one.clientCertificates])).toEqual([
      ['client', 'local', 'required'],
      ['peer', 'network', 'not-required'],
    ]);
  });

  it.each([
    ['metrics', { 'listen-metrics-urls': ['http://0.0.0.0:2381'] }, 'health'],
    ['client-http', { 'listen-client-http-urls': ['http://0.0.0.0:8080'] }, 'keys'],
    [
      'client-http',
      { 'listen-client-http-urls': ['http://0.0.0.0:8080'], 'enable-grpc-gateway': false },
      'health',
    ],
    [
      'client-http',
      {
        'listen-client-http-urls': ['http://0.0.0.0:8080'],
        'enable-grpc-gateway': false,
        'enable-v2': true,
      },
      'keys',
    ],
  ] as [string, Given, string][])('for %s with %j expose %s', (role, given, exposes) => {
    const found = listeners(given);

    expect(found.find((one) => one.role === role)?.exposes).toBe(exposes);
  });

  it.each([
    ['client', '3.5.21', 'tls'],
    ['peer', '3.5.21', 'plaintext'],
    ['peer', '3.4.35', 'tls'],
  ] as const)('for a %s on a unixs URL in %s are %s', (role, version, transport) => {
    const found = listeners({ [`listen-${role}-urls`]: ['unixs://sock:1'] }, version);

    expect(found.find((one) => one.role === role)).toMatchObject({ transport, port: null, reach: 'local' });
  });
});
