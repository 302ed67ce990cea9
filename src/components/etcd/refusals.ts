import { type Refusal, refuses } from './reading.ts';
import { sharedAddresses } from './refusals-addresses.ts';
import { clusterSources, memberCluster } from './refusals-cluster.ts';
import { logging } from './refusals-logging.ts';
import {
  authToken,
  compaction,
  compactionMode,
  leaseCheckpoints,
  renamedTwice,
  textChoices,
} from './refusals-options.ts';
import { clientTls, peerTls, peerTransport } from './refusals-tls.ts';
import { type Check, listOf, type StartUp } from './start-up.ts';
import { advertiseProblem, bindProblem } from './urls.ts';

/** In the order in which etcd looks. embed/config.go Validate, embed/etcd.go StartEtcd, etcdserver NewServer */
const CHECKS: readonly Check[] = [
  textChoices,
  renamedTwice,
  logging,
  bindAddresses,
  advertisedAddresses,
  clusterSources,
  timing,
  advertisedClients,
  compactionMode,
  leaseCheckpoints,
  tlsVersions,
  peerTls,
  sharedAddresses,
  compaction,
  peerTransport,
  memberCluster,
  authToken,
  clientTls,
];

/** The first reason why etcd would not have started, null when none is found. */
export function startUpRefusal(start: StartUp): Refusal | null {
  for (const check of CHECKS) {
    const refusal = check(start);
    if (refusal !== null) return refusal;
  }
  return null;
}

function firstProblem(
  start: StartUp,
  names: readonly string[],
  problemOf: (url: string) => string | null,
): Refusal | null {
  for (const name of names) {
    for (const url of listOf(start, name)) {
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
  return listOf(start, 'cipher-suites').length === 0
    ? null
    : refuses('etcd refuses cipher-suites when only TLS 1.3 is left.', lowest.origin);
}
