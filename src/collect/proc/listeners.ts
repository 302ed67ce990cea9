import type { Fact } from '../../model/fact.ts';
import type { ListeningSocket } from '../../model/snapshot.ts';
import { decodeBytes } from '../../util/bytes.ts';
import { notReadable, present, processOrigin } from '../facts.ts';
import { type Reading, readValue } from '../reading.ts';
import type { ProcSource } from './source.ts';

/** A line of a /proc/PID/net table. */
type Row = { inode: string; socket: ListeningSocket };

const TABLES: readonly { name: string; parse: (line: string) => Row | null }[] = [
  { name: 'tcp', parse: (line) => tcpRow(line) },
  { name: 'tcp6', parse: (line) => tcpRow(line) },
  { name: 'unix', parse: (line) => unixRow(line) },
];

/** Listening sockets of the process's network namespace that the process itself holds open. */
export function listenersFact(proc: ProcSource, pid: number): Fact<ListeningSocket[]> {
  const descriptors = proc.list(`${pid}/fd`);
  if (descriptors.state !== 'read') return unknown(pid, 'fd', descriptors);
  const held = heldSockets(proc, pid, descriptors.value);
  const sockets: ListeningSocket[] = [];
  for (const table of TABLES) {
    const content = proc.read(`${pid}/net/${table.name}`);
    // No tcp6 table: the kernel has no IPv6, or the capture is one of such a kernel.
    if (content.state !== 'read' && table.name !== 'tcp6') return unknown(pid, `net/${table.name}`, content);
    const rows = content.state === 'read' ? rowsOf(content.value, table.parse) : [];
    sockets.push(...rows.filter((row) => held.has(row.inode)).map((row) => row.socket));
  }
  return present(sockets, processOrigin(pid, 'net'));
}

function unknown(pid: number, name: string, reading: Reading<unknown>): Fact<never> {
  const reason = reading.state === 'unreadable' ? reading.reason : 'not there';
  return notReadable(processOrigin(pid, name), reason);
}

function heldSockets(proc: ProcSource, pid: number, descriptors: readonly string[]): ReadonlySet<string> {
  const inodes = new Set<string>();
  for (const descriptor of descriptors) {
    const target = readValue(proc.link(`${pid}/fd/${descriptor}`));
    if (target?.startsWith('socket:[')) inodes.add(target.slice('socket:['.length, -1));
  }
  return inodes;
}

function rowsOf(content: Buffer, parse: (line: string) => Row | null): Row[] {
  return decodeBytes(content)
    .split('\n')
    .slice(1)
    .map(parse)
    .filter((row) => row !== null);
}

/** TCP_LISTEN in https://github.com/torvalds/linux/blob/v6.12/include/net/tcp_states.h */
const LISTEN = '0A';

function tcpRow(line: string): Row | null {
  const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
  const [hex, port] = local?.split(':') ?? [];
  if (state !== LISTEN || !hex || !port || !inode) return null;
  return { inode, socket: { ...address(hex), port: Number.parseInt(port, 16) } };
}

/** __SO_ACCEPTCON; the path is the rest of the line and absent for unnamed sockets, `@` begins an abstract one. */
const ACCEPTING = 0x10000;
const UNIX = /^\S+ \S+ \S+ ([0-9A-Fa-f]+) \S+ \S+ +(\d+) ?(.*)$/;

function unixRow(line: string): Row | null {
  const [, flags, inode, path] = UNIX.exec(line) ?? [];
  if (!flags || !inode || (Number.parseInt(flags, 16) & ACCEPTING) === 0) return null;
  return { inode, socket: { family: 'unix', address: path ?? '', port: null } };
}

/**
 * The kernel prints addresses as 32-bit words in its own byte order; Kubernetes runs on little-endian machines
 * (s390x is the exception that this does not read).
 */
function address(hex: string): { family: 'ipv4' | 'ipv6'; address: string } {
  const bytes = Buffer.from(hex, 'hex').swap32();
  if (bytes.length === 4) return { family: 'ipv4', address: [...bytes].join('.') };
  const mapped = bytes.readBigUInt64BE(0) === 0n && bytes.readUInt32BE(8) === 0xffff;
  if (mapped) return { family: 'ipv4', address: [...bytes.subarray(12)].join('.') };
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16));
  return { family: 'ipv6', address: new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1) };
}
