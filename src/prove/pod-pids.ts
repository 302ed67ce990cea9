import { text } from './quiet-read.ts';

/** Where the hierarchy of cgroups that counts processes is mounted. */
interface PidsHierarchy {
  version: 1 | 2;
  /** What of it is mounted, and where that is for us. */
  root: string;
  at: string;
}

/**
 * The hierarchy that counts processes, by the mounts of the machine's first process; null where there is none.
 *
 * @param root the root directory of that process
 */
export function pidsHierarchy(mountinfo: string, root: string): PidsHierarchy | null {
  const mounts = [...mountinfo.matchAll(/^\S+ \S+ \S+ (\S+) (\S+) .*?- (cgroup2?) \S+ (\S+)$/gm)];
  const found = mounts.flatMap(([, from = '', at = '', type, options = '']) => {
    const counts = type === 'cgroup2' || options.split(',').includes('pids');
    return counts ? [{ version: type === 'cgroup2' ? 2 : 1, root: from, at: `${root}${at}` } as const] : [];
  });
  // On a hybrid machine it is the one of version 1: that of version 2 has no controller. Later mounts hide earlier ones.
  return found.findLast(({ version }) => version === 1) ?? found.at(-1) ?? null;
}

/** How kubelets call the cgroup of a Pod: `pod<uid>`, for systemd `kubepods-burstable-pod<uid>.slice` with `_` for `-`. */
const OF_POD = /(?:^|-)pod[0-9a-f][0-9a-f_-]{31,35}(?:\.slice)?$/;

/**
 * How many processes the cgroup of a container's Pod may hold: a number as text, or `max`. Null where it is not known.
 *
 * @param cgroup /proc/PID/cgroup of a process in the container
 */
export function podPids(hierarchy: PidsHierarchy | null, cgroup: string, id: string): string | null {
  const path = hierarchy === null ? null : pathIn(hierarchy, cgroup);
  if (hierarchy === null || path === null) return null;
  const words = path.split('/');
  const pod = words.slice(
    0,
    words.findLastIndex((word) => word.includes(id)),
  );
  // Of a cgroup outside of ours only the way up is told, and with it nothing of where that is.
  if (pod.includes('..') || !OF_POD.test(pod.at(-1) ?? '')) return null;
  return text(`${hierarchy.at}${pod.join('/')}/pids.max`)?.trim() ?? null;
}

/** Below what is mounted; null where it is not. */
function pathIn({ version, root }: PidsHierarchy, cgroup: string): string | null {
  const lines = [...cgroup.matchAll(/^\d+:([^:]*):(\S+)$/gm)];
  const line = lines.find(([, names = '']) =>
    version === 2 ? names === '' : names.split(',').includes('pids'),
  );
  const path = line?.[2] ?? null;
  const prefix = root === '/' ? '' : root;
  return path?.startsWith(`${prefix}/`) === true ? path.slice(prefix.length) : null;
}
