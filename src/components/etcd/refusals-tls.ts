import { NO_CERTIFICATE } from '../../model/certificates.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { Origin } from '../../model/origin.ts';
import { shownPath } from '../shown-path.ts';
import { lacksHttp2Cipher, unknownCipher } from './ciphers.ts';
import { missingFile } from './config-file.ts';
import type { EffectiveListener, ListenerRole } from './listener.ts';
import { type Refusal, refuses } from './reading.ts';
import { listOf, type StartUp } from './start-up.ts';

type Prefix = '' | 'peer-';

/** embed/etcd.go configurePeerListeners */
export function peerTls(start: StartUp): Refusal | null {
  return sideTls(start, 'peer-', ['peer']);
}

/** embed/serve.go serve, which loads the certificate when the member is ready, and only for what serves TLS */
export function clientTls(start: StartUp): Refusal | null {
  return (
    sideTls(start, '', ['client', 'client-http', 'metrics']) ?? metricsSocket(start) ?? http2Ciphers(start)
  );
}

/** A TLS unix socket for metrics asks for a certificate, even where it then does without. embed/etcd.go createMetricsListener */
function metricsSocket(start: StartUp): Refusal | null {
  const socket = start.listeners.find(({ role, url }) => role === 'metrics' && url.startsWith('unixs:'));
  const value = (name: string) => start.lookup(name).value;
  if (socket === undefined || value('cert-file') !== null || value('key-file') !== null) return null;
  if (value('auto-tls') === true) return null;
  return refuses(`etcd refuses ${socket.url}: neither cert-file nor key-file is set.`, socket.origin);
}

/**
 * Members dial each other with the peer record, which is read even where every peer URL is plain http.
 * https://github.com/etcd-io/etcd/blob/v3.5.21/client/pkg/transport/transport.go NewTransport
 */
export function peerTransport(start: StartUp): Refusal | null {
  const value = (name: string) => start.lookup(`peer-${name}`).value;
  const pairless = value('cert-file') === null && value('key-file') === null;
  if (pairless && value('auto-tls') === true) return null;
  const origin = start.lookup(`peer-${value('cert-file') === null ? 'key-file' : 'cert-file'}`).origin;
  return pairless
    ? brokenFiles(start, 'peer-', AUTHORITIES)
    : usableRecord(start, 'peer-', 'its peer certificate', origin);
}

function sideTls(start: StartUp, prefix: Prefix, roles: readonly ListenerRole[]): Refusal | null {
  const unknown = unknownCipher(listOf(start, 'cipher-suites'));
  if (unknown !== null)
    return refuses(`etcd refuses cipher-suites: ${unknown}.`, start.lookup('cipher-suites').origin);
  const secure = start.listeners.find((one) => roles.includes(one.role) && one.transport === 'tls');
  return secure === undefined ? null : secureListener(start, prefix, secure);
}

function secureListener(start: StartUp, prefix: Prefix, secure: EffectiveListener): Refusal | null {
  switch (secure.certificate) {
    case 'none':
      return refuses(
        `etcd refuses ${secure.url}: neither ${prefix}cert-file nor ${prefix}key-file is set.`,
        secure.origin,
      );
    case 'generated':
      return null;
    case 'configured':
      return usableRecord(start, prefix, secure.url, secure.origin);
  }
}

/** TLSInfo.baseConfig and ServerConfig: https://github.com/etcd-io/etcd/blob/v3.5.21/client/pkg/transport/listener.go */
function usableRecord(start: StartUp, prefix: Prefix, what: string, origin: Origin): Refusal | null {
  for (const name of [`${prefix}cert-file`, `${prefix}key-file`]) {
    if (start.lookup(name).value === null)
      return refuses(`etcd refuses ${what}: ${name} is not set.`, origin);
  }
  return halfPair(start, prefix) ?? brokenFiles(start, prefix) ?? allowedTwice(start, prefix);
}

/** What etcd shows as a client of its own kind: both files or none. */
function halfPair(start: StartUp, prefix: Prefix): Refusal | null {
  const [certificate = '', key = ''] = [`${prefix}client-cert-file`, `${prefix}client-key-file`];
  if (isGiven(start, certificate) === isGiven(start, key)) return null;
  const [set, missing] = isGiven(start, key) ? [key, certificate] : [certificate, key];
  return refuses(`etcd refuses ${set} without ${missing}.`, start.lookup(set).origin);
}

const AUTHORITIES = ['trusted-ca-file', 'ca-file'];
const FILES = ['cert-file', 'key-file', 'client-cert-file', 'client-key-file', ...AUTHORITIES];

/** Certificate, key and CA must be there, and what can be parsed without the key must parse. */
function brokenFiles(start: StartUp, prefix: Prefix, names = FILES): Refusal | null {
  for (const name of names) {
    const { value, origin } = start.lookup(`${prefix}${name}`);
    if (typeof value !== 'string') continue;
    const problem = fileProblem(start, value, `${prefix}${name}`);
    if (problem !== null) return refuses(problem, origin);
  }
  return null;
}

function fileProblem({ process }: StartUp, path: string, name: string): string | null {
  const fact = process.files[path];
  if (fact?.state === 'absent') return missingFile(name, path);
  const file = valueIfPresent(fact);
  if (file === undefined) return null;
  if (file.type === 'directory') return `The ${name} ${shownPath(file)} is a directory.`;
  const content = valueIfPresent(file.content);
  if (content?.kind !== 'broken-certificates') return null;
  // tlsutil.NewCertPool reads on until there is no block left, and is content with none.
  if (name.endsWith('ca-file') && content.problem === NO_CERTIFICATE) return null;
  return `The ${name} ${shownPath(file)} cannot be used: ${content.problem}.`;
}

function allowedTwice(start: StartUp, prefix: Prefix): Refusal | null {
  const side = prefix === '' ? 'client' : 'peer';
  const names = [`${side}-cert-allowed-cn`, `${side}-cert-allowed-hostname`];
  if (!names.every((name) => isGiven(start, name))) return null;
  return refuses(`etcd refuses ${names.join(' beside ')}.`, start.lookup(names[1] ?? '').origin);
}

function isGiven(start: StartUp, name: string): boolean {
  const { value } = start.lookup(name);
  return Array.isArray(value) ? value.length > 0 : typeof value === 'string';
}

/** Where clients have HTTP listeners of their own, the others serve gRPC only and have no such check. */
function http2Ciphers(start: StartUp): Refusal | null {
  const role = start.listeners.some((one) => one.role === 'client-http') ? 'client-http' : 'client';
  const secure = start.listeners.some((one) => one.role === role && one.transport === 'tls');
  if (!secure || !lacksHttp2Cipher(listOf(start, 'cipher-suites'))) return null;
  return refuses(
    'etcd refuses cipher-suites without an ECDHE suite with AES_128_GCM_SHA256, which HTTP/2 needs.',
    start.lookup('cipher-suites').origin,
  );
}
