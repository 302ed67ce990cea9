import type { Verdicts } from './layout.ts';

/**
 * Verdicts on recorded nodes that kubeadm made. Those of a fresh control plane were looked up by hand, row by row, in
 * test/nodes/verdicts/control-plane.ts.
 */

const SAME_ON_BOTH_CONTROL_PLANES: Verdicts = [
  [
    'pass',
    '1.1.1-8 1.1.10-11 1.1.13-21 1.2.2 1.2.4 1.2.6-8 1.2.10 1.2.12-14 1.2.20-26 1.3.3-7 1.4.2',
    'what kubeadm writes, and defaults that are good',
  ],
  ['pass', '2.1-3 2.7', 'flags of etcd, asked by probes; a CA of its own'],
  ['pass', '3.1.3', 'the bootstrap token ends by itself'],
  ['pass', '4.1.2 4.1.5-8 4.1.10 4.2.1-8 4.2.10 4.3.1', 'what kubeadm writes for every node'],
  ['pass', '5.1.1-4 5.1.7-13 5.6.4', 'nobody holds a right but those that Kubernetes and kubeadm give'],
  ['pass, letter fail', '1.1.12 1.3.1', 'etcd runs as root; the default of terminated Pods holds'],
  ['fail', '1.1.9 4.1.1 4.1.9', 'mode 644'],
  ['fail', '1.2.1 1.2.3 1.2.5 1.2.9 1.2.11 1.2.15-19 1.2.27-30 3.2.1-2', 'what kubeadm leaves out'],
  ['fail', '1.3.2 1.4.1', 'profiling is on by default'],
  ['fail', '4.2.9 4.2.12-14', 'defaults of the kubelet'],
  ['fail, letter pass', '4.2.11', 'the gate is on, and nobody but the kubelet signs'],
  ['fail', '5.1.5 5.2.1 5.3.1-2 5.5.1', 'nothing in a fresh cluster restricts Pods'],
  ['not-applicable', '2.4-6', 'one member'],
  ['not-applicable', '4.1.3-4', 'the proxy has its kubeconfig from a ConfigMap'],
  ['not-applicable', '5.1.6 5.2.2-12 5.4.1 5.6.1-3', 'no workload but the system’s'],
  ['manual', '3.1.1-2 5.4.2', 'how people sign in, and where secrets lie'],
];

export const CONTROL_PLANE_1_34: Verdicts = SAME_ON_BOTH_CONTROL_PLANES;

export const CONTROL_PLANE_1_31: Verdicts = [
  ...SAME_ON_BOTH_CONTROL_PLANES,
  ['fail', '4.2.15', 'the unit has no IPAddressDeny'],
  ['not-applicable', '5.2.13', 'no workload but the system’s'],
];

const SAME_ON_BOTH_WORKERS: Verdicts = [
  ['pass', '1.1.10 4.1.2 4.1.5-8 4.1.10 4.2.1-8 4.2.10 4.3.1', 'what kubeadm writes for every node'],
  ['fail', '1.1.9 4.1.1 4.1.9', 'mode 644'],
  ['fail', '4.2.9 4.2.12-14', 'defaults of the kubelet'],
  ['fail, letter pass', '4.2.11', 'the gate is on, and nobody but the kubelet signs'],
  [
    'not-applicable',
    '1.1.1-8 1.1.11-21 1.2.1-30 1.3.1-7 1.4.1-2 2.1-7 3.2.1-2',
    'about control planes and etcd',
  ],
  ['not-applicable', '4.1.3-4', 'the proxy has its kubeconfig from a ConfigMap'],
  ['unknown', '3.1.1-3 5.1.1-13 5.2.1-12 5.3.1-2 5.4.1-2 5.5.1 5.6.1-4', 'a kubelet may not list it: 403'],
];

export const WORKER_1_34: Verdicts = SAME_ON_BOTH_WORKERS;

export const WORKER_1_31: Verdicts = [
  ...SAME_ON_BOTH_WORKERS,
  ['fail', '4.2.15', 'the unit has no IPAddressDeny'],
  ['unknown', '5.2.13', 'a kubelet may not list it: 403'],
];

/** What content/demo/README.md lists, among what kubeadm leaves as it is on any node. */
export const DEMONSTRATION: Verdicts = [
  [
    'pass',
    '1.1.1-8 1.1.10-11 1.1.14-21 1.2.2 1.2.4 1.2.6-8 1.2.10 1.2.12-14 1.2.20-26 1.3.3-7 1.4.2',
    'as on a fresh node',
  ],
  ['pass', '1.2.27', 'encryption of Secrets is configured'],
  ['pass', '2.1 2.3 3.1.3', 'as on a fresh node'],
  ['pass', '4.1.2 4.1.5-8 4.1.10 4.2.2-8 4.2.10 4.3.1', 'as on a fresh node'],
  ['pass', '5.1.3 5.1.6-7 5.2.3-5 5.2.10-12 5.4.1 5.6.4', 'the Deployment does not ask for this'],
  ['pass, letter fail', '1.1.12 1.3.1', 'as on a fresh node'],
  ['conflict', '2.2', 'the file was mended without a restart'],
  ['unknown', '2.7', 'the same; no probe can tell'],
  ['fail, letter pass', '1.2.16-19', 'an audit log without a policy'],
  ['fail, letter pass', '4.2.11', 'as on a fresh node'],
  ['fail', '1.1.13', 'mode 644'],
  ['fail', '1.2.28', 'identity writes'],
  ['fail', '4.2.1', 'a drop-in'],
  ['fail', '5.1.1-2 5.1.4 5.1.8-13', 'the pipeline’s account is an administrator'],
  ['fail', '5.2.2 5.2.6-9 5.6.2-3', 'the init container'],
  ['fail', '1.1.9 1.2.1 1.2.3 1.2.5 1.2.9 1.2.11 1.2.15 1.2.29-30 1.3.2 1.4.1 3.2.1-2', 'as on a fresh node'],
  ['fail', '4.1.1 4.1.9 4.2.9 4.2.12-14 5.1.5 5.2.1 5.3.1-2 5.5.1', 'as on a fresh node'],
  ['not-applicable', '2.4-6 4.1.3-4', 'as on a fresh node'],
  ['manual', '3.1.1-2 5.4.2 5.6.1', 'for a person'],
];
