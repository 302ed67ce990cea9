import { describe, expect, it } from 'vitest';
import { K3S_AGENT } from '../../../test/captures/k3s-agent.ts';
import { K3S_SERVER } from '../../../test/captures/k3s-server.ts';
import { collectLayout } from '../../../test/captures/layout.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts, Snapshot } from '../../model/snapshot.ts';

function of(snapshot: Snapshot, component: string): ProcessFacts {
  const found = snapshot.processes.find((one) => one.component === component);
  if (found === undefined) throw new Error(`no ${component}`);
  return found;
}

describe('facts of a component inside another program', () => {
  it('are those of the process, with arguments and a version of its own', async () => {
    const snapshot = await collectLayout(K3S_SERVER);

    const etcd = of(snapshot, 'etcd');
    expect(etcd).toMatchObject({ pid: 700, inside: 'k3s', uid: 0, executable: { state: 'present' } });
    expect(valueIfPresent(etcd.version)).toBe('3.5.21');
    expect(valueIfPresent(etcd.argv)).toEqual(['etcd', expect.stringContaining('--config-file=')]);
    expect(etcd.argvOrigins).toHaveLength(2);
    expect(valueIfPresent(etcd.workingDirectory)).toBe('/var/lib/rancher/k3s/server');
  });

  it('say when it was up: what k3s wrote for it before that has not changed since', async () => {
    const snapshot = await collectLayout(K3S_SERVER);

    const kubelet = of(snapshot, 'kubelet');
    const config = Object.entries(kubelet.files).find(([path]) => path.endsWith('00-k3s-defaults.conf'))?.[1];
    const written = valueIfPresent(config)?.modifiedAt ?? '';
    expect(written > (valueIfPresent(kubelet.startedAt) ?? '')).toBe(true);
    expect(written < (kubelet.startedInside ?? '')).toBe(true);
  });

  it('do not take a socket of an earlier start for that', async () => {
    const { '/var/lib/kubelet/device-plugins/kubelet.sock': _, ...files } = K3S_SERVER.files;
    const old = { ...files, '/var/lib/kubelet/device-plugins/kubelet.sock': { content: '', wroteAt: -3600 } };

    expect(of(await collectLayout({ ...K3S_SERVER, files: old }), 'kubelet').startedInside).toBeUndefined();
    expect(of(await collectLayout({ ...K3S_SERVER, files }), 'kubelet').startedInside).toBeUndefined();
  });

  it.each([
    ['etcd', [2379, 2380, 2381, 2382]],
    ['kube-apiserver', [6444]],
    ['kube-controller-manager', [10257]],
    ['kube-scheduler', [10259]],
    ['kubelet', [10248, 10250]],
    ['kube-proxy', [10249]],
  ])('hold the sockets of %s by what it is set to', async (component, ports) => {
    const snapshot = await collectLayout(K3S_SERVER);

    const sockets = valueIfPresent(of(snapshot, component).listeners) ?? [];
    expect(sockets.map(({ port }) => port)).toEqual(ports);
  });

  it('hold a read-only port of the kubelet that its settings do not have', async () => {
    const listens = { 500: [10_248, 10_250, 10_255] };

    const snapshot = await collectLayout({ ...K3S_AGENT, listens });

    const sockets = valueIfPresent(of(snapshot, 'kubelet').listeners) ?? [];
    expect(sockets.map(({ port }) => port)).toEqual([10_248, 10_250, 10_255]);
  });

  const BY_FILE = {
    ...K3S_AGENT,
    files: {
      ...K3S_AGENT.files,
      '/etc/rancher/k3s/config.yaml': 'token: hush\nkubelet-arg: ["manifest-url-header=a:hush"]\n',
    },
  };
  const SHOWN = ['k3s', 'agent', '--token', 'hush', '--kubelet-arg=manifest-url-header=a:hush'];
  const BY_COMMAND_LINE = {
    ...K3S_AGENT,
    processes: { ...K3S_AGENT.processes, 500: { ...K3S_AGENT.processes[500], argv: SHOWN } },
  };

  it.each([
    ['its file', BY_FILE],
    ['its command line', BY_COMMAND_LINE],
  ])('hold no secret of %s', async (_name, layout) => {
    const snapshot = await collectLayout(layout);

    expect(JSON.stringify(snapshot)).not.toContain('hush');
    expect(valueIfPresent(of(snapshot, 'kubelet').argv)).toContain('--manifest-url-header=(redacted)');
  });

  it('give the node its version, and its runtime its name', async () => {
    const snapshot = await collectLayout(K3S_AGENT);

    expect(valueIfPresent(snapshot.node.kubernetes)).toBe('v1.29.15+k3s1');
    expect(snapshot.programs).toEqual([
      { pid: 500, name: 'k3s' },
      { pid: 560, name: 'containerd' },
    ]);
    const paths = snapshot.nodeFiles?.files.filter(({ group }) => group === 'cni').map(({ path }) => path);
    expect(paths).toContain('/var/lib/rancher/k3s/agent/etc/cni/net.d/10-flannel.conflist');
  });
});
