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

function canonical(host: string): string {
  return /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(host) ? canonicalIpv6(host) : host;
}
