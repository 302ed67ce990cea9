import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { type Node, upNode } from './node.ts';
import { cgroupName, directoryOf } from './node-state.ts';

const STATIC_PODS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];
const DROP_IN = '/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf';

describe('a control plane and a worker made by kubeadm', () => {
  const before = machine();
  let controlPlane: Node;
  let worker: Node;

  beforeAll(async () => {
    controlPlane = await upNode();
    worker = await upNode({ join: controlPlane });
  });

  afterAll(async () => {
    await worker?.down();
    await controlPlane?.down();
  });

  it('leave the machine itself as it was', () => {
    expect(machine()).toEqual(before);
  });

  it.each([...STATIC_PODS, 'kubelet', 'kube-proxy', 'containerd'])(
    'run one %s on the control plane',
    (name) => {
      const { pid, inside, argv } = controlPlane.process(name);

      expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)).toEqual(argv);
      expect(readFileSync(controlPlane.outside(`/proc/${inside}/comm`), 'utf8')).toContain(name.slice(0, 15));
    },
  );

  it('run what a worker runs on the worker', () => {
    const names = new Set(worker.processes().map(({ name }) => name));

    expect([...names]).toEqual(expect.arrayContaining(['kubelet', 'kube-proxy', 'containerd']));
    expect([...names].filter((name) => STATIC_PODS.includes(name))).toEqual([]);
  });

  it.each([
    ['controlPlane', 'cp1', 'v1.34.1'],
    ['worker', 'worker1', 'v1.34.1'],
  ])('have the %s ready as %s', async (_which, hostname, version) => {
    const format =
      '-o=jsonpath={.status.nodeInfo.kubeletVersion} {.status.conditions[?(@.type=="Ready")].status}';

    const told = await controlPlane.must(['kubectl', 'get', 'node', hostname, format]);

    expect(told).toBe(`${version} True`);
  });

  it('reach services, on both', async () => {
    const argv = ['kubectl', '--server=https://10.96.0.1', 'get', '--raw=/readyz'];

    expect(await controlPlane.must(argv)).toBe('ok');
    expect(await worker.must(argv)).toBe('ok');
  });

  it('are seen by kubetrue inside, and nothing of the machine is', async () => {
    const { code, stdout } = await controlPlane.kubetrue(['snapshot']);

    expect(code).toBe(0);
    const snapshot: Snapshot = JSON.parse(stdout);
    expect(snapshot.node.name).toBe('cp1');
    const inside = new Map(snapshot.processes.map(({ pid, component }) => [component, pid]));
    expect(inside.get('etcd')).toBe(controlPlane.process('etcd').inside);
    expect(inside.get('kube-apiserver')).toBe(controlPlane.process('kube-apiserver').inside);
    expect(stdout).not.toContain(directoryOf(controlPlane.id));
  });

  it('run a static Pod anew when its manifest is changed', async () => {
    const flag = '--profiling=false';

    const old = controlPlane.editManifest('kube-scheduler', (text) =>
      text.replace('    - --leader-elect=true\n', `    - --leader-elect=true\n    - ${flag}\n`),
    );
    const { argv } = await controlPlane.waitForNewProcess('kube-scheduler', old);
    await controlPlane.waitUntilReady();

    expect(argv).toContain(flag);
    expect(existsSync(`/proc/${old}`)).toBe(false);
  });

  it('start the kubelet as its drop-in says', async () => {
    const file = worker.outside(DROP_IN);
    writeFileSync(file, readFileSync(file, 'utf8').replace('CONFIG_ARGS=', 'CONFIG_ARGS=--v=3 '));

    const { argv } = await worker.waitForNewProcess('kubelet', worker.restartKubelet());
    await worker.waitUntilReady();

    expect(argv).toContain('--v=3');
    expect(existsSync(DROP_IN)).toBe(false);
  });
});

describe('a node that is taken down', () => {
  it('leaves nothing', async () => {
    const before = machine();
    const node = await upNode({ version: '1.31.0' });
    const pids = node.processes().map(({ pid }) => pid);
    expect(pids.length).toBeGreaterThan(10);
    expect(cgroupsOf(node.id)).not.toEqual([]);

    await node.down();

    expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    expect(cgroupsOf(node.id)).toEqual([]);
    expect(existsSync(directoryOf(node.id))).toBe(false);
    expect(machine()).toEqual(before);
  });
});

/** What a node must not change. */
function machine() {
  const places = [
    '/etc/kubernetes',
    '/etc/cni',
    '/var/lib/kubelet',
    '/var/lib/etcd',
    '/var/log/pods',
    '/run/containerd',
  ];
  const keys = ['vm/overcommit_memory', 'kernel/panic', 'kernel/panic_on_oops', 'net/ipv4/ip_forward'];
  return {
    places: places.filter((place) => existsSync(place)),
    sysctls: keys.map((key) => readFileSync(`/proc/sys/${key}`, 'utf8')),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8'),
    network: readdirSync('/sys/class/net'),
    hostname: readFileSync('/proc/sys/kernel/hostname', 'utf8'),
  };
}

function cgroupsOf(id: string): string[] {
  const all = readdirSync('/sys/fs/cgroup', { recursive: true, encoding: 'utf8' });
  return all.filter((path) => path.endsWith(`/${cgroupName(id)}`));
}
