import { expect, it } from 'vitest';
import { type Answer, fakeApi, sendJson, sendStatus } from '../../../test/support/fake-api.ts';
import type { CustomResource } from '../../model/cluster/objects.ts';
import { collectCluster } from './index.ts';

function listOf(...items: object[]): Answer {
  return (_request, response) => sendJson(response, 200, { kind: 'ThingList', metadata: {}, items });
}

function named(name: string, more: object = {}): object {
  return { metadata: { name }, ...more };
}

/** What comes of a cluster that has one definition, with its objects as a server answers for them. */
async function resourcesOf(definition: string, objects: Answer): Promise<CustomResource[]> {
  const [plural, ...group] = definition.split('.');
  const api = await fakeApi({
    '/api/v1/namespaces': listOf(named('shop'), named('data')),
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions': listOf(named(definition)),
    [`/apis/${group.join('.')}`]: (_request, response) =>
      sendJson(response, 200, { preferredVersion: { groupVersion: `${group.join('.')}/v1` } }),
    [`/apis/${group.join('.')}/v1/${plural}`]: objects,
  });
  const options = { context: null, allowExec: false, environment: {}, now: () => new Date() };
  const { kubeconfig } = api;
  const cluster = await collectCluster({ ...options, kubeconfig, toolVersion: '0', progress: () => {} });
  if (cluster.state !== 'asked') throw new Error(cluster.reason);
  return cluster.customResources;
}

const CONSTRAINT = 'k8sprivileged.constraints.gatekeeper.sh';

it('policies of engines are told apart by what they are set to do, and where', async () => {
  const found = await resourcesOf(
    CONSTRAINT,
    listOf(
      named('a', { spec: { match: { namespaces: ['shop'] } } }),
      named('b', { spec: { enforcementAction: 'dryrun' } }),
      named('c', { spec: { match: { name: 'one' } } }),
    ),
  );

  expect(found).toEqual([
    { definition: CONSTRAINT, count: 3, namespaces: [], refusing: 2, refusesIn: ['shop'] },
  ]);
});

it('those that may not be listed are not told to refuse nothing', async () => {
  const found = await resourcesOf(CONSTRAINT, (_request, response) =>
    sendStatus(response, 403, 'constraints are forbidden'),
  );

  expect(found).toEqual([
    { definition: CONSTRAINT, count: null, namespaces: [], reason: expect.stringContaining('forbidden') },
  ]);
});

it('all others are only counted', async () => {
  const found = await resourcesOf('externalsecrets.external-secrets.io', listOf(named('a')));

  expect(found).toEqual([{ definition: 'externalsecrets.external-secrets.io', count: 1, namespaces: [] }]);
});

it('definitions that tell nothing are left alone', async () => {
  expect(await resourcesOf('things.example.com', listOf(named('a')))).toEqual([]);
});
