import type { EffectiveListener } from './listener.ts';
import { type Refusal, refuses } from './reading.ts';
import { given, isOn, type StartUp } from './start-up.ts';

/** Peer URLs have a socket each; client URLs share one per address, but not with listen-client-http-urls. */
export function sharedAddresses(start: StartUp): Refusal | null {
  if (isOn(start, 'socket-reuse-port') || given(start, 'socket-options.reuse-port')?.text === 'true')
    return null;
  for (const [index, one] of start.listeners.entries()) {
    const other = start.listeners.slice(0, index).find((before) => collide(one, before));
    if (other !== undefined)
      return refuses(`etcd refuses ${one.url}: ${other.url} already has that address.`, one.origin);
  }
  return null;
}

/** A socket of a path replaces what lies there; port 0 is another port each time. */
function collide(one: EffectiveListener, other: EffectiveListener): boolean {
  if (one.port === null || one.port === 0 || one.port !== other.port) return false;
  if (one.host === other.host) return !mayShare(one, other);
  return addressOf(one) === addressOf(other) || covers(one.host, other.host) || covers(other.host, one.host);
}

function mayShare(one: EffectiveListener, other: EffectiveListener): boolean {
  return one.role === other.role && (one.role === 'client' || one.role === 'client-http');
}

function addressOf({ host }: EffectiveListener): string {
  return host === 'localhost' ? '127.0.0.1' : host;
}

/** Go listens on `::` for both families. */
function covers(wildcard: string, host: string): boolean {
  return wildcard === '::' || (wildcard === '0.0.0.0' && !host.includes(':'));
}
