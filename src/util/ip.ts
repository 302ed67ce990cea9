import { isIP } from 'node:net';

/** 4 or 6 for the text of an IP address, 0 for anything else. Here, so that pure code need not know the network module. */
export function ipVersion(text: string): number {
  return isIP(text);
}

/** Shortest form of an IPv6 address (RFC 5952), for any spelling without zone. */
export function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
