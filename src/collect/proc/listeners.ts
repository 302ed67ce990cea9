import { type Reading, readValue } from '../../machine/reading.ts';
import type { Fact } from '../../model/fact.ts';
import type { ListeningSocket } from '../../model/snapshot.ts';
import { notReadable, present, processOrigin } from '../facts.ts';
import { listeningSockets, type Sockets } from './sockets.ts';
import type { ProcSource } from './source.ts';

/** Listening sockets by network namespace: most components of a node share one. */
export type SocketCache = Map<string, Reading<Sockets>>;

/** Listening sockets of the process's network namespace that the process itself holds open. */
export function listenersFact(proc: ProcSource, pid: number, cache: SocketCache): Fact<ListeningSocket[]> {
  const descriptors = proc.list(`${pid}/fd`);
  if (descriptors.state !== 'read') {
    return notReadable(processOrigin(pid, 'fd'), reasonOf(descriptors));
  }
  const held = heldSockets(proc, pid, descriptors.value);
  const sockets = cached(proc, pid, cache);
  const origin = processOrigin(pid, 'net');
  if (sockets.state !== 'read') return notReadable(origin, reasonOf(sockets));
  const own = [...sockets.value].filter(([inode]) => held.has(inode)).map(([, socket]) => socket);
  return present(own, origin);
}

function cached(proc: ProcSource, pid: number, cache: SocketCache): Reading<Sockets> {
  const namespace = readValue(proc.link(`${pid}/ns/net`));
  if (namespace === undefined) return listeningSockets(proc, pid);
  const sockets = cache.get(namespace) ?? listeningSockets(proc, pid);
  cache.set(namespace, sockets);
  return sockets;
}

function reasonOf(reading: Exclude<Reading<unknown>, { state: 'read' }>): string {
  return reading.state === 'unreadable' ? reading.reason : 'not there';
}

function heldSockets(proc: ProcSource, pid: number, descriptors: readonly string[]): ReadonlySet<string> {
  const inodes = new Set<string>();
  for (const descriptor of descriptors) {
    const target = readValue(proc.link(`${pid}/fd/${descriptor}`));
    if (target?.startsWith('socket:[')) inodes.add(target.slice('socket:['.length, -1));
  }
  return inodes;
}
