import { describe, expect, it } from 'vitest';
import type { EffectiveListener } from './listener.ts';
import { opens } from './socket-match.ts';

function at(host: string): EffectiveListener {
  return {
    role: 'client',
    url: '',
    host,
    port: 2379,
    transport: 'tls',
    certificate: 'configured',
    clientCertificates: 'required',
    authorities: [],
    reach: 'network',
    exposes: 'keys',
    origin: { kind: 'default', version: '3.5.21' },
  };
}

describe('the socket of a listen URL', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1', true],
    ['10.0.0.1', '10.0.0.2', false],
    ['0.0.0.0', '::', true],
    ['::', '0.0.0.0', true],
    ['10.0.0.1', '::', false],
    ['localhost', '127.0.0.1', true],
    ['localhost', '::1', true],
    ['localhost', '10.0.0.1', false],
    ['2001:DB8:0::1', '2001:db8::1', true],
  ])('for %s is %s: %j', (host, address, expected) => {
    expect(opens(at(host), address, 2379)).toBe(expected);
  });

  it('has the same port', () => {
    expect(opens(at('10.0.0.1'), '10.0.0.1', 2380)).toBe(false);
    expect(opens(at('10.0.0.1'), '10.0.0.1', null)).toBe(false);
  });
});
