import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { containerProcesses } from '../machine/proc/containers.ts';
import type { ClusterFacts } from '../model/cluster.ts';
import { kernelStates } from './kernel-states.ts';

const ID = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const NOW = new Date(0);
const FILES = ['stat', 'status', 'uid_map', 'ns', 'mountinfo'];
const isRoot = process.geteuid?.() === 0;

let proc: string;
let children: ChildProcess[] = [];

/** A procfs that shows real processes, but puts them into cgroups, which takes root and a runtime. Ours is its first. */
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'kubetrue-proc-'));
  symlinkSync('/proc/stat', join(proc, 'stat'));
  symlinkSync('/proc/self', join(proc, '1'));
});

afterEach(() => {
  for (const child of children) child.kill();
  children = [];
  rmSync(proc, { recursive: true });
});

/** Runs a program until the test ends; what it is run with replaces itself by `sleep`. */
async function running(...words: string[]): Promise<number> {
  const [program = '', ...rest] = [...words, 'sh', '-c', 'echo; exec sleep 60'];
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  if (child.pid === undefined) throw new Error(`${program} does not run`);
  await once(child.stdout, 'data');
  return child.pid;
}

/** Shows a process as one of a container; files that are given stand in for its own. */
function contain(pid: number, id = ID, own: Record<string, string> = {}): void {
  const directory = join(proc, String(pid));
  mkdirSync(directory);
  for (const name of FILES.filter((one) => own[one] === undefined))
    symlinkSync(`/proc/${pid}/${name}`, join(directory, name));
  const files = { cgroup: `0::/kubepods/pod1/${id}\n`, ...own };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
}

/** What is seen of containers that the API names. */
function seen(ids: readonly string[] = [ID], containers = containerProcesses(proc)) {
  const here = ids.map((id) => ({ name: 'pod', spec: 0, containers: [{ name: 'main', id }] }));
  const facts = { workloads: [{ here }] } as unknown as ClusterFacts;
  return kernelStates(facts, containers, { now: () => NOW, proc });
}

/** Has the first process that is seen in a cgroup. */
function firstIn(cgroup: string): void {
  rmSync(join(proc, '1'));
  mkdirSync(join(proc, '1'));
  for (const name of FILES) symlinkSync(`/proc/self/${name}`, join(proc, '1', name));
  writeFileSync(join(proc, '1/cgroup'), `0::${cgroup}\n`);
}

describe('the first process that is seen', () => {
  it.each([
    ['is of the machine', '/init.scope', true],
    ['is of the machine where that is a container of somebody else', `/docker/${OTHER}`, true],
    ['is the container itself', `/kubepods/pod1/${ID}`, false],
    ['is the sandbox of its Pod', `/kubepods/pod1/${OTHER}`, false],
  ])('%s', async (_name, cgroup, told) => {
    contain(await running());
    firstIn(cgroup);

    const [observation] = seen();

    expect(Object.hasOwn(observation?.seen ?? {}, 'hostPID')).toBe(told);
    expect(Object.hasOwn(observation?.seen ?? {}, 'nodeCapabilities')).toBe(told);
    expect(observation?.seen).toHaveProperty('capabilities');
  });
});

describe('the kernel shows of a process', () => {
  it('that it has what its parent has', async () => {
    const pid = await running();
    contain(pid);

    const [observation, ...more] = seen();

    expect(more).toEqual([]);
    expect(observation).toMatchObject({ pid, method: 'PROC', answer: { kind: 'read' }, request: 'read' });
    expect(observation?.seen).toMatchObject({
      ...{ container: ID, user: process.geteuid?.(), noNewPrivileges: false },
      ...{ hostPID: true, hostIPC: true, hostNetwork: true },
      capabilities: observation?.seen?.nodeCapabilities,
      startedAt: expect.stringMatching(/^20..-..-..T/),
    });
  });

  it('that it may gain nothing', async () => {
    contain(await running('setpriv', '--no-new-privs'));

    expect(seen()[0]?.seen).toMatchObject({ noNewPrivileges: true });
  });

  it('who it is, whose namespaces it has and what it may have', async () => {
    const rights = isRoot ? ['setpriv', '--bounding-set', '-all,+net_raw,+setuid', '--reuid=4242'] : [];
    const namespaces = isRoot ? [] : ['--user', '--map-user=4242'];
    contain(await running('unshare', ...namespaces, '--ipc', '--net', ...rights));

    const [observation] = seen();

    expect(observation?.seen).toMatchObject({
      user: 4242,
      hostPID: true,
      hostIPC: false,
      hostNetwork: false,
    });
    if (isRoot) expect(observation?.seen).toMatchObject({ capabilities: '0000000000002080' });
  });

  it.each([
    ['writable', '571 570 0:62 / / rw,relatime - overlay overlay rw,lowerdir=/a:/b\n', false],
    ['read-only', '571 570 0:62 / / ro,relatime shared:2 - overlay overlay rw,lowerdir=/a\n', true],
    ['a file system that is', '571 570 0:62 / / rw,relatime - squashfs /dev/loop0 ro\n', true],
    [
      'the later of two',
      '23 1 8:1 / / rw - ext4 /dev/sda1 rw\n571 23 0:62 / / ro - overlay overlay rw\n',
      true,
    ],
    [
      'below it something else',
      '571 570 0:62 / / rw - overlay overlay rw\n572 571 0:63 / /proc/sys ro - proc proc rw\n',
      false,
    ],
  ])('whether its root is read-only: %s', async (_name, mountinfo, expected) => {
    contain(await running(), ID, { mountinfo });

    expect(seen()[0]?.seen?.readOnlyRoot).toBe(expected);
  });
});

it('a container is its oldest process', async () => {
  const first = await running();
  await running();
  const sentIn = await running();
  contain(sentIn);
  contain(first);

  expect(seen().map(({ pid }) => pid)).toEqual([first]);
});

it('each container is looked at by itself', async () => {
  const [one, other] = [await running(), await running()];
  contain(one);
  contain(other, OTHER);

  expect(seen([OTHER, ID]).map(({ pid }) => pid)).toEqual([other, one]);
  expect(seen([OTHER]).map(({ pid }) => pid)).toEqual([other]);
});

it('nothing is said of one that has ended, or whose pid another process has got', async () => {
  contain(await running());
  const before = containerProcesses(proc);
  const [pid = 0] = before.get(ID) ?? [];
  writeFileSync(join(proc, String(pid), 'cgroup'), `0::/kubepods/pod1/${OTHER}\n`);

  expect(seen([ID], before)).toEqual([]);
  children[0]?.kill();
  await once(children[0] as ChildProcess, 'exit');
  expect(seen([OTHER])).toEqual([]);
});

it('what may not be read is left out', async () => {
  const pid = await running();
  contain(pid, ID, { uid_map: '' });
  rmSync(join(proc, String(pid), 'ns'));
  rmSync(join(proc, String(pid), 'mountinfo'));

  const [observation] = seen();

  expect(Object.keys(observation?.seen ?? {}).sort()).toEqual(
    ['capabilities', 'container', 'noNewPrivileges', 'nodeCapabilities', 'seccomp', 'startedAt'].sort(),
  );
});

it('where no container can be seen, that is said', () => {
  expect(seen()).toMatchObject([
    { answer: { kind: 'not-attempted', reason: 'no process of a container can be seen from here' } },
  ]);
});
