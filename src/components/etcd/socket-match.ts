import { canonicalIpv6 } from '../../util/ip.ts';
import { isLoopback } from '../go-url.ts';
import type { EffectiveListener } from './listener.ts';

/** True when a listening socket is the one that a listen URL opens. */
export function opens(listener: EffectiveListener, address: string, port: number | null): boolean {
  return listener.port === port && sameAddress(address, listener.host);
}

/** Go opens a wildcard of either family as one socket for both, which the kernel shows as `::`. */
function sameAddress(address: string, host: string): boolean {
  if (isWildcard(address)) return isWildcard(host);
  if (host === 'localhost') return isLoopback(address);
  return address === canonical(host);
}

function isWildcard(address: string): boolean {
  return ['', '0.0.0.0', '::'].includes(canonical(address));
}

/** One text for one address: shortest IPv6, and what only wraps an IPv4 address as that. */
function canonical(host: string): string {
  if (!/^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(host)) return host;
  const address = canonicalIpv6(host);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address) ?? [];
  if (high === undefined || low === undefined) return address;
  const bytes = [high, low].flatMap((half) => {
    const value = Number.parseInt(half, 16);
    return [value >> 8, value & 255];
  });
  return bytes.join('.');
}
