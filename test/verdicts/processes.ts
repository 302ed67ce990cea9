import { expect } from 'vitest';
import { reportOf } from './judge.ts';
import { k3sEtcdOnly } from './k3s-node.ts';
import type { NamedVerdict } from './named-verdict.ts';
import { kubeletConfig } from './texts.ts';

const HABIT = '/var/lib/kubelet/config.yaml';
const KUBELET = {
  argv: ['--kubeconfig=/etc/kubernetes/kubelet.conf', `--config=${HABIT}`],
};

const CALICO = { executable: '/usr/bin/kube-controllers', argv: ['/usr/bin/kube-controllers'] };

const CONTROL_PLANE = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'];

/** Which process is the component. */
export const PROCESSES: readonly NamedVerdict[] = [
  {
    number: 28,
    name: 'The kubelet beside an API server',
    truth: "Flags of the API server are none of the kubelet's, though its command line speaks of kubelets.",
    shown: [
      {
        name: 'only the API server has a client CA',
        rule: 'kubelet-client-ca',
        given: {
          'kube-apiserver': { from: 'kubeadm' },
          kubelet: KUBELET,
          files: { [HABIT]: kubeletConfig() },
        },
        status: ['fail'],
      },
    ],
  },
  {
    number: 29,
    name: 'A command line that speaks of etcd',
    truth: 'A program that is given certificates and the word etcd is no etcd.',
    shown: [
      {
        name: 'a backup beside a plain etcd',
        rule: 'etcd-server-cert',
        given: {
          etcd: {
            from: 'nothing',
            argv: [
              '--listen-client-urls=http://10.0.0.1:2379',
              '--advertise-client-urls=http://10.0.0.1:2379',
            ],
          },
          others: [
            {
              executable: '/usr/local/bin/backup',
              argv: ['backup', 'etcd', '--cert-file=/etc/b.crt', '--key-file=/etc/b.key'],
            },
          ],
        },
        status: ['fail'],
      },
    ],
  },
  {
    number: 30,
    name: 'Programs whose names begin alike',
    truth:
      "Calico's kube-controllers is not kube-controller-manager, though the kernel shortens both names to the same.",
    shown: [
      {
        name: 'beside the controller manager',
        rule: 'kube-controller-manager-profiling',
        given: {
          'kube-controller-manager': { from: 'kubeadm', argv: ['--profiling=false'] },
          others: [CALICO],
        },
        status: ['pass'],
      },
      {
        name: 'on a worker',
        rule: 'kube-controller-manager-profiling',
        given: { kubelet: KUBELET, others: [CALICO] },
        status: 'not-applicable',
      },
    ],
  },
  {
    number: 31,
    name: 'A node of another role',
    truth:
      'A node is judged by what runs on it: rules on the control plane do not apply to a worker, and the kubelet is judged by itself.',
    shown: [
      {
        name: 'the kubelet of a K3s that runs etcd only',
        rule: 'kubelet-anonymous-auth',
        ...k3sEtcdOnly(),
        status: 'pass',
      },
      {
        name: 'no API server in a K3s that runs etcd only',
        rule: 'kube-apiserver-anonymous-auth',
        ...k3sEtcdOnly(),
        status: 'not-applicable',
      },
      {
        name: 'the control plane on a worker',
        heldIn: 'the whole report',
        shows: async () => {
          const { findings } = await reportOf({ kubelet: KUBELET, files: { [HABIT]: kubeletConfig() } });

          const others = findings.filter(({ target }) => CONTROL_PLANE.includes(target.component));
          expect(others.length).toBeGreaterThan(40);
          expect(others.filter(({ status }) => status !== 'not-applicable')).toEqual([]);
        },
      },
    ],
  },
];
