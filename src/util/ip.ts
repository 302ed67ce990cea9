/** Shortest form of an IPv6 address (RFC 5952), for any spelling without zone. */
export function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
