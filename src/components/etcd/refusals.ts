import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { lacksHttp2Cipher, unknownCipher } from './ciphers.ts';
import { missingFile, shownPath } from './config-file.ts';
import type { EffectiveListener } from './listener.ts';
import type { Lookup } from './listeners.ts';
import { type Refusal, refuses } from './reading.ts';
import { advertiseProblem, bindProblem } from './urls.ts';

/** What the start-up checks look at. */
export interface StartUp {
  lookup: Lookup;
  /** Set by a flag or a variable; in file mode nothing counts as such. */
  explicitly: ReadonlySet<string>;
  mode: 'command-line' | 'file';
  listeners: readonly EffectiveListener[];
  process: ProcessFacts;
  version: string;
}

type Check = (start: StartUp) => Refusal | null;

/** In the order in which etcd looks. embed/config.go Validate, embed/etcd.go configurePeerListeners, configureClientListeners */
const CHECKS: readonly Check[] = [
  bindAddresses,
  advertisedAddresses,
  clusterSources,
  timing,
  advertisedClients,
  tlsVersions,
  peerTls,
  clientTls,
  sharedAddresses,
];

/** The first reason why etcd would not have started, null when none is found. */
export function startUpRefusal(start: StartUp): Refusal | null {
  for (const check of CHECKS) {
    const refusal = check(start);
    if (refusal !== null) return refusal;
  }
  return null;
}

function urlsOf(start: StartUp, name: string): readonly string[] {
  const { value } = start.lookup(name);
  return Array.isArray(value) ? value : [];
}

function firstProblem(
  start: StartUp,
  names: readonly string[],
  problemOf: (url: string) => string | null,
): Refusal | null {
  for (const name of names) {
    for (const url of urlsOf(start, name)) {
      const problem = problemOf(url);
      if (problem !== null) return refuses(`etcd refuses ${name}: ${problem}.`, start.lookup(name).origin);
    }
  }
  return null;
}

function bindAddresses(start: StartUp): Refusal | null {
  const names = ['listen-peer-urls', 'listen-client-urls', 'listen-client-http-urls', 'listen-metrics-urls'];
  return firstProblem(start, names, bindProblem);
}

function advertisedAddresses(start: StartUp): Refusal | null {
  return firstProblem(start, ['initial-advertise-peer-urls', 'advertise-client-urls'], advertiseProblem);
}

function clusterSources(start: StartUp): Refusal | null {
  const given = ['discovery', 'discovery-srv', 'initial-cluster'].filter(
    (name) => typeof start.lookup(name).value === 'string' && start.lookup(name).origin.kind !== 'default',
  );
  const second = given[1];
  if (second === undefined) return null;
  return refuses(
    `etcd refuses more than one source of the cluster: ${given.join(', ')} are all set.`,
    start.lookup(second).origin,
  );
}

const MAX_ELECTION_MS = 50_000;

function timing(start: StartUp): Refusal | null {
  const heartbeat = number(start, 'heartbeat-interval', 100);
  const election = number(start, 'election-timeout', 1000);
  const { origin } = start.lookup('election-timeout');
  if (heartbeat === 0)
    return refuses('etcd refuses a heartbeat-interval of 0.', start.lookup('heartbeat-interval').origin);
  if (election === 0 || 5 * heartbeat > election) {
    return refuses(
      `etcd refuses an election-timeout (${election} ms) below five heartbeat-intervals (${heartbeat} ms).`,
      origin,
    );
  }
  if (election > MAX_ELECTION_MS)
    return refuses(`etcd refuses an election-timeout above ${MAX_ELECTION_MS} ms.`, origin);
  return null;
}

function number(start: StartUp, name: string, fallback: number): number {
  const { value } = start.lookup(name);
  return typeof value === 'number' ? value : fallback;
}

/** A listen-client-urls flag or variable drops the default of advertise-client-urls. */
function advertisedClients(start: StartUp): Refusal | null {
  if (start.mode === 'file' || start.lookup('proxy').value !== 'off') return null;
  if (!start.explicitly.has('listen-client-urls') || start.explicitly.has('advertise-client-urls'))
    return null;
  return refuses(
    'etcd refuses listen-client-urls without advertise-client-urls.',
    start.lookup('listen-client-urls').origin,
  );
}

const TLS_VERSIONS = new Set(['', 'TLS1.2', 'TLS1.3']);

function tlsVersions(start: StartUp): Refusal | null {
  for (const name of ['tls-min-version', 'tls-max-version']) {
    const { value, origin } = start.lookup(name);
    if (typeof value === 'string' && !TLS_VERSIONS.has(value))
      return refuses(`etcd refuses ${name} ${value}.`, origin);
  }
  const lowest = start.lookup('tls-min-version');
  if (lowest.value !== 'TLS1.3') return null;
  if (start.lookup('tls-max-version').value === 'TLS1.2') {
    return refuses('etcd refuses a tls-min-version above tls-max-version.', lowest.origin);
  }
  return ciphers(start).length === 0
    ? null
    : refuses('etcd refuses cipher-suites when only TLS 1.3 is left.', lowest.origin);
}

function ciphers(start: StartUp): readonly string[] {
  return urlsOf(start, 'cipher-suites');
}

function peerTls(start: StartUp): Refusal | null {
  return sideTls(start, 'peer-', ['peer']);
}

function clientTls(start: StartUp): Refusal | null {
  return sideTls(start, '', ['client', 'client-http', 'metrics']) ?? http2Ciphers(start);
}

function sideTls(start: StartUp, prefix: '' | 'peer-', roles: readonly string[]): Refusal | null {
  const unknown = unknownCipher(ciphers(start));
  if (unknown !== null)
    return refuses(`etcd refuses cipher-suites: ${unknown}.`, start.lookup('cipher-suites').origin);
  const secure = start.listeners.find((one) => roles.includes(one.role) && one.transport === 'tls');
  if (secure === undefined) return null;
  if (secure.certificate === 'none') {
    return refuses(
      `etcd refuses ${secure.url}: neither ${prefix}cert-file nor ${prefix}key-file is set.`,
      secure.origin,
    );
  }
  return secure.certificate === 'generated'
    ? null
    : (halfPair(start, prefix, secure) ?? brokenFiles(start, prefix));
}

function http2Ciphers(start: StartUp): Refusal | null {
  const secure = start.listeners.some((one) => one.role === 'client' && one.transport === 'tls');
  if (!secure || !lacksHttp2Cipher(ciphers(start))) return null;
  return refuses(
    'etcd refuses cipher-suites without an ECDHE suite with AES_128_GCM_SHA256, which HTTP/2 needs.',
    start.lookup('cipher-suites').origin,
  );
}

function halfPair(start: StartUp, prefix: string, secure: EffectiveListener): Refusal | null {
  for (const name of [`${prefix}cert-file`, `${prefix}key-file`]) {
    if (start.lookup(name).value === null)
      return refuses(`etcd refuses ${secure.url}: ${name} is not set.`, secure.origin);
  }
  return null;
}

/** Certificate, key and CA must be there, and what can be parsed without the key must parse. */
function brokenFiles(start: StartUp, prefix: string): Refusal | null {
  for (const name of ['cert-file', 'key-file', 'trusted-ca-file', 'ca-file']) {
    const { value, origin } = start.lookup(`${prefix}${name}`);
    if (typeof value !== 'string') continue;
    const problem = fileProblem(start.process, value, `${prefix}${name}`);
    if (problem !== null) return refuses(problem, origin);
  }
  return null;
}

function fileProblem(process: ProcessFacts, path: string, name: string): string | null {
  const fact = process.files[path];
  if (fact?.state === 'absent') return missingFile(name, path);
  const file = valueIfPresent(fact);
  if (file === undefined) return null;
  if (file.type === 'directory') return `The ${name} ${shownPath(file)} is a directory.`;
  const content = valueIfPresent(file.content);
  if (content?.kind !== 'broken-certificates') return null;
  return `The ${name} ${shownPath(file)} cannot be used: ${content.problem}.`;
}

/** Peer URLs have a socket each; client URLs share one per address, but not with listen-client-http-urls. */
function sharedAddresses(start: StartUp): Refusal | null {
  const seen = new Map<string, EffectiveListener>();
  for (const one of start.listeners) {
    const key = `${one.host}:${one.port ?? ''}`;
    const other = seen.get(key);
    seen.set(key, one);
    if (other === undefined || one.port === 0 || mayShare(one, other)) continue;
    return refuses(`etcd refuses ${one.url}: ${other.url} already has that address.`, one.origin);
  }
  return null;
}

function mayShare(one: EffectiveListener, other: EffectiveListener): boolean {
  return one.role === other.role && (one.role === 'client' || one.role === 'client-http');
}
