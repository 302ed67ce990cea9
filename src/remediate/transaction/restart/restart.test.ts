import { describe, expect, it } from 'vitest';
import { restarterOf } from './index.ts';
import { namedPrograms } from './named.ts';
import { SERVICES, unitIn } from './services.ts';

describe('the unit of a service', () => {
  it.each<[string, string, string | null]>([
    ['kubelet', '0::/system.slice/kubelet.service\n', 'kubelet.service'],
    ['kubelet', '0::/system.slice/snap.kubelet-eks.daemon.service/x\n', 'snap.kubelet-eks.daemon.service'],
    ['kubelet', '0::/user.slice/user-0.slice/user@0.service/app.slice\n', null],
    ['kubelet', '0::/system.slice/containerd.service/kubepods/pod1\n', null],
    ['kubelet', '0::/\n', 'kubelet.service'],
    ['kubelet', '0::/system.slice/k0scontroller.service/runtime\n', null],
    ['k3s', '0::/\n', null],
    ['k3s', '0::/system.slice/k3s.service\n', 'k3s.service'],
    [
      'k3s',
      '12:pids:/system.slice/k3s-agent.service\n1:name=systemd:/system.slice/k3s-agent.service\n',
      'k3s-agent.service',
    ],
    ['k3s', '0::/system.slice/k3s-backup.service.d.service\n', 'k3s-backup.service.d.service'],
    ['k3s', '0::/system.slice/other-k3s.service\n', null],
    ['rke2', '0::/system.slice/rke2-server.service\n', 'rke2-server.service'],
    ['rke2', '0::/system.slice/rke2.service\n', null],
    [
      'kubelite',
      '0::/system.slice/snap.microk8s.daemon-kubelite.service\n',
      'snap.microk8s.daemon-kubelite.service',
    ],
    ['kube-apiserver', '0::/system.slice/kube-apiserver.service\n', 'kube-apiserver.service'],
    ['kube-apiserver', '0::/system.slice/kubelet.service\n', null],
    ['etcd', '0::/system.slice/etcd.service\n', 'etcd.service'],
    ['etcd', '0::/system.slice/docker.service\n', null],
  ])('%s in %j is %s', (name, cgroup, unit) => {
    const service = SERVICES[name];
    if (service === undefined) throw new Error(name);

    expect(unitIn(cgroup, service)).toBe(unit);
  });
});

describe('a program in the place of systemctl', () => {
  it.each([
    ['by the name of its service', ['k3s=/bin/true'], {}, ['k3s', '/bin/true']],
    ['by its unit', ['k3s-agent.service=/bin/true'], {}, ['k3s-agent.service', '/bin/true']],
    ['by an option of its own', [], { etcd: '/bin/true' }, ['etcd', '/bin/true']],
  ])('is known %s', (_, pairs, own, entry) => {
    expect([...namedPrograms(pairs, own)]).toEqual([entry]);
  });

  it.each([
    ['of no service', ['sshd=/bin/true'], /does not name a service/],
    ['without a name', ['/bin/true'], /does not name a service/],
    ['of no program', ['k3s='], /not absolute/],
    ['by half a path', ['k3s=bin/true'], /not absolute/],
    ['that is not there', ['k3s=/no/such/program'], /ENOENT/],
    ['that nobody may run', ['k3s=/etc/passwd'], /EACCES/],
  ])('is refused: one %s', (_, pairs, message) => {
    expect(() => namedPrograms(pairs, {})).toThrow(message);
  });

  it('is run, and its failure told', async () => {
    const named = new Map([
      ['kubelet', '/bin/true'],
      ['k3s', '/bin/false'],
    ]);
    const { find, restart } = restarterOf(named);

    expect(find('kubelet')).toBe('kubelet');
    await expect(restart('kubelet', true)).resolves.toBeUndefined();
    await expect(restart('k3s', false)).rejects.toThrow('/bin/false ended with exit code 1');
  });

  it('is that of who goes on with a change, not of who began it', async () => {
    const { restart } = restarterOf(new Map([['kubelet', '/bin/true']]));

    await expect(restart('kubelet.service', true)).resolves.toBeUndefined();
  });

  it('is asked for where no systemd runs', () => {
    expect(() => restarterOf(new Map()).find('rke2')).toThrow(/--restart rke2=PROGRAM/);
  });

  it('of a name that is none of a service is not run', async () => {
    await expect(restarterOf(new Map()).restart('sshd.service', false)).rejects.toThrow(
      /none of the services/,
    );
  });
});
