import { describe, expect, it } from 'vitest';
import { parseBootTime, parseContainer, parseStat, parseStrings, parseUid, startTime } from './parse.ts';

const ID = 'ab'.repeat(32);
const OUTER = 'cd'.repeat(32);

describe('process files', () => {
  it('finds the start time behind a command with parentheses and spaces', () => {
    const stat = parseStat(Buffer.from(`7 (a) b (c) R 3 ${'1 '.repeat(15)}12 1 4242 9`));

    expect(stat).toEqual({ state: 'R', startTicks: 4242, parent: 3, threads: 12 });
  });

  it('does not make a start time of a truncated file', () => {
    const stat = parseStat(Buffer.from('7 (a) R 1 1'));

    expect(stat).toBeNull();
  });

  it('adds ticks of a hundredth of a second to the boot time', () => {
    const boot = parseBootTime(Buffer.from('cpu 1 2\nbtime 1790000000\nprocesses 5\n'));

    const started = startTime(boot ?? 0, 12_345);

    expect(started).toBe('2026-09-21T14:15:23.450Z');
  });

  it.each([
    ['nothing', '', []],
    ['a final terminator', 'a\0b\0', ['a', 'b']],
    ['no final terminator', 'a\0b', ['a', 'b']],
    ['empty arguments', 'a\0\0b\0\0', ['a', '', 'b', '']],
    ['one empty argument', '\0', ['']],
  ])('splits strings with %s', (_name, content, words) => {
    const parsed = parseStrings(Buffer.from(content));

    expect(parsed).toEqual(words);
  });

  it('takes the effective user', () => {
    const uid = parseUid(Buffer.from('Name:\tetcd\nUid:\t1000\t998\t0\t0\nGid:\t0\t0\t0\t0\n'));

    expect(uid).toBe(998);
  });
});

describe('container ids', () => {
  it.each([
    ['containerd, cgroupfs', `11:pids:/kubepods/burstable/pod1-2/${ID}\n`],
    ['containerd, systemd', `0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-${ID}.scope\n`],
    ['CRI-O', `0::/kubepods.slice/crio-${ID}.scope\n`],
    ['CRI-O with a child group', `0::/kubepods.slice/crio-${ID}.scope/container\n`],
    ['Docker', `4:memory:/docker/${ID}\n`],
    ['Docker, systemd', `0::/system.slice/docker-${ID}.scope\n`],
    ['a container in a container', `0::/docker/${OUTER}/kubelet/kubepods/pod1/${ID}\n`],
    ['Docker by way of cri-dockerd, cgroupfs', `8:pids:/kubepods/besteffort/pod1-2/${ID}\n`],
    [
      'Docker by way of cri-dockerd, systemd',
      `0::/kubepods.slice/kubepods-besteffort-pod1_2.slice/docker-${ID}.scope\n`,
    ],
    ['CRI-O, cgroupfs', `8:pids:/kubepods/burstable/pod1-2/crio-${ID}\n`],
    [
      'a runtime that is not told of systemd',
      `0::/system.slice/containerd.service/kubepods-pod1_2.slice:cri-containerd:${ID}\n`,
    ],
    [
      'systemd in the container',
      `0::/kubepods.slice/kubepods-pod1_2.slice/cri-containerd-${ID}.scope/init.scope\n`,
    ],
    [
      'a namespace of cgroups beside it',
      `0::/../../kubepods.slice/kubepods-pod1_2.slice/cri-containerd-${ID}.scope\n`,
    ],
    ['a later hierarchy', `2:cpu:/\n1:name=systemd:/kubepods/pod1/${ID}\n`],
  ])('finds that of %s', (_name, cgroup) => {
    const container = parseContainer(Buffer.from(cgroup));

    expect(container).toBe(ID);
  });

  it.each([
    ['a service', '0::/system.slice/etcd.service\n'],
    ['the root', '0::/\n'],
    ["CRI-O's monitor", `0::/kubepods.slice/crio-conmon-${ID}.scope\n`],
  ])('finds none for %s', (_name, cgroup) => {
    const container = parseContainer(Buffer.from(cgroup));

    expect(container).toBeNull();
  });
});
