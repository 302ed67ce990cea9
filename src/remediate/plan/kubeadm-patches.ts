import { isMap, parseAllDocuments } from 'yaml';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import type { Change } from '../../model/plan.ts';

const LIMIT = 1024 * 1024;
/** Where kubeadm's own documentation, Kubespray and others keep them. */
const USUAL = '/etc/kubernetes/patches';
/**
 * Files by which kubeadm was run, which kubeadm itself never keeps: its documentation's, Kubespray's, those of Cluster API
 * and kind. https://github.com/kubernetes-sigs/kubespray/tree/master/roles/kubernetes,
 * https://github.com/kubernetes-sigs/cluster-api/tree/main/bootstrap/kubeadm, https://github.com/kubernetes-sigs/kind
 */
const CONFIGURATIONS: readonly string[] = [
  '/etc/kubernetes/kubeadm-config.yaml',
  '/etc/kubernetes/kubeadm-client.conf',
  '/etc/kubernetes/kubeadm-controlplane.yaml',
  '/etc/kubernetes/kubeadm.yaml',
  '/run/kubeadm/kubeadm.yaml',
  '/run/kubeadm/kubeadm-join-config.yaml',
  '/kind/kubeadm.conf',
];
/** Keys of its documents that name the directory. */
const NAMED: readonly (readonly string[])[] = [
  ['patches', 'directory'],
  ['apply', 'patches', 'directory'],
  ['node', 'patches', 'directory'],
];

/** What a change sets of something that kubeadm patches: a flag of a component, or a key of the kubelet's file. */
export interface Patched {
  /** https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/control-plane-flags/#patches */
  readonly target: string;
  /** Words that a patch which touches the same has in it. */
  readonly words: readonly string[];
  /** The same setting, in words for a person. */
  readonly wanted: string;
}

/**
 * Patches on this node which kubeadm would lay over what a change sets, at the next upgrade that is given their directory.
 * The patch is left to a person: it is that person's program.
 */
export function patchesOver(
  files: RootedFs,
  distribution: string,
  { target, words, wanted }: Patched,
): Change['durable'] {
  if (distribution !== 'kubeadm' && distribution !== 'kubespray') return [];
  return directoriesOf(files).flatMap((directory) => {
    const listed = files.list(directory);
    const names = listed.state === 'read' ? listed.value.sort() : [];
    return names.flatMap((name) => {
      if (!isFor(target, name)) return [];
      const text = textOf(files, `${directory}/${name}`);
      const word = words.find((one) => text.includes(one));
      if (word === undefined) return [];
      const change = `it is laid over what kubeadm makes (--patches) and speaks of ${word}: have it say ${wanted} too`;
      return [{ where: `${directory}/${name}`, change }];
    });
  });
}

/** kube-apiserver, then anything without a dot or plus, then the kind of patch. */
function isFor(target: string, name: string): boolean {
  return name.startsWith(target) && /^[^.+\n]*(?:\+\w+)?\.(?:.*\.)?(?:json|yaml)$/.test(name);
}

function directoriesOf(files: RootedFs): readonly string[] {
  const named = CONFIGURATIONS.flatMap((path) => namedIn(textOf(files, path)));
  return [...new Set([...named, USUAL])];
}

function namedIn(text: string): readonly string[] {
  if (text === '') return [];
  const documents = parseAllDocuments(text, { prettyErrors: false, logLevel: 'silent' });
  return [...documents].flatMap(({ contents, errors }) =>
    errors.length > 0 || !isMap(contents)
      ? []
      : NAMED.map((path) => contents.getIn(path)).filter(
          (value): value is string => typeof value === 'string' && value.startsWith('/'),
        ),
  );
}

/** Empty where there is none that can be read. */
function textOf(files: RootedFs, path: string): string {
  const read = files.read(path, LIMIT);
  return read.state === 'read' ? read.value.toString('utf8') : '';
}
