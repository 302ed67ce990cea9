import type { EffectiveListener, ListenerRole } from '../components/etcd/listener.ts';
import { opens } from '../components/etcd/socket-match.ts';
import type { ListeningSocket } from '../model/snapshot.ts';
import { socketName } from '../util/socket-name.ts';

/** A listening socket that is going to be asked. */
export interface SocketTarget {
  /** `address:port` of the socket itself. */
  name: string;
  /** Where to reach it from this node; a second one where a wildcard may be IPv6 only. */
  hosts: readonly string[];
  port: number;
  /** What etcd serves there; null when no URL of its configuration is this socket. */
  role: ListenerRole | null;
  /** Connections that asking it may take. */
  connections: number;
}

/** Metrics ports serve no keys and no members, so strangers' certificates are not tried on them. */
const FEW_CONNECTIONS = 3;
const MOST_CONNECTIONS = 6;

export function socketTarget(
  { address, port }: ListeningSocket & { port: number },
  listeners: readonly EffectiveListener[],
): SocketTarget {
  const role = listeners.find((listener) => opens(listener, address, port))?.role ?? null;
  return {
    name: socketName(address, port),
    hosts: hostsOf(address),
    port,
    role,
    connections: role === 'metrics' ? FEW_CONNECTIONS : MOST_CONNECTIONS,
  };
}

function hostsOf(address: string): readonly string[] {
  if (address === '0.0.0.0') return ['127.0.0.1'];
  return address === '::' ? ['127.0.0.1', '::1'] : [address];
}
