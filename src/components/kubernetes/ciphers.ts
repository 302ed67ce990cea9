/**
 * The cipher suites of Go's TLS as the Kubernetes components name, accept and offer them. They concern TLS 1.2 and
 * older; those of TLS 1.3 may be listed and change nothing.
 */

const TLS_1_3 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];

/** Suites that HTTP/2 permits (RFC 9113, appendix A names the others). */
const MODERN = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
];

const ECDHE_CBC = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
];

const RSA_KEY_EXCHANGE = [
  'TLS_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_256_CBC_SHA',
];

const ECDHE_3DES = 'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA';
const RSA_3DES = 'TLS_RSA_WITH_3DES_EDE_CBC_SHA';

/** Known by name and never offered unless they are listed. */
const ONLY_WHEN_LISTED = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
  'TLS_RSA_WITH_AES_128_CBC_SHA256',
  'TLS_ECDHE_ECDSA_WITH_RC4_128_SHA',
  'TLS_ECDHE_RSA_WITH_RC4_128_SHA',
  'TLS_RSA_WITH_RC4_128_SHA',
];

/** Names of Go before 1.14, which every Kubernetes still takes. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305: 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305: 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
};

/** HTTP/2 cannot do without one of these. */
const HTTP2_NEEDS = ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'];

export const TLS_VERSIONS = ['VersionTLS10', 'VersionTLS11', 'VersionTLS12', 'VersionTLS13'] as const;

/** How a server is set up for TLS. */
export interface TlsSetup {
  /** Names of --tls-cipher-suites; empty when none are given. */
  suites: readonly string[];
  /** `VersionTLS12` or another; null when not set, which is TLS 1.2. */
  minVersion: string | null;
  minor: number;
  /** GODEBUG in its environment; it brings back what newer releases of Go leave out. */
  godebug: string | undefined;
}

/** The suites that a server offers to clients of TLS 1.2 and older, by their present names. */
export function offeredSuites({ suites, minVersion, minor, godebug }: TlsSetup): readonly string[] {
  if (minVersion === 'VersionTLS13') return [];
  if (suites.length === 0) return defaultSuites(minor, godebug);
  const named = suites.map((name) => OLD_NAMES[name] ?? name);
  return [...new Set(named)].filter((name) => !TLS_1_3.includes(name));
}

/**
 * Go's own list. RSA key exchange is out of it from the Go language version 1.22 on, which is that of Kubernetes 1.30;
 * 3DES from 1.23 on, Kubernetes 1.32.
 * https://cs.opensource.google/go/go/+/refs/tags/go1.24.0:src/crypto/tls/defaults.go, and the go line of each go.mod
 */
export function defaultSuites(minor: number, godebug: string | undefined): readonly string[] {
  const rsa = minor < 30 || goSwitch(godebug, 'tlsrsakex');
  const triple = minor < 32 || goSwitch(godebug, 'tls3des');
  return [
    ...MODERN,
    ...ECDHE_CBC,
    ...(rsa ? RSA_KEY_EXCHANGE : []),
    ...(triple ? [ECDHE_3DES] : []),
    ...(triple && rsa ? [RSA_3DES] : []),
  ];
}

/** A switch of Go's runtime; of several values the last counts. */
function goSwitch(godebug: string | undefined, name: string): boolean {
  const pairs = (godebug ?? '').split(',').map((pair) => pair.split('='));
  return pairs.findLast(([key]) => key === name)?.[1] === '1';
}

/**
 * Why a server refuses its list of suites or its least version of TLS, as the rest of a sentence; null when it does
 * not.
 *
 * @param http2 false where HTTP/2 is switched off, so that no suite is needed for it
 */
export function suitesProblem({ suites, minVersion, minor }: TlsSetup, http2: boolean): string | null {
  const unknown = suites.find((name) => !isKnown(name, minor));
  if (unknown !== undefined) return `it does not know the cipher suite ${JSON.stringify(unknown)}`;
  if (minVersion !== null && !TLS_VERSIONS.some((one) => one === minVersion))
    return `it does not know the TLS version ${JSON.stringify(minVersion)}`;
  return http2 && suites.length > 0 ? http2Problem(suites, minVersion, minor) : null;
}

/** https://github.com/kubernetes/component-base/blob/v0.22.17/cli/flag/ciphersuites_flag.go and v0.23.17, v0.18.8 */
function isKnown(name: string, minor: number): boolean {
  if (name in OLD_NAMES) return true;
  if (TLS_1_3.includes(name)) return minor >= 19;
  if (Object.values(OLD_NAMES).includes(name)) return minor >= 23;
  return [...MODERN, ...ECDHE_CBC, ...RSA_KEY_EXCHANGE, ECDHE_3DES, RSA_3DES, ...ONLY_WHEN_LISTED].includes(
    name,
  );
}

/**
 * Up to 1.20 the check knew no TLS version and also wanted those that HTTP/2 permits to come first.
 * https://github.com/golang/net/blob/v0.38.0/http2/server.go ConfigureServer
 */
function http2Problem(suites: readonly string[], minVersion: string | null, minor: number): string | null {
  if (minor >= 21 && minVersion === 'VersionTLS13') return null;
  if (!suites.some((name) => HTTP2_NEEDS.includes(name)))
    return `its list of cipher suites has none of ${HTTP2_NEEDS.join(' and ')}, which HTTP/2 needs`;
  if (minor >= 21) return null;
  const firstBad = suites.findIndex((name) => !isPermitted(name));
  const late = firstBad === -1 ? undefined : suites.slice(firstBad).find(isPermitted);
  return late === undefined ? null : `its cipher suite ${late} comes after one that HTTP/2 forbids`;
}

function isPermitted(name: string): boolean {
  return MODERN.includes(OLD_NAMES[name] ?? name) || TLS_1_3.includes(name);
}
