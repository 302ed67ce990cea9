import { describe, expect, it } from 'vitest';
import { defaultSuites, offeredSuites, suitesProblem, type TlsSetup } from './ciphers.ts';

const GCM = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';
const CBC = 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA';
const RSA = 'TLS_RSA_WITH_AES_128_CBC_SHA';
const CHACHA = 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305';

function setup(suites: readonly string[], changes: Partial<TlsSetup> = {}): TlsSetup {
  return { suites, minVersion: null, minor: 34, godebug: undefined, ...changes };
}

describe("Go's own list", () => {
  it.each([
    ['RSA key exchange up to 1.29', 29, undefined, RSA, true],
    ['none from 1.30 on', 30, undefined, RSA, false],
    ['unless it is switched on', 34, 'a=b,tlsrsakex=1', RSA, true],
    ['which the last value decides', 34, 'tlsrsakex=1,tlsrsakex=0', RSA, false],
    ['3DES up to 1.31', 31, undefined, 'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA', true],
    ['none from 1.32 on', 32, undefined, 'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA', false],
    ['3DES with RSA needs both', 31, undefined, 'TLS_RSA_WITH_3DES_EDE_CBC_SHA', false],
    ['CBC with SHA always', 36, undefined, CBC, true],
    ['RC4 never', 18, 'tlsrsakex=1', 'TLS_RSA_WITH_RC4_128_SHA', false],
  ])('%s', (_name, minor, godebug, suite, expected) => {
    expect(defaultSuites(minor, godebug).includes(suite)).toBe(expected);
  });
});

describe('suites that are offered', () => {
  it.each([
    ['the list', setup([GCM, CBC]), [GCM, CBC]],
    ['present names', setup([CHACHA]), [`${CHACHA}_SHA256`]],
    ['not those of TLS 1.3', setup([GCM, 'TLS_AES_128_GCM_SHA256']), [GCM]],
    ['none with TLS 1.3 alone', setup([RSA], { minVersion: 'VersionTLS13' }), []],
    ["Go's without a list", setup([]), defaultSuites(34, undefined)],
  ])('%s', (_name, given, expected) => {
    expect(offeredSuites(given)).toEqual(expected);
  });
});

describe('lists that are refused', () => {
  it.each([
    ['a name that is none', setup([GCM, ' ']), true, 'does not know the cipher suite " "'],
    ["OpenSSL's name", setup(['AES128-SHA']), true, 'does not know the cipher suite'],
    ['a new name before 1.23', setup([GCM, `${CHACHA}_SHA256`], { minor: 22 }), true, 'does not know'],
    ['TLS 1.3 in 1.18', setup([GCM, 'TLS_AES_128_GCM_SHA256'], { minor: 18 }), true, 'does not know'],
    ['a version that is none', setup([], { minVersion: 'TLS1.2' }), true, 'TLS version "TLS1.2"'],
    ['no suite for HTTP/2', setup([CBC]), true, 'which HTTP/2 needs'],
    [
      'none either with TLS 1.3 up to 1.20',
      setup([CBC], { minVersion: 'VersionTLS13', minor: 20 }),
      true,
      'needs',
    ],
    ['forbidden ones first up to 1.20', setup([CBC, GCM], { minor: 20 }), true, `${GCM} comes after one`],
  ])('%s', (_name, given, http2, expected) => {
    expect(suitesProblem(given, http2)).toContain(expected);
  });

  it.each([
    ['an old name', setup([GCM, CHACHA]), true],
    ['no suite for HTTP/2 when that is off', setup([CBC]), false],
    ['no suite for HTTP/2 with TLS 1.3', setup([CBC], { minVersion: 'VersionTLS13' }), true],
    ['forbidden ones first from 1.21 on', setup([CBC, GCM], { minor: 21 }), true],
    ['no list', setup([]), true],
  ])('but not %s', (_name, given, http2) => {
    expect(suitesProblem(given, http2)).toBeNull();
  });
});
