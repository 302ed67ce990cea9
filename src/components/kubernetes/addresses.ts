import { canonicalIpv6, ipVersion } from '../../util/ip.ts';
import { splitHostPort } from '../go-url.ts';

/**
 * An IP address as Go's net.ParseIP takes it: no zone. Null where it refuses.
 *
 * @param sloppy numbers of an IPv4 address may have leading zeros, as in Go before 1.17 and in netutils.ParseIPSloppy
 */
export function parseIp(text: string, sloppy: boolean): string | null {
  const plain = sloppy ? text.replace(/(?<![0-9A-Fa-f])0+(?=\d+(?:\.|$))/g, '') : text;
  const candidate = text.includes('.') ? plain : text;
  return candidate.includes('%') || ipVersion(candidate) === 0 ? null : candidate;
}

/** IPv4 where the address is one or wraps one (`::ffff:127.0.0.1`), else the shortest form of IPv6. */
export function canonicalIp(address: string): string {
  if (ipVersion(address) !== 6) return address;
  const short = canonicalIpv6(address);
  const wrapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short);
  if (wrapped === null) return short;
  const [high, low] = [Number.parseInt(wrapped[1] ?? '', 16), Number.parseInt(wrapped[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** Who can reach a socket bound to an IP address: only this machine (127.0.0.0/8, ::1), or the network. */
export function reachOf(address: string): 'loopback' | 'network' {
  const plain = canonicalIp(address);
  return plain === '::1' || plain.startsWith('127.') ? 'loopback' : 'network';
}

/** `host:port`, an IPv6 host in brackets, as Go's net.JoinHostPort writes it. */
export function joinHostPort(host: string, port: number | string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** An IP address, or one with a port, as the `ipport` flags take it; null where they refuse. */
export function parseIpPort(text: string): { ip: string; port: number | null } | null {
  const bare = parseIp(text, true);
  if (bare !== null) return { ip: bare, port: null };
  const split = splitHostPort(text);
  const ip = split === null ? null : parseIp(split.host, true);
  if (split === null || ip === null || !/^\d+$/.test(split.port) || Number(split.port) > 65535) return null;
  return { ip, port: Number(split.port) };
}
