import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../../src/cli/demo/cluster-directory.ts';
import type { ClusterFacts } from '../../src/model/cluster.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { median } from '../../tools/bench/machine.ts';
import { watched } from '../../tools/bench/measure.ts';
import { startControlPlane } from '../nodes/control-plane.ts';
import { fakeApi } from '../support/fake-api.ts';
import { openApi } from './support/api.ts';
import { fillCluster } from './support/bulk.ts';
import { oneOfMany } from './support/pod-text.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/kubetrue.js', import.meta.url));

/** A snapshot by the built program: the facts about the cluster, and what it took beyond one without a cluster. */
async function snapshotOf(
  kubeconfig: string,
): Promise<{ facts: ClusterFacts; extraMiB: number; children: number }> {
  const { path: directory, remove } = temporaryDirectory('kubetrue-many-pods-');
  onTestFinished(remove);
  const output = join(directory, 'snapshot.json');
  const take = (...words: string[]) =>
    watched([process.execPath, PROGRAM, 'snapshot', '--output', output, ...words]);
  const without = await take('--no-cluster');
  const { peakMiB, children } = await take('--kubeconfig', kubeconfig);
  const snapshot: Snapshot = JSON.parse(await readFile(output, 'utf8'));
  if (snapshot.cluster?.state !== 'asked') throw new Error('the cluster was not asked');
  return { facts: snapshot.cluster, extraMiB: peakMiB - without.peakMiB, children };
}

it('10,000 Pods of a real API server take 60 MiB at most', { timeout: 300_000 }, async () => {
  const controlPlane = await startControlPlane();
  onTestFinished(() => controlPlane.stop());
  // They would make Pods of their own, and find no place for those there are.
  await controlPlane.component('kube-controller-manager').process.stop(100);
  await controlPlane.component('kube-scheduler').process.stop(100);
  const api = await openApi(controlPlane.kubeconfig);
  await fillCluster(api, { namespaces: 50, deploymentsPerNamespace: 20, podsPerDeployment: 10 });
  api.close();

  const { facts, extraMiB, children } = await snapshotOf(controlPlane.kubeconfig);

  expect(facts.kinds.pods).toEqual({ state: 'listed', count: 10_000 });
  expect(facts.workloads).toHaveLength(1_000);
  expect(
    new Set(facts.workloads.map(({ variants }) => JSON.stringify(variants.map(({ pods }) => pods)))),
  ).toEqual(new Set(['[10]']));
  expect(children).toBe(0);
  expect(extraMiB).toBeLessThan(60);
});

/** The largest cluster that Kubernetes is made for. */
const LARGEST = { pods: 150_000, perOwner: 20 };

it('150,000 Pods take 175 MiB at most, 7,500 different specs among them', { timeout: 600_000 }, async () => {
  const { kubeconfig } = await fakeApi({
    '/api/v1/pods': (request, response) => {
      const query = new URL(request.url ?? '', 'http://localhost').searchParams;
      sendPage(response, Number(query.get('continue') ?? 0), Number(query.get('limit')));
      return true;
    },
  });

  // What is kept are 11 MiB. The rest is garbage that V8 has not collected yet, 133 to 153 MiB for the same work: with its old
  // space limited to 60 MiB it does the same in 113.
  const taken = [
    await snapshotOf(kubeconfig),
    await snapshotOf(kubeconfig),
    await snapshotOf(kubeconfig),
  ] as const;

  for (const { facts } of taken) {
    expect(facts.kinds.pods).toEqual({ state: 'listed', count: LARGEST.pods });
    expect(facts.workloads).toHaveLength(LARGEST.pods / LARGEST.perOwner);
  }
  expect(median(taken.map(({ extraMiB }) => extraMiB))).toBeLessThan(175);
});

function sendPage(response: ServerResponse, from: number, limit: number): void {
  const to = Math.min(from + limit, LARGEST.pods);
  response.write(`{"kind":"PodList","metadata":{"continue":"${to === LARGEST.pods ? '' : to}"},"items":[`);
  for (let number = from; number < to; number += 1)
    response.write(`${number === from ? '' : ','}${oneOfMany(number, LARGEST.perOwner)}`);
  response.end(']}');
}
