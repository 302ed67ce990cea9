import { namesOf } from '../../components/files/properties.ts';
import type { NodeFile } from '../../model/node-files.ts';

/** Groups whose rules ask of a file who is told to use it, by the process that its place names. */
const BY_PROCESS = /-kubeconfig$|^etcd-datadir$/;

/**
 * Files of one group without those that are another one of them, seen through a process under the same path: what
 * several containers share is told by its path on the host, else by the first way to it. Under another path it stays,
 * because a rule may know it by that path alone.
 *
 * @param identityOf device and inode; null where they are not known
 */
export function toldOnce(
  files: readonly NodeFile[],
  identityOf: (file: NodeFile) => string | null,
): NodeFile[] {
  const first = new Map<string, NodeFile>();
  const keysOf = (file: NodeFile) => namesOf(file).map((name) => `${identityOf(file)} ${name}`);
  for (const file of [...files.filter((one) => !isThrough(one)), ...files.filter(isThrough)]) {
    for (const key of keysOf(file)) if (!first.has(key)) first.set(key, file);
  }
  const isFirst = (file: NodeFile) => keysOf(file).some((key) => first.get(key) === file);
  return files.filter((file) => identityOf(file) === null || !isThrough(file) || isFirst(file));
}

function isThrough({ group, path }: NodeFile): boolean {
  return /^\/proc\/\d+\/root\//.test(path) && !BY_PROCESS.test(group);
}
