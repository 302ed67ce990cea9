import type { ListeningSocket } from '../../model/snapshot.ts';
import { decodeBytes } from '../../util/bytes.ts';
import { canonicalIpv6 } from '../../util/ip.ts';
import { type Reading, read, unreadable } from '../reading.ts';
import type { ProcSource } from './source.ts';

/** Listening sockets of a network namespace, by inode. */
export type Sockets = ReadonlyMap<string, ListeningSocket>;

interface Table {
  name: string;
  /** A kernel without IPv6 has no tcp6. */
  optional: boolean;
  parse(line: string): { inode: string; socket: ListeningSocket } | null;
  /** Whether no listening socket can follow. */
  complete(content: Buffer): boolean;
}

const TABLES: readonly Table[] = [
  { name: 'tcp', optional: false, parse: tcpRow, complete: noneFollows },
  { name: 'tcp6', optional: true, parse: tcpRow, complete: noneFollows },
  { name: 'unix', optional: false, parse: unixRow, complete: () => false },
];

export function listeningSockets(proc: ProcSource, pid: number): Reading<Sockets> {
  const sockets = new Map<string, ListeningSocket>();
  for (const table of TABLES) {
    const content = proc.rows(`${pid}/net/${table.name}`, table.complete);
    if (content.state === 'read') addRows(sockets, content.value, table);
    else if (!table.optional) {
      return unreadable(content.state === 'missing' ? `no net/${table.name}` : content.reason);
    }
  }
  return read(sockets);
}

function addRows(sockets: Map<string, ListeningSocket>, content: Buffer, table: Table): void {
  for (const line of decodeBytes(content).split('\n').slice(1)) {
    const row = table.parse(line);
    if (row !== null) sockets.set(row.inode, row.socket);
  }
}

/** TCP_LISTEN in https://github.com/torvalds/linux/blob/v6.12/include/net/tcp_states.h */
const LISTEN = '0A';
const STATE = /^ *\d+: \S+ \S+ ([0-9A-F]{2}) /;

/**
 * The kernel lists listening sockets before all others (tcp_get_idx in net/ipv4/tcp_ipv4.c), and walking its table
 * of connections takes milliseconds each time it is asked to go on.
 */
function noneFollows(content: Buffer): boolean {
  const lines = content.toString('latin1').split('\n');
  const last = STATE.exec(lines.at(-2) ?? '')?.[1];
  return last !== undefined && last !== LISTEN;
}

function tcpRow(line: string): { inode: string; socket: ListeningSocket } | null {
  const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
  const [hex, port] = local?.split(':') ?? [];
  if (state !== LISTEN || !hex || !port || !inode) return null;
  const where = address(hex);
  return where === null ? null : { inode, socket: { ...where, port: Number.parseInt(port, 16) } };
}

/** __SO_ACCEPTCON; the path is the rest of the line and absent for unnamed sockets, `@` begins an abstract one. */
const ACCEPTING = 0x10000;
const UNIX = /^\S+ \S+ \S+ ([0-9A-Fa-f]+) \S+ \S+ +(\d+) ?(.*)$/;

function unixRow(line: string): { inode: string; socket: ListeningSocket } | null {
  const [, flags, inode, path] = UNIX.exec(line) ?? [];
  if (!flags || !inode || (Number.parseInt(flags, 16) & ACCEPTING) === 0) return null;
  return { inode, socket: { family: 'unix', address: path ?? '', port: null } };
}

/**
 * The kernel prints addresses as 32-bit words in its own byte order; Kubernetes runs on little-endian machines
 * (s390x is the exception that this does not read).
 */
function address(hex: string): { family: 'ipv4' | 'ipv6'; address: string } | null {
  if (!/^(?:[0-9A-F]{8}|[0-9A-F]{32})$/.test(hex)) return null;
  const bytes = Buffer.from(hex, 'hex').swap32();
  if (bytes.length === 4) return { family: 'ipv4', address: [...bytes].join('.') };
  const mapped = bytes.readBigUInt64BE(0) === 0n && bytes.readUInt32BE(8) === 0xffff;
  if (mapped) return { family: 'ipv4', address: [...bytes.subarray(12)].join('.') };
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16));
  return { family: 'ipv6', address: canonicalIpv6(groups.join(':')) };
}
