const PREFIX = 'files-closed-';
/** Files that the benchmark wants closed to everybody but their owner; others may be read by all. */
const CLOSED = [
  'admin-kubeconfig',
  'apiserver-manifest',
  'cni-files',
  'etcd-datadir',
  'etcd-manifest',
  'kcm-kubeconfig',
  'kcm-manifest',
  'kubelet-config',
  'kubelet-kubeconfig',
  'kubelet-service',
  'pki-keys',
  'proxy-kubeconfig',
  'scheduler-kubeconfig',
  'scheduler-manifest',
] as const;

/** The properties of files by the proofs that rules name. */
export const FILE_PROOFS: ReadonlyMap<string, string> = new Map(
  CLOSED.map((property) => [`${PREFIX}${property}`, property]),
);
