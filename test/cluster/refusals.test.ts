import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/demo/binary-run.ts';
import type { ClusterFacts } from '../../src/model/cluster.ts';
import { type ControlPlane, startControlPlane } from '../nodes/control-plane.ts';
import { factsBy } from './support/facts.ts';
import { kubeconfigFor } from './support/kubeconfig.ts';

let controlPlane: ControlPlane;

beforeAll(async () => {
  controlPlane = await startControlPlane();
});

afterAll(() => controlPlane?.stop());

function reasons({ kinds }: ClusterFacts): string[] {
  return [...new Set(Object.values(kinds).map((one) => ('reason' in one ? one.reason : one.state)))];
}

describe('a real API server refuses', () => {
  it('an account without rights, kind by kind', async () => {
    const { kubectl } = controlPlane;
    await kubectl('create', 'serviceaccount', 'nobody');
    const token = (await kubectl('create', 'token', 'nobody')).trim();

    const { kinds, version, workloads } = await factsBy(
      await kubeconfigFor(controlPlane, 'nobody', { token }),
    );

    expect(version).toMatchObject({ value: 'v1.34.1' });
    expect(new Set(Object.values(kinds).map(({ state }) => state))).toEqual(new Set(['refused', 'absent']));
    expect(kinds.pods).toEqual({
      state: 'refused',
      status: 403,
      reason:
        'not allowed (403): pods is forbidden: User "system:serviceaccount:default:nobody" cannot list resource "pods" in API group "" at the cluster scope',
    });
    expect(workloads).toEqual([]);
  });

  it('an account that may list some kinds', async () => {
    const { kubectl } = controlPlane;
    await kubectl('create', 'serviceaccount', 'some');
    await kubectl('create', 'clusterrole', 'some', '--verb=list', '--resource=nodes,pods');
    await kubectl(
      'create',
      'clusterrolebinding',
      'some',
      '--clusterrole=some',
      '--serviceaccount=default:some',
    );
    const token = (await kubectl('create', 'token', 'some')).trim();

    const { kinds } = await factsBy(await kubeconfigFor(controlPlane, 'some', { token }));

    expect(kinds).toMatchObject({
      nodes: { state: 'listed' },
      pods: { state: 'listed' },
      namespaces: { state: 'refused' },
    });
  });

  it('nobody in particular', async () => {
    const facts = await factsBy(await kubeconfigFor(controlPlane, 'anonymous', {}));

    expect(facts.access.credentials).toBe('none');
    expect(facts.kinds.pods).toMatchObject({
      status: 403,
      reason: expect.stringContaining('system:anonymous'),
    });
  });

  it('a token that is none', async () => {
    const facts = await factsBy(await kubeconfigFor(controlPlane, 'wrong', { token: 'not-a-token' }));

    expect(reasons(facts)).toEqual(['the server does not accept the credentials (401): Unauthorized']);
  });

  it('a certificate that has expired, and the day is told', async () => {
    const { programs, directory } = controlPlane;
    const config = join(directory, 'kubeadm.yaml');
    const words = ['kubeconfig', 'user', '--client-name=late', '--validity-period=1s', `--config=${config}`];
    const text = await run(programs.kubeadm, words);
    const { users } = (await import('yaml')).parse(text);
    const path = await kubeconfigFor(controlPlane, 'late', users[0].user);
    await sleep(2_000);

    const facts = await factsBy(path);

    const { notAfter } = facts.access;
    expect(Date.parse(notAfter ?? '')).toBeLessThan(Date.now());
    expect(reasons(facts)).toEqual([
      `the server does not accept the credentials (401): Unauthorized; the client certificate expired on ${notAfter}`,
    ]);
  });

  it('a certificate of another authority', async () => {
    const { programs, directory } = controlPlane;
    const elsewhere = join(directory, 'elsewhere');
    await run(programs.kubeadm, ['init', 'phase', 'certs', 'ca', `--cert-dir=${elsewhere}`]);
    await run(programs.kubeadm, [
      'init',
      'phase',
      'certs',
      'apiserver-kubelet-client',
      `--cert-dir=${elsewhere}`,
    ]);
    const path = await kubeconfigFor(controlPlane, 'stranger', {
      'client-certificate': join(elsewhere, 'apiserver-kubelet-client.crt'),
      'client-key': join(elsewhere, 'apiserver-kubelet-client.key'),
    });

    const facts = await factsBy(path);

    expect(facts.access.subject).toBe('O=kubeadm:cluster-admins, CN=kube-apiserver-kubelet-client');
    expect(reasons(facts)).toEqual(['the server does not accept the credentials (401): Unauthorized']);
  });

  it('everybody when it is down', async () => {
    await controlPlane.component('kube-apiserver').process.stop(100);

    const facts = await factsBy(controlPlane.kubeconfig);

    expect(reasons(facts)).toEqual(['nobody listens there (connection refused)']);
    expect(facts.version).toMatchObject({ state: 'unreadable' });
  });
});
