import type { Origin } from '../../model/origin.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import type { Settled } from '../settled.ts';
import type { Property, PropertyItem } from '../subject.ts';
import { canonicalIp, joinHostPort, reachOf } from './addresses.ts';

/** An address that a component serves on. */
export interface ServedAddress {
  ip: string;
  port: number;
  transport: 'tls' | 'plaintext';
  /** What decides the address. */
  origin: Origin;
}

/** The listener that an address setting and a port setting make together; null when the port is 0. */
export function servedAt(
  address: EffectiveSetting,
  port: EffectiveSetting,
  transport: ServedAddress['transport'],
): ServedAddress | null {
  if (typeof address.value !== 'string' || typeof port.value !== 'number' || port.value <= 0) return null;
  return { ip: canonicalIp(address.value.trim()), port: port.value, transport, origin: address.origin };
}

/**
 * Listeners with the attributes `reach` (loopback, network) and `transport` (tls, plaintext).
 *
 * @param none what it means that there is none
 */
export function listenersProperty(served: readonly ServedAddress[], none: Settled): Property {
  return {
    state: 'items',
    items: served.map(itemOf),
    virtue: (attribute) => virtue(attribute, served),
    none,
  };
}

function itemOf({ ip, port, transport, origin }: ServedAddress): PropertyItem {
  const label = joinHostPort(ip, port);
  return {
    label,
    origin,
    attributes: { reach: reachOf(ip), transport },
    defects: {
      reach: `${label} ${transport === 'tls' ? 'answers' : 'answers, unencrypted and without authentication,'} whoever reaches this node over the network.`,
      transport: `${label} is plain HTTP: nobody is authenticated there.`,
    },
  };
}

function virtue(attribute: string, served: readonly ServedAddress[]): string {
  const labels = served.map(({ ip, port }) => joinHostPort(ip, port)).join(' and ');
  if (attribute === 'transport') return `${labels} ${served.length === 1 ? 'is' : 'are'} served by TLS.`;
  return `It listens on ${labels} only, which this machine alone can reach.`;
}
