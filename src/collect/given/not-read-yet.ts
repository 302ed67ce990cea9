import { isTalos } from './kinds.ts';

/** Files that could be judged one day, and by what they are known. Said rather than passed over in silence. */
const FORMS: readonly (readonly [what: string, path: RegExp, text: RegExp])[] = [
  ['EncryptionConfiguration', /./, /^kind:\s*EncryptionConfiguration\b/m],
  ['AdmissionConfiguration', /./, /^kind:\s*AdmissionConfiguration\b/m],
  ['AuthenticationConfiguration', /./, /^kind:\s*AuthenticationConfiguration\b/m],
  ['AuthorizationConfiguration', /./, /^kind:\s*AuthorizationConfiguration\b/m],
  ['an audit policy', /./, /^apiVersion:\s*audit\.k8s\.io\//m],
  ['kubeadm configuration before v1beta1', /./, /^apiVersion:\s*kubeadm\.k8s\.io\/v1alpha/m],
  ['a MachineConfig of OpenShift', /./, /^[ \t]*["']?kind["']?\s*:\s*["']?MachineConfig\b/m],
  ['a drop-in of systemd outside of UNIT.service.d', /\.conf$/, /^\[Service\]/m],
  [
    'a part of a configuration of Talos',
    /./,
    /^machine:\s*$[\s\S]*^cluster:\s*$|^cluster:\s*$[\s\S]*^machine:\s*$/m,
  ],
];

/** No such file is larger; charts and data are. */
const LARGEST = 256 * 1024;

/** Outside their directories, and not named. */
const RANCHER = /^(?:kube-(?:apiserver|controller-manager|scheduler|proxy)|kubelet|etcd)-arg\+?:/m;

/** What a reader should know of a file that is of one of these forms. */
export function notReadYet(path: string, text: string): string[] {
  if (text.length > LARGEST) return [];
  const held = FORMS.filter(([, where, mark]) => where.test(path) && mark.test(text) && !isTalos(text));
  return [
    ...held.map(([what]) => `holds ${what}, which this version does not read yet`),
    ...(RANCHER.test(text)
      ? ['has keys of K3s and RKE2, and lies in no directory of theirs: it is judged where it is named']
      : []),
  ];
}
