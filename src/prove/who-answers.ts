import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { TCP_LISTEN, type TcpEnd, type TcpRow, tcpRow } from '../machine/proc/tcp.ts';
import type { Observation } from '../model/observation.ts';
import type { ListeningSocket, ProcessFacts } from '../model/snapshot.ts';
import { LIMITS } from './limits.ts';
import { observe } from './observe.ts';
import type { Seen } from './probes/probe.ts';
import { isSameProcess } from './same-process.ts';
import { socketTarget } from './socket-target.ts';

/** How often the kernel is asked whether somebody has taken a connection, and how long there is between. */
const LOOKS = 10;
const BETWEEN_MS = 10;

/**
 * Who takes connections to the sockets of a process: itself, another process that listens on the same address and
 * port, or whoever the packet filter sends them to. To be asked of processes whose answers contradict what was read:
 * it opens a connection to each socket, sends nothing, and looks in /proc for its other end. Never rejects.
 *
 * @param proc where the procfs is that shows them
 */
export async function whoAnswers(
  process: ProcessFacts,
  now: () => Date,
  proc = '/proc',
): Promise<Observation[]> {
  const { pid, component, listeners, sameNetworkNamespace } = process;
  if (listeners.state !== 'present' || sameNetworkNamespace === false) return [];
  if (!isSameProcess(pid, process.startedAt, proc)) return [];
  const found: Observation[] = [];
  for (const socket of listeners.value) {
    if (socket.port === null) continue;
    const { name, hosts } = socketTarget({ ...socket, port: socket.port }, []);
    const seen = {
      ...sharing(proc, pid, socket),
      ...(await answering(proc, pid, hosts[0] ?? '', socket.port)),
    };
    const question = { pid, component, method: 'OWNER', address: name, tls: null, path: '' } as const;
    found.push({ ...observe(question, { answer: { kind: 'read' }, seen }, now()), request: 'none' });
  }
  return found;
}

/** Other processes with a listening socket of that port, on the same address or on all. */
function sharing(proc: string, pid: number, { address, port }: ListeningSocket): Seen {
  const own = socketsOf(proc, pid);
  const others = rows(proc, pid)
    .filter(({ state, local }) => state === TCP_LISTEN && local.port === port)
    .filter(({ local, inode }) => !own.has(inode) && overlaps(local, address));
  const holders = [...new Set(others.flatMap(({ inode }) => holderOf(proc, inode) ?? []))];
  return holders.length === 0 ? {} : { sharedWith: holders };
}

function overlaps(local: TcpEnd, address: string): boolean {
  const isAny = (one: string) => one === '::' || one === '0.0.0.0';
  return local.address === address || isAny(local.address) || isAny(address);
}

/** Where a connection of ours ends: at which port, and whose socket that is. */
async function answering(proc: string, pid: number, host: string, port: number): Promise<Seen> {
  const before = new Set(rows(proc, pid).map(({ inode }) => inode));
  const socket = connect({ host, port });
  // Whatever becomes of it later has nothing to do with who took it.
  socket.on('error', () => {});
  try {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    socket.once('connect', () => resolve(true));
    socket.once('close', () => resolve(false));
    const late = sleep(LIMITS.connectMs, false, { ref: false });
    if (!(await Promise.race([promise, late]))) return {};
    for (let look = 0; look < LOOKS; look += 1) {
      const row = otherEnd(rows(proc, pid), socket, before);
      if (row !== null) {
        const itself = socketsOf(proc, pid).has(row.inode);
        return {
          endsAt: row.local.port,
          takenBy: itself ? 'itself' : (holderOf(proc, row.inode) ?? 'somebody'),
        };
      }
      await sleep(BETWEEN_MS);
    }
    return { takenBy: 'nobody here' };
  } finally {
    socket.destroy();
  }
}

/**
 * The socket that has taken a connection of ours; null as long as nobody has. A local port is not ours alone: a client of
 * another server may have the same one, and an API server keeps hundreds of connections to etcd.
 *
 * @param before inodes of the sockets that were there before we connected
 */
export function otherEnd(
  all: readonly TcpRow[],
  { localAddress = '', localPort }: Pick<Socket, 'localAddress' | 'localPort'>,
  before: ReadonlySet<string>,
): TcpRow | null {
  const own = localAddress.replace(/^::ffff:/, '');
  const taken = all.find(
    ({ remote, state, inode }) =>
      state !== TCP_LISTEN &&
      inode !== '0' &&
      remote.port === localPort &&
      remote.address === own &&
      !before.has(inode),
  );
  return taken ?? null;
}

/** TCP sockets of the process's network namespace. */
function rows(proc: string, pid: number): TcpRow[] {
  return ['tcp', 'tcp6'].flatMap((table) => {
    try {
      const text = readFileSync(`${proc}/${pid}/net/${table}`, 'latin1');
      return text.split('\n').flatMap((line) => tcpRow(line) ?? []);
    } catch {
      return [];
    }
  });
}

/** Inodes of the sockets that a process has open; none where it may not be looked at. */
function socketsOf(proc: string, pid: number | string): ReadonlySet<string> {
  try {
    const at = `${proc}/${pid}/fd`;
    return new Set(readdirSync(at).flatMap((name) => inodeAt(`${at}/${name}`) ?? []));
  } catch {
    return new Set();
  }
}

function inodeAt(descriptor: string): string | null {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(descriptor))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** `4242 (haproxy)`; null when no process that may be looked at has the socket. */
function holderOf(proc: string, inode: string): string | null {
  const pids = readdirSync(proc).filter((name) => /^\d+$/.test(name));
  const pid = pids.find((one) => socketsOf(proc, one).has(inode));
  if (pid === undefined) return null;
  try {
    return `${pid} (${readFileSync(`${proc}/${pid}/comm`, 'utf8').trim()})`;
  } catch {
    return pid;
  }
}
