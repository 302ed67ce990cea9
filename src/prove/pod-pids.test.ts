import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pidsHierarchy, podPids } from './pod-pids.ts';

const ID = 'ab'.repeat(32);
const UID = '0f1e2d3c-0000-4000-8000-123456789abc';
const SLICE = `kubepods-burstable-pod${UID.replaceAll('-', '_')}.slice`;

const V1 = '39 31 0:36 / /sys/fs/cgroup/pids rw,relatime shared:9 - cgroup cgroup rw,pids\n';
const CPU = '32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu\n';
const HYBRID = '41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n';
const V2 = '29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n';
const HIDDEN = '30 23 0:36 /.. /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids\n';
const NESTED = '39 31 0:36 /docker/outer /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids\n';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'kubetrue-pids-'));
});

afterAll(() => rmSync(root, { recursive: true }));

function limit(cgroup: string, value: string): void {
  mkdirSync(join(root, cgroup), { recursive: true });
  writeFileSync(join(root, cgroup, 'pids.max'), value);
}

describe('the limit of processes of a Pod', () => {
  it.each([
    [
      'cgroupfs, version 1',
      CPU + V1,
      `/sys/fs/cgroup/pids/kubepods/burstable/pod${UID}`,
      `8:pids:/kubepods/burstable/pod${UID}/${ID}`,
    ],
    ['cgroupfs, version 2', V2, `/sys/fs/cgroup/kubepods/pod${UID}`, `0::/kubepods/pod${UID}/${ID}`],
    [
      'systemd',
      V2,
      `/sys/fs/cgroup/kubepods.slice/${SLICE}`,
      `0::/kubepods.slice/${SLICE}/cri-containerd-${ID}.scope`,
    ],
    [
      'systemd in the container',
      V2,
      `/sys/fs/cgroup/kubepods.slice/${SLICE}`,
      `0::/kubepods.slice/${SLICE}/crio-${ID}.scope/init.scope`,
    ],
    [
      'both versions',
      HYBRID + V1,
      `/sys/fs/cgroup/pids/kubepods/pod${UID}`,
      `8:pids:/kubepods/pod${UID}/${ID}\n0::/kubepods/pod${UID}/${ID}`,
    ],
    [
      'several controllers of one hierarchy',
      V1,
      `/sys/fs/cgroup/pids/kubepods/pod${UID}`,
      `8:pids,rdma:/kubepods/pod${UID}/${ID}`,
    ],
    [
      'a mount over another one',
      HIDDEN + V1,
      `/sys/fs/cgroup/pids/kubepods/pod${UID}`,
      `8:pids:/kubepods/pod${UID}/${ID}`,
    ],
    [
      'a node in a container',
      NESTED,
      `/sys/fs/cgroup/pids/kubepods/pod${UID}`,
      `8:pids:/docker/outer/kubepods/pod${UID}/${ID}`,
    ],
    [
      'a static Pod',
      V1,
      '/sys/fs/cgroup/pids/kubepods/pod0123456789abcdef0123456789abcdef',
      `8:pids:/kubepods/pod0123456789abcdef0123456789abcdef/${ID}`,
    ],
  ])('is found by %s', (_name, mounts, directory, cgroup) => {
    limit(directory, '1024\n');

    expect(podPids(pidsHierarchy(mounts, root), `${cgroup}\n`, ID)).toBe('1024');
  });

  it.each([
    ['nothing that counts processes is mounted', CPU, `8:pids:/kubepods/pod${UID}/${ID}`],
    ['the process is not counted', V1, `1:name=systemd:/kubepods/pod${UID}/${ID}`],
    ['the container is in no Pod', V1, `8:pids:/docker/${ID}`],
    ['the cgroup is not below what is mounted', NESTED, `8:pids:/kubepods/pod${UID}/${ID}`],
    ['only the way up from ours is told', V2, `0::/../../kubepods/pod${UID}/${ID}`],
    ['the cgroup is gone', V1, `8:pids:/kubepods/podffffffff-0000-4000-8000-123456789abc/${ID}`],
  ])('is not known where %s', (_name, mounts, cgroup) => {
    expect(podPids(pidsHierarchy(mounts, root), `${cgroup}\n`, ID)).toBeNull();
  });
});
