import { describe, expect, it } from 'vitest';
import { collectTest } from '../../../test/support/collect/component.ts';
import {
  type CapturedProcess,
  capturedProcess,
  type Planted,
  plantTree,
} from '../../../test/support/collect/tree.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { versionOfImage, versionOfPackage, versionOfPath } from './normalise.ts';

describe('versions in names', () => {
  it.each([
    ['registry.k8s.io/etcd:3.5.21-0', '3.5.21'],
    ['registry.k8s.io/kube-apiserver:v1.34.1', '1.34.1'],
    ['host:5000/etcd:v3.5', '3.5'],
    ['etcd:3.6.5@sha256:0123', '3.6.5'],
    ['rancher/hardened-etcd:v3.5.9-k3s1-build20240418', '3.5.9'],
    ['etcd:latest', null],
    ['host:5000/etcd', null],
    ['etcd@sha256:0123', null],
    ['sha256:0123', null],
    ['etcd:1.2.3.4', null],
    ['etcd:20240101', null],
  ])('image %s', (reference, version) => {
    const found = versionOfImage(reference);

    expect(found).toBe(version);
  });

  it.each([
    ['3.4.23-4+b4', '3.4.23'],
    ['1:3.5.16+dfsg-1', '3.5.16'],
  ])('package %s', (text, version) => {
    const found = versionOfPackage(text);

    expect(found).toBe(version);
  });

  it.each([
    ['/opt/etcd-v3.5.21-linux-amd64/etcd', '3.5.21'],
    ['/opt/etcd/3.6.5/etcd', '3.6.5'],
    ['/nix/store/abc-etcd-3.5.9/bin/etcd', '3.5.9'],
    ['/opt/v3.5.1/bin/etcd', '3.5.1'],
    ['/usr/local/bin/etcd-v3.5.9', '3.5.9'],
    ['/usr/bin/etcd', null],
    ['/opt/go1.26.1/bin/etcd', null],
    ['/opt/netcd-1.2.3/bin/etcd', null],
    ['/snap/etcd/230/etcd', null],
  ])('path %s', (path, version) => {
    const found = versionOfPath(path, 'etcd');

    expect(found).toBe(version);
  });

  it.each([
    ['/opt/kubernetes-v1.34.1/kube-scheduler', '1.34.1'],
    ['/opt/kubernetes-1.31.0/bin/kube-scheduler', '1.31.0'],
    ['/opt/kubernetes/kube-scheduler', null],
    ['/opt/etcd-v3.5.9/kube-scheduler', null],
  ])('tell the release of Kubernetes that %s is of', (path, version) => {
    const found = versionOfPath(path, 'kube-scheduler');

    expect(found).toBe(version);
  });
});

const ID = 'ab'.repeat(32);
const BUNDLE = `run/containerd/io.containerd.runtime.v2.task/k8s.io/${ID}/config.json`;
const IN_CONTAINER = {
  argv: ['etcd', '--name=a'],
  executable: '/usr/bin/etcd',
  root: '/',
  cgroup: `0::/kubepods/${ID}\n`,
};

function manifest(image: string, ...words: string[]): string {
  const container = { name: 'x', image, command: words.slice(0, 1), args: words.slice(1) };
  return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [container] } });
}

function dpkg(version: string, status = 'install ok installed'): string {
  const other = `Package: etcd-server-extra\nStatus: install ok installed\nVersion: 9.9.9\n`;
  return `${other}\nPackage: etcd-server\nStatus: ${status}\nVersion: ${version}\n`;
}

async function versionOf(
  process: CapturedProcess,
  files: Record<string, Planted>,
): Promise<ProcessFacts['version'] | undefined> {
  const snapshot = await collectTest(plantTree({ ...capturedProcess(7, process), ...files }));
  return snapshot.processes[0]?.version;
}

describe('the version of a process', () => {
  const manifests = {
    'etc/kubernetes/manifests/etcd.yaml': manifest('etcd:3.5.1', 'etcd', '--name=a'),
    'etc/kubernetes/manifests/events.yaml': manifest('etcd:3.6.2', 'etcd', '--name=events'),
    'etc/kubernetes/manifests/backup.yaml': manifest('backup:9.9.9', 'sh', 'etcd', '--name=a'),
    'etc/kubernetes/manifests/broken.yaml': '{',
    'var/lib/dpkg/status': dpkg('3.4.23-4+b4'),
  };
  const bundle = (image: string) =>
    JSON.stringify({ annotations: { 'io.kubernetes.cri.image-name': image } });

  it('comes from the image that its container was started from', async () => {
    const version = await versionOf(IN_CONTAINER, {
      ...manifests,
      [BUNDLE]: bundle('registry.k8s.io/etcd:3.5.21-0'),
    });

    expect(version).toEqual({
      state: 'present',
      value: '3.5.21',
      origin: { kind: 'filesystem', path: `/${BUNDLE}` },
    });
  });

  it('else from the manifest with the same arguments', async () => {
    const version = await versionOf(IN_CONTAINER, { ...manifests, [BUNDLE]: bundle('etcd:latest') });

    expect(version).toMatchObject({
      value: '3.5.1',
      origin: { path: '/etc/kubernetes/manifests/etcd.yaml' },
    });
  });

  it('else, where no manifest is the one, from the package whose program runs', async () => {
    const version = await versionOf({ ...IN_CONTAINER, argv: ['etcd', '--name=other'] }, manifests);

    expect(version).toMatchObject({ value: '3.4.23', origin: { path: '/var/lib/dpkg/status' } });
  });

  it.each([
    ['was replaced on disk', { ...IN_CONTAINER, executable: '/usr/bin/etcd (deleted)' }, dpkg('3.4.23')],
    ['is another file', { ...IN_CONTAINER, executable: '/usr/local/bin/etcd' }, dpkg('3.4.23')],
    ['belongs to a package that was removed', IN_CONTAINER, dpkg('3.4.23', 'deinstall ok config-files')],
  ])('is not that of the package when the program %s', async (_name, process, status) => {
    const version = await versionOf(process, { 'var/lib/dpkg/status': status });

    expect(version).toMatchObject({
      state: 'absent',
      lookedAt: expect.arrayContaining([{ kind: 'filesystem', path: '/var/lib/dpkg/status' }]),
    });
  });
});

describe('the environment of a process', () => {
  it("is that of its container's bundle where its own cannot be read", async () => {
    const config = { process: { env: ['ETCD_NAME=a', 'ETCD_TOKEN=hush', 'OTHER=x'] } };

    const snapshot = await collectTest(
      plantTree({ ...capturedProcess(7, IN_CONTAINER), [BUNDLE]: JSON.stringify(config) }),
    );

    expect(snapshot.processes[0]?.environment).toEqual({
      state: 'present',
      value: { ETCD_NAME: 'a', ETCD_TOKEN: '(redacted)' },
      origin: { kind: 'filesystem', path: `/${BUNDLE}` },
    });
  });

  it('is unknown without either', async () => {
    const snapshot = await collectTest(plantTree(capturedProcess(7, IN_CONTAINER)));

    expect(snapshot.processes[0]?.environment).toMatchObject({
      state: 'unreadable',
      reason: 'not part of the capture',
    });
  });
});

describe('the node', () => {
  const server = capturedProcess(8, {
    argv: ['kube-apiserver'],
    executable: '/usr/local/bin/kube-apiserver',
  });
  const kubelet = capturedProcess(9, { argv: ['kubelet'], executable: '/opt/kubelet-v1.33.2/kubelet' });

  it('is a control plane of kubeadm with the version of its API server', async () => {
    const root = plantTree({
      ...server,
      ...kubelet,
      ...capturedProcess(7, { argv: ['etcd'], executable: '/usr/bin/etcd' }),
      'etc/kubernetes/manifests/kube-apiserver.yaml': manifest(
        'registry.k8s.io/kube-apiserver:v1.34.1',
        'kube-apiserver',
      ),
      'etc/kubernetes/admin.conf': '',
      'proc/sys/kernel/hostname': 'cp-1\n',
      'etc/hostname': 'other\n',
    });

    const { node } = await collectTest(root);

    expect(node).toMatchObject({
      name: 'cp-1',
      distribution: 'kubeadm',
      roles: ['control-plane', 'etcd'],
      kubernetes: { value: 'v1.34.1' },
    });
  });

  it('takes the version of manifests where no process shows one', async () => {
    const root = plantTree({
      ...server,
      'etc/kubernetes/manifests/a.yaml': manifest('kube-apiserver:v1.34.1', 'kube-apiserver'),
    });

    const { node } = await collectTest(root);

    expect(node.kubernetes).toMatchObject({ value: 'v1.34.1' });
  });

  it.each([
    ['k3s', '/var/lib/rancher/k3s/data/abc/bin/k3s', ['k3s server']],
    ['rke2', '/var/lib/rancher/rke2/bin/containerd', ['containerd']],
    ['microk8s', '/snap/microk8s/1/kubelite', ['kubelite']],
    ['k0s', '/usr/local/bin/k0s', ['k0s', 'controller']],
    ['unknown', '/usr/bin/containerd', ['containerd']],
  ])('is recognised as %s', async (distribution, executable, argv) => {
    const snapshot = await collectTest(plantTree(capturedProcess(5, { argv, executable })));

    expect(snapshot.node.distribution).toBe(distribution);
  });

  it('is a worker without an API server', async () => {
    const { node } = await collectTest(plantTree(kubelet));

    expect(node.roles).toEqual(['worker']);
  });
});
