import { expect, it } from 'vitest';
import { collectTest } from '../../../test/support/collect/component.ts';
import {
  type CapturedProcess,
  capturedProcess,
  type Planted,
  plantTree,
} from '../../../test/support/collect/tree.ts';

const K3S_SERVER = {
  argv: ['/usr/local/bin/k3s server'],
  executable: '/var/lib/rancher/k3s/data/ab/bin/k3s',
};

const pod = (program: string) =>
  `spec: { containers: [{ name: x, image: 'x:1', command: [${program}, --flag] }] }`;

it.each<[string, CapturedProcess | null, Record<string, Planted>, string[]]>([
  [
    'an API server',
    { argv: ['kube-apiserver'], executable: '/usr/local/bin/kube-apiserver' },
    {},
    ['control-plane'],
  ],
  ['a kubelet alone', { argv: ['kubelet'], executable: '/usr/bin/kubelet' }, {}, ['worker']],
  ['an etcd alone', { argv: ['etcd'], executable: '/usr/bin/etcd' }, {}, ['etcd']],
  [
    'static Pods whose processes are down',
    { argv: ['kubelet'], executable: '/usr/bin/kubelet' },
    {
      'etc/kubernetes/manifests/kube-apiserver.yaml': pod('kube-apiserver'),
      'etc/kubernetes/manifests/etcd.yaml': pod('/usr/local/bin/etcd'),
    },
    ['control-plane', 'etcd'],
  ],
  ['a K3s server with another store', K3S_SERVER, {}, ['control-plane']],
  [
    'a K3s server with its own etcd',
    K3S_SERVER,
    { 'var/lib/rancher/k3s/server/db/etcd/member/wal/0.wal': '' },
    ['control-plane', 'etcd'],
  ],
  [
    'a K3s agent beside the etcd files of a former server',
    { argv: ['/usr/local/bin/k3s agent'], executable: '/usr/local/bin/k3s' },
    { 'var/lib/rancher/k3s/server/db/etcd/member/wal/0.wal': '' },
    ['worker'],
  ],
  ['an RKE2 server', { argv: ['/usr/bin/rke2 server'], executable: '/usr/bin/rke2' }, {}, ['control-plane']],
  ['an RKE2 agent', { argv: ['/usr/bin/rke2 agent'], executable: '/usr/bin/rke2' }, {}, ['worker']],
  [
    'a k0s controller',
    { argv: ['k0s', 'controller', '--single'], executable: '/usr/local/bin/k0s' },
    {},
    ['control-plane'],
  ],
  ['a k0s worker', { argv: ['k0s', 'worker'], executable: '/usr/local/bin/k0s' }, {}, ['worker']],
  ['MicroK8s', { argv: ['kubelite'], executable: '/snap/microk8s/1/kubelite' }, {}, ['control-plane']],
  [
    'a worker of MicroK8s',
    { argv: ['kubelite', '--start-control-plane=false'], executable: '/snap/microk8s/1/kubelite' },
    {},
    ['worker'],
  ],
  ['the tool of K3s', { argv: ['k3s', 'kubectl'], executable: '/usr/local/bin/k3s' }, {}, []],
  ['no Kubernetes', { argv: ['sshd'], executable: '/usr/sbin/sshd' }, {}, []],
])('%s', async (_name, process, files, roles) => {
  const captured = process === null ? {} : capturedProcess(7, process);

  const { node } = await collectTest(plantTree({ ...captured, ...files }));

  expect(node.roles).toEqual(roles);
});
