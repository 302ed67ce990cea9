import { describe, expect, it } from 'vitest';
import { parseMountinfo, translate } from './mountinfo.ts';

const HOST = parseMountinfo(
  Buffer.from(`22 1 8:1 / / rw - ext4 /dev/sda1 rw
30 22 0:25 / /run rw - tmpfs tmpfs rw
31 30 0:77 / /run/containerd/rootfs rw - overlay overlay rw
40 22 8:2 /@data /srv rw - btrfs /dev/sda2 rw
41 22 8:3 / /mnt/with\\040space rw - ext4 /dev/sda3 rw
42 22 0:30 / /var/hidden rw - tmpfs tmpfs rw
`),
);
const CONTAINER = parseMountinfo(
  Buffer.from(`100 90 0:77 / / rw - overlay overlay rw
101 100 8:1 /etc/kubernetes/pki/etcd /etc/kubernetes/pki/etcd rw - ext4 /dev/sda1 rw
102 100 8:2 /@data/etcd /var/lib/etcd rw - btrfs /dev/sda2 rw
103 100 0:99 / /tmp rw - tmpfs tmpfs rw
104 100 8:3 /deep /spaced rw - ext4 /dev/sda3 rw
105 100 8:1 /var/hidden/x /shadowed rw - ext4 /dev/sda1 rw
106 100 8:1 /etc/one-file /etc/file rw - ext4 /dev/sda1 rw
`),
);

describe('paths in a container', () => {
  it.each([
    ['its own root', '/usr/bin/etcd', '/run/containerd/rootfs/usr/bin/etcd'],
    ['the root itself', '/', '/run/containerd/rootfs'],
    ['a bind mount', '/etc/kubernetes/pki/etcd/ca.crt', '/etc/kubernetes/pki/etcd/ca.crt'],
    ['a mount point', '/var/lib/etcd', '/srv/etcd'],
    ['a subvolume', '/var/lib/etcd/member', '/srv/etcd/member'],
    ['a file that is mounted by itself', '/etc/file', '/etc/one-file'],
    ['a mount point with a space', '/spaced/x', '/mnt/with space/deep/x'],
    [
      'a neighbour with the same beginning',
      '/etc/kubernetes/pki/etcd2',
      '/run/containerd/rootfs/etc/kubernetes/pki/etcd2',
    ],
  ])('are translated for %s', (_name, path, hostPath) => {
    const translated = translate(path, CONTAINER, HOST);

    expect(translated).toBe(hostPath);
  });

  it.each([
    ['a file system that the host has not mounted', '/tmp/x'],
    ['what the host has mounted something over', '/shadowed/y'],
  ])('have no host path in %s', (_name, path) => {
    const translated = translate(path, CONTAINER, HOST);

    expect(translated).toBeNull();
  });

  it('take the last of several mounts at one place', () => {
    const over = parseMountinfo(Buffer.from('1 0 8:1 / / rw\n2 1 8:2 /@data /data rw\n3 1 8:3 / /data rw\n'));

    const translated = translate('/data/x', over, HOST);

    expect(translated).toBe('/mnt/with space/x');
  });
});
