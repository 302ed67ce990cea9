import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { COMPONENTS } from './control-plane-files.ts';
import { KUBERNETES_VERSIONS, type KubernetesVersion } from './programs/kubernetes.ts';

describe.each(Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[])('a control plane of %s', (version) => {
  let controlPlane: ControlPlane;

  beforeAll(async () => {
    controlPlane = await startControlPlane({
      version,
      change: { 'kube-scheduler': (argv) => [...argv, '--profiling=false'] },
    });
  });

  afterAll(() => controlPlane?.stop());

  it('answers as the version that was asked for', async () => {
    const answer = JSON.parse(await controlPlane.kubectl('get', '--raw=/version'));

    expect(answer).toMatchObject({ gitVersion: `v${version}` });
  });

  it('runs each component with the words it tells', () => {
    for (const name of COMPONENTS) {
      const { pid, argv } = controlPlane.component(name);

      expect(commandLine(pid)).toEqual([controlPlane.programs[name], ...argv]);
    }
  });

  it('starts a component with changed words at once', () => {
    expect(controlPlane.component('kube-scheduler').argv).toContain('--profiling=false');
  });

  it('lets the super administrator do everything', async () => {
    expect(await controlPlane.kubectl('auth', 'can-i', '*', '*', '--all-namespaces')).toBe('yes\n');
  });

  it('restarts a component with other words', async () => {
    const before = controlPlane.component('kube-apiserver');

    const after = await controlPlane.restart('kube-apiserver', (argv) => [...argv, '--anonymous-auth=false']);

    expect(after.pid).not.toBe(before.pid);
    expect(existsSync(`/proc/${before.pid}/cmdline`)).toBe(false);
    expect(commandLine(after.pid).at(-1)).toBe('--anonymous-auth=false');
  });

  it('tells why a component does not start, and starts it again', async () => {
    const refused = controlPlane.restart('kube-scheduler', (argv) => [...argv, '--no-such-flag']);

    await expect(refused).rejects.toThrow('unknown flag: --no-such-flag');

    const again = await controlPlane.restart('kube-scheduler', (argv) => argv.slice(0, -1));
    expect(commandLine(again.pid)).not.toContain('--no-such-flag');
  });
});

it('leaves nothing behind', async () => {
  const controlPlane = await startControlPlane();
  const pids = COMPONENTS.map((name) => controlPlane.component(name).pid);

  await controlPlane.stop();

  expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
  expect(existsSync(controlPlane.directory)).toBe(false);
});

function commandLine(pid: number): string[] {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
}
