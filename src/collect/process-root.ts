import { posix } from 'node:path';
import { andThen, type Reading, read, unreadable } from '../machine/reading.ts';
import { RootedFs } from '../machine/rooted/rooted-fs.ts';
import type { Fact } from '../model/fact.ts';
import { notReadable, present, processOrigin } from './facts.ts';
import type { Host } from './host.ts';
import { seesHostRoot } from './host-root.ts';

/** The file system as a process sees it. */
export interface ProcessRoot {
  fs: RootedFs;
  /** Where that root is, as the link in /proc says it: a path of the process's mount namespace, or inside --root. */
  base: string;
}

export function openProcessRoot(host: Host, pid: number, container: string | null): Reading<ProcessRoot> {
  return host.procPath === null ? capturedRoot(host, pid, container) : kernelRoot(host, host.procPath, pid);
}

/** The kernel's magic link: it leads into the mount namespace of the process, its text does not. */
function kernelRoot(host: Host, procPath: string, pid: number): Reading<ProcessRoot> {
  const root = linkedRoot(host, procPath, pid);
  if (root.state !== 'unreadable' || !seesHostRoot(host, pid)) return root;
  return andThen(host.files.inside('/'), ({ fs }) => read({ fs, base: '/' }));
}

function linkedRoot(host: Host, procPath: string, pid: number): Reading<ProcessRoot> {
  return andThen(host.proc.link(`${pid}/root`), (base) =>
    andThen(RootedFs.open(`${procPath}/${pid}/root`, 'CAP_SYS_PTRACE'), (fs) => read({ fs, base })),
  );
}

function capturedRoot(host: Host, pid: number, container: string | null): Reading<ProcessRoot> {
  const link = `/proc/${pid}/root`;
  const inside = host.files.inside(link);
  if (inside.state === 'read') return read({ fs: inside.value.fs, base: inside.value.path });
  if (inside.state === 'unreadable') return inside;
  if (host.files.link(link).state === 'read') {
    return unreadable(`the process's root directory is not part of the capture (${link} leads nowhere)`);
  }
  if (container !== null) return unreadable("the container's root directory is not part of the capture");
  return andThen(host.files.inside('/'), (top) => read({ fs: top.fs, base: '/' }));
}

/** Working directory as a path inside the process's root. */
export function workingDirectoryFact(host: Host, pid: number, root: Reading<ProcessRoot>): Fact<string> {
  const origin = processOrigin(pid, 'cwd');
  const link = host.proc.link(`${pid}/cwd`);
  if (link.state !== 'read') {
    return notReadable(origin, link.state === 'missing' ? 'not there' : link.reason);
  }
  if (host.procPath !== null && link.value.endsWith(' (deleted)')) {
    return notReadable(origin, 'the working directory has been removed');
  }
  const path = posix.resolve(`/proc/${pid}`, link.value);
  return present(root.state === 'read' ? below(root.value.base, path) : path, origin);
}

/**
 * The kernel shows the path of a chrooted process from outside its root, that of a process in a mount namespace of
 * its own from inside; captures follow either habit.
 */
function below(base: string, path: string): string {
  if (base === '/' || !`${path}/`.startsWith(`${base}/`)) return path;
  return path.slice(base.length) || '/';
}
