import { bytesOf, type GivenDocument } from '../documents.ts';
import type { Plan } from '../planned.ts';
import type { GivenFile } from '../read-given.ts';
import { meantBy, type Tree } from './beside.ts';

/** Files besides units, among which those are that a command names. */
export interface Others {
  files: readonly GivenFile[];
  documents: readonly GivenDocument[];
}

/** Configurations by the component that reads them. */
export const KINDS: Readonly<Record<string, GivenDocument['kind']>> = {
  kubelet: 'KubeletConfiguration',
  'kube-proxy': 'KubeProxyConfiguration',
  'kube-scheduler': 'KubeSchedulerConfiguration',
};

/** Configuration files that a command names and that are among the given files. */
export function configurationFiles(
  component: string,
  words: readonly string[],
  environment: ReadonlyMap<string, string>,
  { files, documents }: Others,
  tree: Tree,
): Plan['files'] {
  if (component === 'etcd') {
    const named = flagIn(words, 'config-file') ?? environment.get('ETCD_CONFIG_FILE') ?? '';
    const file = named === '' ? null : meantBy(files, named, tree);
    return file === null ? [] : [{ named, path: file.path, bytes: file.bytes }];
  }
  const ofKind = documents.filter(({ kind }) => kind === KINDS[component]);
  const named = flagIn(words, 'config') ?? '';
  const base = named === '' ? null : meantBy(ofKind, named, tree);
  const directory = (flagIn(words, 'config-dir') ?? '').replace(/\/+$/, '');
  const dropIns = ofKind.filter(
    (one) => isBelow(one.path, directory) && (tree.isSole || `/${one.path}`.startsWith(`${tree.root}/`)),
  );
  return [
    ...(base === null ? [] : [{ named, path: base.path, bytes: bytesOf(base) }]),
    ...dropIns.map((one) => ({
      named: `${directory}/${one.path.split('/').at(-1)}`,
      path: one.path,
      bytes: bytesOf(one),
    })),
  ];
}

/** Whether a file is a drop-in of a directory. */
export function isBelow(path: string, directory: string): boolean {
  const above = `/${path}`.slice(0, `/${path}`.lastIndexOf('/'));
  return directory !== '' && path.endsWith('.conf') && above.endsWith(directory);
}

/** The last value of a flag; which of the words are flags at all, the component's own reading decides. */
export function flagIn(words: readonly string[], flag: string): string | undefined {
  const at = words.findLastIndex((word) => new RegExp(`^--?${flag}(?:=|$)`).test(word));
  const word = words[at];
  return word?.includes('=') === true ? word.slice(word.indexOf('=') + 1) : words[at + 1];
}
