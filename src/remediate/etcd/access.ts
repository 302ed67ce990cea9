import { etcdInForce, likeliestConfiguration } from '../../components/etcd/in-force.ts';
import type { EffectiveListener } from '../../components/etcd/listener.ts';
import type { Configuration } from '../../components/etcd/reading.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { socketName } from '../../util/socket-name.ts';
import type { Question } from '../ask.ts';
import { type EtcdCredentials, etcdCredentials, type Place } from './credentials.ts';

/** How the member of this node is asked, and the others with the same credentials. */
export interface Access {
  /** The member's own client URL. */
  own: URL;
  credentials: EtcdCredentials;
  /** What it runs with, and where its files are. */
  configuration: Configuration;
  place: Place;
  userAgent: string;
}

const WILDCARDS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/**
 * How the running member can be asked.
 * @returns a text: why it cannot be asked
 */
export function accessTo(process: ProcessFacts, userAgent: string): Access | string {
  const configuration = likeliestConfiguration(etcdInForce(process));
  if (configuration === null) return `what etcd (pid ${process.pid}) runs with cannot be told`;
  if (process.sameNetworkNamespace === false)
    return `etcd (pid ${process.pid}) runs in a network namespace of its own, where it cannot be asked from here`;
  const listener = httpListener(configuration);
  if (listener === null) return 'etcd listens for clients at no TCP address';
  try {
    const place = {
      root: `/proc/${process.pid}/root`,
      workingDirectory: valueIfPresent(process.workingDirectory) ?? null,
    };
    const credentials = etcdCredentials(configuration, place);
    if (credentials.pair === null && listener.clientCertificates !== 'not-required')
      return 'no certificate of this node is one that etcd takes from a client: neither that of etcd itself nor one of kubeadm';
    const scheme = listener.transport === 'tls' ? 'https' : 'http';
    const host = WILDCARDS[listener.host] ?? listener.host;
    const own = new URL(`${scheme}://${socketName(host, listener.port ?? 0)}`);
    return { own, credentials, configuration, place, userAgent };
  } catch (error) {
    return (error as Error).message;
  }
}

/** Where URLs for HTTP alone are given, the others serve gRPC only. embed/etcd.go configureClientListeners, 3.5.8 */
function httpListener({ listeners }: Configuration): EffectiveListener | null {
  const tcp = listeners.filter(({ port }) => port !== null);
  const only = tcp.filter(({ role }) => role === 'client-http');
  const asked = only.length > 0 ? only : tcp.filter(({ role }) => role === 'client');
  return asked.find(({ reach }) => reach === 'local') ?? asked[0] ?? null;
}

/** A question to the member of this node, which is known by its process. */
export function toOwn(access: Access, path: string): Question {
  return { ...to(access, access.own, path), serverName: 'any' };
}

/** A question to any member, which must show a certificate for its URL. */
export function to({ credentials, userAgent }: Access, base: URL, path: string): Question {
  return {
    url: new URL(path, base),
    authority: credentials.authority,
    serverName: null,
    partialChain: true,
    credentials: credentials.pair,
    userAgent,
  };
}
