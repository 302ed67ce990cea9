import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pauseSync } from './pause-sync.ts';

const TOP = '/sys/fs/cgroup';

/** One hierarchy of cgroups of this machine. */
interface Hierarchy {
  type: 'cgroup' | 'cgroup2';
  /** What makes it this one of version 1: its controllers or its name. */
  options: string;
  mountPoint: string;
  /** The cgroup of this process in it. */
  own: string;
}

/** A cgroup of a node, and how the node mounts its hierarchy. */
export interface NodeCgroup {
  path: string;
  /** Type, options and place below /sys/fs/cgroup, as node-init.sh reads them. */
  mount: string;
}

/**
 * A cgroup in every hierarchy, that of version 2 on a hybrid machine too: two nodes that shared one would share the
 * directories of static Pods of the same name. Below this process's own, whose limits then hold for the node.
 */
export function planCgroups(name: string): NodeCgroup[] {
  const hierarchies = readHierarchies();
  if (hierarchies.every(({ type }) => type === 'cgroup2')) {
    throw new Error('nodes need cgroups of version 1 so far (boot with systemd.unified_cgroup_hierarchy=0)');
  }
  return hierarchies.map(({ type, options, mountPoint, own }) => ({
    path: join(mountPoint, own, name),
    mount: `${type} ${options} ${relative(TOP, mountPoint)}`,
  }));
}

export function makeCgroups(cgroups: readonly NodeCgroup[]): void {
  for (const { path } of cgroups) {
    mkdirSync(path);
    // Empty at first, and then no process may enter.
    for (const file of ['cpuset.cpus', 'cpuset.mems']) {
      if (existsSync(join(path, file))) writeFileSync(join(path, file), readFileSync(join(path, '..', file)));
    }
  }
}

function readHierarchies(): Hierarchy[] {
  const own = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n');
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return mounts.flatMap((line) => readHierarchy(line, own) ?? []);
}

function readHierarchy(line: string, own: readonly string[]): Hierarchy | null {
  const [, mountPoint, type, options = ''] =
    /^\S+ \S+ \S+ \/ (\/sys\/fs\/cgroup\S*) .* - (cgroup2?) \S+ (\S+)$/.exec(line) ?? [];
  if (mountPoint === undefined) return null;
  if (type === 'cgroup2') return { type, options: '-', mountPoint, own: ownIn(own, '') };
  const chosen = options.split(',').filter((option) => !GENERAL.test(option));
  return { type: 'cgroup', options: chosen.join(','), mountPoint, own: ownIn(own, chosen.join(',')) };
}

/** Options that do not say which hierarchy it is. */
const GENERAL = /^(rw|ro|xattr|clone_children|noprefix|cpuset_v2_mode|release_agent=.*)$/;

/** Lines of /proc/self/cgroup: `4:memory:/some/place`, `0::/some/place` of version 2. */
function ownIn(lines: readonly string[], controllers: string): string {
  const line = lines.map((text) => text.split(':')).find(([, names]) => names === controllers);
  return line?.slice(2).join(':') ?? '/';
}

/** Removes cgroups with all below them, whose processes have been killed; what is gone already is well. */
export function removeCgroups(paths: readonly string[]): void {
  for (const path of paths.flatMap(deepestFirst)) remove(path);
}

function deepestFirst(path: string): string[] {
  if (!existsSync(path)) return [];
  const below = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...below.flatMap(({ name }) => deepestFirst(join(path, name))), path];
}

function remove(path: string): void {
  for (let tries = 1; existsSync(path); tries += 1) {
    try {
      rmdirSync(path);
    } catch (error) {
      // The last of its processes may need a moment to end.
      if (tries === 50) throw error;
      pauseSync(100);
    }
  }
}
