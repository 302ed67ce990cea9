import type { NodeFile } from '../../model/node-files.ts';
import type { PkiPaths } from './pki-named.ts';

/** Which files of a group a rule looks at. */
export interface FileProperty {
  group: string;
  /** @param named what the control plane is told to use as certificate or key */
  choose(file: NodeFile, named: PkiPaths): boolean;
  /** For a reader. */
  what: string;
}

function isFile({ attributes }: NodeFile): boolean {
  return attributes.state !== 'present' || attributes.value.type !== 'directory';
}

/** Of a tree of drop-ins the files count; a data directory is judged itself. */
function isFileOrTop(file: NodeFile): boolean {
  return file.group === 'etcd-datadir' || isFile(file);
}

/** What could not be looked at may be anything, unless its name says what it is. */
function mayBe(file: NodeFile, kind: RegExp): boolean {
  return kind.test(file.path) || (file.attributes.state === 'unreadable' && !/\.[a-z]+$/.test(file.path));
}

/** By its name, or because something that runs is told that it is one. */
function isKey(file: NodeFile, { keys }: PkiPaths): boolean {
  return mayBe(file, KEY) || namesOf(file).some((name) => keys.has(name));
}

function isCertificate(file: NodeFile, named: PkiPaths): boolean {
  const names = namesOf(file);
  if (KEY.test(file.path) || names.some((name) => named.keys.has(name))) return false;
  return mayBe(file, CERTIFICATE) || names.some((name) => named.certificates.has(name));
}

/** The paths under which processes may be told of a file: one that is seen through a process has its path there. */
export function namesOf({ path, alsoAs = [] }: Pick<NodeFile, 'path' | 'alsoAs'>): string[] {
  return [path.replace(/^\/proc\/\d+\/root(?=\/)/, ''), ...alsoAs];
}

/** kubeadm and most others end private keys in `.key`; older habits in `-key.pem`. */
const KEY = /(?:\.key|-key\.pem|_key\.pem)$/;
const CERTIFICATE = /\.(?:crt|cert|cer|pem)$/;

/** Groups whose rules look at everything in them. */
const WHOLE: Readonly<Record<string, string>> = {
  'apiserver-manifest': 'static Pod manifest of the API server',
  'kcm-manifest': 'static Pod manifest of the controller manager',
  'scheduler-manifest': 'static Pod manifest of the scheduler',
  'etcd-manifest': 'static Pod manifest of etcd',
  'etcd-datadir': 'data directory of etcd',
  'admin-kubeconfig': "administrator's kubeconfig",
  'scheduler-kubeconfig': 'kubeconfig of the scheduler',
  'kcm-kubeconfig': 'kubeconfig of the controller manager',
  'kubelet-service': 'unit file of the kubelet',
  'proxy-kubeconfig': 'kubeconfig of kube-proxy',
  'kubelet-kubeconfig': 'kubeconfig of the kubelet',
  'kubelet-client-ca': 'client CA file of the kubelet',
  'kubelet-config': 'configuration file of the kubelet',
  'azure-json': 'cloud provider configuration of AKS',
};

/** What rules may name, by the name they use. */
export const FILE_PROPERTIES: Readonly<Record<string, FileProperty>> = {
  ...Object.fromEntries(
    Object.entries(WHOLE).map(([group, what]) => [group, { group, what, choose: isFileOrTop }]),
  ),
  'cni-files': { group: 'cni', what: 'CNI file', choose: isFile },
  'cni-tree': { group: 'cni', what: 'CNI file or directory', choose: () => true },
  'pki-tree': { group: 'pki', what: 'file or directory of the control plane PKI', choose: () => true },
  'pki-certificates': {
    group: 'pki',
    what: 'certificate of the control plane',
    choose: (file, named) => isFile(file) && isCertificate(file, named),
  },
  'pki-keys': {
    group: 'pki',
    what: 'private key of the control plane',
    choose: (file, named) => isFile(file) && isKey(file, named),
  },
};
