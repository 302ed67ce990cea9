import { kindnetEnforces } from './kindnet.ts';

export type Enforces = 'yes' | 'no' | 'unknown';

/** A network plug-in that runs as a DaemonSet. */
export interface NetworkEngine {
  name: string;
  /** Whether it enforces NetworkPolicies, for one that changed with its version by the tag of its image. */
  enforces: Enforces | ((tag: string) => Enforces);
  /** Endings of the names of its images: whole parts of the path. */
  images: readonly string[];
  /** `namespace/name` of DaemonSets whose images have no name, as in OpenShift. */
  daemonSets?: readonly string[];
  /** Why it is not known whether it enforces, where it is not. */
  doubt?: string;
}

/** What they enforce unless it is switched off by a setting of their own. */
export const ENGINES: readonly NetworkEngine[] = [
  {
    name: 'Calico',
    enforces: 'yes',
    images: [
      'calico/node',
      'calico-node',
      'tigera/cnx-node',
      'rancher/hardened-calico',
      'rancher/mirrored-calico-node',
    ],
  },
  {
    name: 'Cilium',
    enforces: 'yes',
    images: ['cilium/cilium', 'cilium', 'rancher/mirrored-cilium-cilium'],
  },
  {
    name: 'Antrea',
    enforces: 'yes',
    images: ['antrea-agent', 'antrea-agent-ubuntu', 'antrea-agent-ubi', 'antrea/antrea-ubuntu'],
  },
  { name: 'Weave Net', enforces: 'yes', images: ['weaveworks/weave-npc', 'weave-npc'] },
  { name: 'kube-router', enforces: 'yes', images: ['cloudnativelabs/kube-router', 'kube-router'] },
  {
    name: 'OVN-Kubernetes',
    enforces: 'yes',
    images: ['ovn-kubernetes', 'ovn-kube', 'ovn-kube-ubuntu', 'ovn-kube-fedora'],
    daemonSets: ['openshift-ovn-kubernetes/ovnkube-node'],
  },
  {
    name: 'OpenShift SDN',
    enforces: 'unknown',
    images: [],
    daemonSets: ['openshift-sdn/sdn'],
    doubt: 'it does in its mode NetworkPolicy only',
  },
  { name: 'Kube-OVN', enforces: 'yes', images: ['kubeovn/kube-ovn', 'kube-ovn'] },
  { name: 'kube-network-policies', enforces: 'yes', images: ['kube-network-policies'] },
  { name: 'Azure network policy manager', enforces: 'yes', images: ['azure-npm'] },
  { name: 'Romana', enforces: 'yes', images: ['romana/agent'] },
  {
    name: 'kindnet',
    enforces: kindnetEnforces,
    images: ['kindest/kindnetd', 'kindnetd'],
    doubt: 'it does from version 1.3 on, and its image does not tell of which it is',
  },
  {
    name: 'AWS network policy agent',
    enforces: 'unknown',
    images: ['aws-network-policy-agent'],
    doubt: 'it is in every Pod aws-node and enforces only when it is told to',
  },
  {
    name: 'Flannel',
    enforces: 'no',
    images: [
      'flannel/flannel',
      'flannelcni/flannel',
      'coreos/flannel',
      'flannel',
      'rancher/hardened-flannel',
      'rancher/mirrored-flannel-flannel',
      'rancher/mirrored-flannelcni-flannel',
    ],
  },
  { name: 'Amazon VPC CNI', enforces: 'no', images: ['amazon-k8s-cni'] },
  { name: 'Azure CNI', enforces: 'no', images: ['azure-cns'] },
];
