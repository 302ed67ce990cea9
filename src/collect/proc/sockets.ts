import { TCP_LISTEN, tcpRow } from '../../machine/proc/tcp.ts';
import { type Reading, read, unreadable } from '../../machine/reading.ts';
import type { ListeningSocket } from '../../model/snapshot.ts';
import { decodeBytes } from '../../util/bytes.ts';
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
  { name: 'tcp', optional: false, parse: listening, complete: noneFollows },
  { name: 'tcp6', optional: true, parse: listening, complete: noneFollows },
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

const STATE = /^ *\d+: \S+ \S+ ([0-9A-F]{2}) /;

/**
 * The kernel lists listening sockets before all others (tcp_get_idx in net/ipv4/tcp_ipv4.c), and walking its table
 * of connections takes milliseconds each time it is asked to go on.
 */
function noneFollows(content: Buffer): boolean {
  const lines = content.toString('latin1').split('\n');
  const last = STATE.exec(lines.at(-2) ?? '')?.[1];
  return last !== undefined && last !== TCP_LISTEN;
}

function listening(line: string): { inode: string; socket: ListeningSocket } | null {
  const row = tcpRow(line);
  return row?.state === TCP_LISTEN ? { inode: row.inode, socket: row.local } : null;
}

/** __SO_ACCEPTCON; the path is the rest of the line and absent for unnamed sockets, `@` begins an abstract one. */
const ACCEPTING = 0x10000;
const UNIX = /^\S+ \S+ \S+ ([0-9A-Fa-f]+) \S+ \S+ +(\d+) ?(.*)$/;

function unixRow(line: string): { inode: string; socket: ListeningSocket } | null {
  const [, flags, inode, path] = UNIX.exec(line) ?? [];
  if (!flags || !inode || (Number.parseInt(flags, 16) & ACCEPTING) === 0) return null;
  return { inode, socket: { family: 'unix', address: path ?? '', port: null } };
}
