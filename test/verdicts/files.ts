import type { NamedVerdict } from './named-verdict.ts';
import { kubeletConfig } from './texts.ts';

const HABIT = '/var/lib/kubelet/config.yaml';
const KUBELET = { argv: ['--kubeconfig=/etc/kubernetes/kubelet.conf', `--config=${HABIT}`] };
const WORKER = { kubelet: KUBELET, files: { [HABIT]: kubeletConfig() } };
const CONTAINERD = { executable: '/usr/bin/containerd', argv: ['containerd'] };
const LEASES = '/var/lib/cni/networks/k8s-pod-network';
const CREDENTIALS = '/var/lib/rancher/rke2/server/cred';

const absent = (rule: string) => ({
  name: rule,
  rule,
  given: WORKER,
  status: 'not-applicable' as const,
});

/** As RKE2 starts its scheduler. */
const scheduler = {
  argv: [
    '--bind-address=127.0.0.1',
    `--kubeconfig=${CREDENTIALS}/scheduler.kubeconfig`,
    `--authentication-kubeconfig=${CREDENTIALS}/scheduler.kubeconfig`,
    `--authorization-kubeconfig=${CREDENTIALS}/scheduler.kubeconfig`,
  ],
};

const controllerManager = {
  argv: ['--bind-address=127.0.0.1', `--kubeconfig=${CREDENTIALS}/controller.kubeconfig`],
};

/** Files on the node. */
export const FILES: readonly NamedVerdict[] = [
  {
    number: 32,
    name: 'What is not there',
    truth: 'A rule on a file or a component that the node does not have does not apply; it fails nobody.',
    shown: [
      absent('files-apiserver-manifest-mode'),
      absent('files-etcd-datadir-mode'),
      absent('files-admin-kubeconfig-mode'),
      absent('files-scheduler-kubeconfig-owner'),
      absent('files-cni-mode'),
      absent('files-proxy-kubeconfig-mode'),
      absent('kube-proxy-metrics-bind-address'),
      {
        name: 'Cilium, which keeps no leases of addresses',
        rule: 'files-cni-mode',
        given: {
          others: [CONTAINERD],
          files: { '/etc/cni/net.d/05-cilium.conflist': '{}' },
          directories: ['/var/lib'],
        },
        status: 'pass',
      },
    ],
  },
  {
    number: 33,
    name: 'The kubeconfig of administrators',
    truth: 'A mode of 0600 is what is asked for.',
    shown: [
      {
        name: 'admin.conf 0600',
        rule: 'files-admin-kubeconfig-mode',
        given: {
          ...WORKER,
          files: { ...WORKER.files, '/etc/kubernetes/admin.conf': 'x: y' },
          modes: { '/etc/kubernetes/admin.conf': '0600' },
        },
        status: 'pass',
      },
    ],
  },
  {
    number: 34,
    name: 'One file among many, and a closed directory',
    truth:
      'The file that has too much is named, and the others are not. A mode that others could read by in a directory that is closed to them misses the benchmark, and the finding says both.',
    shown: [
      {
        name: 'a lock 0750 among leases 0644, where 0644 is allowed',
        rule: 'files-cni-mode',
        benchmark: 'cis-kubernetes@1.5',
        given: {
          others: [CONTAINERD],
          files: {
            '/etc/cni/net.d/10-calico.conflist': '{}',
            [`${LEASES}/10.0.0.2`]: 'x',
            [`${LEASES}/lock`]: '',
          },
          modes: {
            '/etc/cni/net.d/10-calico.conflist': '0644',
            [`${LEASES}/10.0.0.2`]: '0644',
            [`${LEASES}/lock`]: '0750',
          },
        },
        status: 'fail',
        reason: [`${LEASES}/lock has mode 750.`],
      },
      {
        name: 'leases 0644 alone, where 0644 is allowed',
        rule: 'files-cni-mode',
        benchmark: 'cis-kubernetes@1.5',
        given: {
          others: [CONTAINERD],
          files: { '/etc/cni/net.d/10-calico.conflist': '{}', [`${LEASES}/10.0.0.2`]: 'x' },
          modes: { '/etc/cni/net.d/10-calico.conflist': '0644', [`${LEASES}/10.0.0.2`]: '0644' },
        },
        status: 'pass',
      },
      {
        name: '0644 in a directory 0700',
        rule: 'files-kubelet-config-mode',
        given: { ...WORKER, modes: { [HABIT]: '0644', '/var/lib/kubelet': '0700' } },
        status: 'fail',
        note: ['/var/lib/kubelet above it is closed to them'],
      },
    ],
  },
  {
    number: 35,
    name: 'Kubeconfigs of the control plane elsewhere',
    truth:
      'The file that the running program names is judged, not the place where kubeadm would have put it.',
    shown: [
      {
        name: "the scheduler's, closed",
        rule: 'files-scheduler-kubeconfig-mode',
        given: {
          'kube-scheduler': scheduler,
          files: { [`${CREDENTIALS}/scheduler.kubeconfig`]: 'x: y' },
        },
        status: 'pass',
      },
      {
        name: "the scheduler's, open",
        rule: 'files-scheduler-kubeconfig-mode',
        given: {
          'kube-scheduler': scheduler,
          files: {
            [`${CREDENTIALS}/scheduler.kubeconfig`]: 'x: y',
            '/etc/kubernetes/scheduler.conf': 'x: y',
          },
          modes: { [`${CREDENTIALS}/scheduler.kubeconfig`]: '0644' },
        },
        status: 'fail',
        reason: [`${CREDENTIALS}/scheduler.kubeconfig`],
      },
      {
        name: "the controller manager's, closed",
        rule: 'files-kcm-kubeconfig-mode',
        given: {
          'kube-controller-manager': controllerManager,
          files: { [`${CREDENTIALS}/controller.kubeconfig`]: 'x: y' },
        },
        status: 'pass',
      },
    ],
  },
];
