import { readValue } from '../machine/reading.ts';
import { type Mount, parseMountinfo } from './files/mountinfo.ts';
import type { Host } from './host.ts';
import { kernelProc } from './proc/source.ts';

/**
 * Whether a process sees the same files as the host, told without a look at its links, which takes CAP_SYS_PTRACE: the
 * kernel numbers each mount, and lists of a chrooted process only those below its root, so that the same list is that of
 * the same root.
 */
export function seesHostRoot(host: Host, pid: number): boolean {
  const first = readValue(host.proc.read('1/mountinfo'));
  const own = readValue(host.proc.read(`${pid}/mountinfo`));
  if (first === undefined || first.length === 0 || own === undefined) return false;
  return first.equals(own) && isRootOf(host, parseMountinfo(first));
}

/** Whether what is taken for the host's root is that of its first process, and not that of a container. */
function isRootOf({ mountPoint }: Host, hosts: readonly Mount[]): boolean {
  const own = readValue(kernelProc('/proc').read('self/mountinfo'));
  const ours = own === undefined ? undefined : mountAt(mountPoint, parseMountinfo(own));
  const theirs = mountAt('/', hosts);
  return ours !== undefined && ours.device === theirs?.device && ours.root === theirs.root;
}

/** Of several at the same place the last is seen. */
function mountAt(path: string | null, mounts: readonly Mount[]): Mount | undefined {
  return mounts.findLast(({ mountPoint }) => mountPoint === path);
}
