import { canonicalIpv6 } from '../../util/ip.ts';

/** https://github.com/torvalds/linux/blob/v6.12/include/net/tcp_states.h */
export const TCP_LISTEN = '0A';

export interface TcpEnd {
  family: 'ipv4' | 'ipv6';
  address: string;
  port: number;
}

/** One socket of a table of /proc/PID/net. */
export interface TcpRow {
  local: TcpEnd;
  remote: TcpEnd;
  /** Two hexadecimal digits. */
  state: string;
  /** `0` as long as no process has it: a connection that nobody has accepted yet. */
  inode: string;
}

/** A line of /proc/PID/net/tcp or tcp6; null for anything else. */
export function tcpRow(line: string): TcpRow | null {
  const [, near, far, state, , , , , , inode] = line.trim().split(/\s+/);
  const [local, remote] = [end(near), end(far)];
  if (local === null || remote === null || !state || !inode) return null;
  return { local, remote, state, inode };
}

function end(text: string | undefined): TcpEnd | null {
  const [hex, port] = text?.split(':') ?? [];
  const where = hex === undefined || port === undefined ? null : address(hex);
  return where === null ? null : { ...where, port: Number.parseInt(port ?? '', 16) };
}

/**
 * The kernel prints addresses as 32-bit words in its own byte order; Kubernetes runs on little-endian machines
 * (s390x is the exception that this does not read).
 */
function address(hex: string): Pick<TcpEnd, 'family' | 'address'> | null {
  if (!/^(?:[0-9A-F]{8}|[0-9A-F]{32})$/.test(hex)) return null;
  const bytes = Buffer.from(hex, 'hex').swap32();
  if (bytes.length === 4) return { family: 'ipv4', address: [...bytes].join('.') };
  const mapped = bytes.readBigUInt64BE(0) === 0n && bytes.readUInt32BE(8) === 0xffff;
  if (mapped) return { family: 'ipv4', address: [...bytes.subarray(12)].join('.') };
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16));
  return { family: 'ipv6', address: canonicalIpv6(groups.join(':')) };
}
