import { valueIfPresent } from '../../model/fact.ts';
import { isIpLiteral, parseGoUrl, splitHostPort } from '../go-url.ts';
import { type Refusal, refuses } from './reading.ts';
import { given, listOf, type StartUp } from './start-up.ts';
import { parseListenUrls } from './urls.ts';
import { atLeast } from './version.ts';

const DEFAULT_CLUSTER = 'default=http://localhost:2380';
const SOURCES = ['discovery', 'discovery-srv', 'discovery-endpoints', 'initial-cluster'];

/** A cluster is found in one way; from 3.6 on discovery of version 3 is one, and wants its two halves. */
export function clusterSources(start: StartUp): Refusal | null {
  const set = sourcesOf(start);
  const second = set[1];
  if (second !== undefined) {
    return refuses(
      `etcd refuses more than one source of the cluster: ${set.join(', ')} are all set.`,
      start.lookup(second).origin,
    );
  }
  const [token, endpoints] = ['discovery-token', 'discovery-endpoints'].map((name) => given(start, name));
  if (!atLeast(start.version, '3.6') || (token === undefined) === (endpoints === undefined)) return null;
  const half = token ?? endpoints;
  return half === undefined
    ? null
    : refuses('etcd refuses discovery-token or discovery-endpoints without the other.', half.origin);
}

function sourcesOf(start: StartUp): string[] {
  return SOURCES.filter((name) => {
    const text = given(start, name)?.text ?? '';
    // A file that spells out the default says nothing: embed/config.go configFromFile.
    return text !== '' && !(start.mode === 'file' && name === 'initial-cluster' && text === DEFAULT_CLUSTER);
  });
}

/**
 * A new member must be in its own list of the cluster, under its advertised URLs. Once there is a write-ahead log
 * nobody looks. https://github.com/etcd-io/etcd/blob/v3.5.21/server/config/config.go VerifyBootstrap
 */
export function memberCluster(start: StartUp): Refusal | null {
  if (
    start.moment === 'running' ||
    !isNew(start) ||
    sourcesOf(start).some((name) => name !== 'initial-cluster')
  )
    return null;
  const { value, origin } = start.lookup('initial-cluster');
  const problem = clusterProblem(start, typeof value === 'string' ? value : '');
  return problem === null ? null : refuses(`etcd refuses initial-cluster: ${problem}.`, origin);
}

/** True when nothing was there to continue with; a process that listens is past that point. */
function isNew(start: StartUp): boolean {
  const { process } = start;
  const { value } = start.lookup('data-dir');
  if (typeof value !== 'string' || given(start, 'wal-dir') !== undefined) return false;
  if ((valueIfPresent(process.listeners) ?? []).length > 0) return false;
  const fact = process.files[value];
  if (fact?.state !== 'present') return fact?.state === 'absent';
  const content = valueIfPresent(fact.value.content);
  return content?.kind === 'etcd-data' && !content.writeAheadLog;
}

function clusterProblem(start: StartUp, text: string): string | null {
  const cluster = new Map<string, string[]>();
  for (const part of text.split(',').filter((one) => one !== '')) {
    const [name = '', ...rest] = part.split('=');
    const urls = parseListenUrls(rest.join('='), start.version);
    if (typeof urls === 'string') return urls;
    cluster.set(name, [...(cluster.get(name) ?? []), ...urls.map((url) => url.text)]);
  }
  const name = String(start.lookup('name').value ?? '');
  const own = cluster.get(name);
  if (own === undefined) return `${JSON.stringify(name)} is not in it`;
  const all = [...cluster.values()].flat();
  if (new Set(all).size < all.length) return 'it names a URL twice';
  if (given(start, 'initial-cluster-state')?.text === 'existing') {
    return cluster.size === 1 ? 'an existing cluster needs another member to ask' : null;
  }
  return sameUrls(own, listOf(start, 'initial-advertise-peer-urls'))
    ? null
    : `its URLs of ${JSON.stringify(name)} are not those of initial-advertise-peer-urls`;
}

/** True also where only a name server could tell. pkg/netutil/netutil.go URLStringsEqual */
function sameUrls(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  const sorted = right.toSorted();
  if (left.toSorted().every((url, index) => url === sorted[index])) return true;
  return [...left, ...right].some(needsResolving);
}

function needsResolving(text: string): boolean {
  const host = splitHostPort(parseGoUrl(text)?.authority ?? '')?.host ?? '';
  return host !== 'localhost' && (!isIpLiteral(host) || host.includes(':'));
}
