import type { NodeFile, NodeFileAttributes } from '../../model/node-files.ts';
import type { ProcessFacts, Snapshot } from '../../model/snapshot.ts';
import { etcdAuthoritiesOf, pkiFilesOf } from './pki-named.ts';

/** Groups whose files say in `because` which process they are of, and its component. */
const OF_ONE_COMPONENT: Readonly<Record<string, string>> = {
  'etcd-datadir': 'etcd',
  'kcm-kubeconfig': 'kube-controller-manager',
  'scheduler-kubeconfig': 'kube-scheduler',
};

/** Who holds a file: root, the account of every process that uses it, or somebody else. Unknown with its reason. */
export type Holder = { heldBy: 'root' | 'its process' | 'others' } | { unknown: string };

/**
 * The judged processes that use a file, by what they are told to use. Of a directory
 * those that use what is below it, since its owner can exchange that.
 */
export function usersOf(file: NodeFile, { processes }: Snapshot): readonly ProcessFacts[] {
  const component = OF_ONE_COMPONENT[file.group];
  if (component !== undefined)
    return processes.filter(
      (one) => one.component === component && file.because.includes(`(pid ${one.pid})`),
    );
  if (file.group !== 'pki') return [];
  const paths = pathsOf(file);
  return processes.filter((one) => usedPaths(one).some((used) => paths.some((path) => isAt(used, path))));
}

function pathsOf({ path, attributes }: NodeFile): string[] {
  const leadsTo = attributes.state === 'present' ? attributes.value.leadsTo : null;
  return leadsTo === null ? [path] : [path, leadsTo];
}

const known = new WeakMap<ProcessFacts, readonly string[]>();

/**
 * By its settings and by what was collected of it. Paths inside a container may be others than the host's: then they are
 * taken for the same, which can only add a user.
 */
function usedPaths(process: ProcessFacts): readonly string[] {
  const found = known.get(process);
  if (found !== undefined) return found;
  const ofEtcd = etcdAuthoritiesOf(process);
  const collected = Object.entries(process.files).flatMap(([path, fact]) =>
    fact.state === 'present' && fact.value.hostPath !== null && !ofEtcd.includes(path)
      ? [fact.value.hostPath]
      : [],
  );
  const used = [...new Set([...pkiFilesOf(process), ...collected])];
  known.set(process, used);
  return used;
}

function isAt(used: string, path: string): boolean {
  return used === path || used.startsWith(`${path}/`);
}

/**
 * An account other than root is taken for the holder only if all processes that use the file run as it: a file that
 * a second account reads, root's for instance, would be a way from one into the other. And nobody else may write.
 */
export function holderOf(attributes: NodeFileAttributes, users: readonly ProcessFacts[]): Holder {
  const { uid, gid } = attributes;
  if (uid === 0) return { heldBy: gid === 0 ? 'root' : 'others' };
  const others = users.some((one) => one.uid !== null && one.uid !== uid);
  if (users.length === 0 || others || lendsToGroup(attributes)) return { heldBy: 'others' };
  const unseen = users.find((one) => one.uid === null);
  if (unseen === undefined) return { heldBy: 'its process' };
  return { unknown: `The user that ${unseen.component} (pid ${unseen.pid}) runs as is not known.` };
}

/** Who is in a group of an account is not known, so it may have no more than everybody has; and that is not to write. */
function lendsToGroup({ mode, gid }: NodeFileAttributes): boolean {
  const [group, others] = [(mode >> 3) & 7, mode & 7];
  return (mode & 0o022) !== 0 || (gid !== 0 && (group & ~others) !== 0);
}
