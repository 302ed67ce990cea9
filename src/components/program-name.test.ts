import { expect, it } from 'vitest';
import { isNamed } from './program-name.ts';

it.each([
  'kubelet',
  'kubelet.real',
  'kubelet-1.34.1',
  'kubelet-v1.34.1+k3s1',
  'kubelet_1.34.1-rc.0',
  'kubelet-1.34.1-gke.100',
  'kubelet-1.34.1-eks-113cf36',
  'kubelet-linux-amd64',
  'kubelet-v1.34.1-linux-arm64',
  'kubelet1.34',
  '.kubelet-wrapped',
])('%s is a kubelet', (file) => {
  expect(isNamed(file, 'kubelet')).toBe(true);
});

it.each([
  '',
  'kubele',
  'kubelets',
  'kubelet-csr-approver',
  'kubelet_exporter',
  'kubelet.yaml',
  'kubelet.service',
  'kubelet-1.34-exporter',
  'my-kubelet',
  'microk8s.kubelet',
  'Kubelet',
  'kubelet.',
])('%s is none', (file) => {
  expect(isNamed(file, 'kubelet')).toBe(false);
});

it.each(['etcdctl', 'etcd3-backup', 'etcd-operator', 'etcdutl-3.5'])('%s is no etcd', (file) => {
  expect(isNamed(file, 'etcd')).toBe(false);
});
