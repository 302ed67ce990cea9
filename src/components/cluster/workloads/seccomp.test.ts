import { describe, expect, it } from 'vitest';
import { clusterItems, clusterProperty, saidOf } from '../../../../test/support/cluster-property.ts';
import { KUBELET_HEAD, kubeletFacts } from '../../../../test/support/kubelet.ts';

const WEB = { workloads: [{ namespace: 'shop', name: 'web' }] };
const API = { kind: 'api', resource: '/version' };

function version(value: string): object {
  return { version: { state: 'present', value, origin: API } };
}

const NOT_KNOWN = { version: { state: 'unreadable', at: API, reason: 'forbidden' } };

function node(name: string, kubelet = 'v1.34.1'): object {
  const empty = { os: '', architecture: '', containerRuntime: '', osImage: '', providerID: '' };
  return { name, kubelet, ...empty, roles: [], labels: {}, annotations: [] };
}

function pod(fields: object, container: object = {}): object {
  return { podSpecs: [{ ...fields, containers: [{ name: 'a', ...container }] }] };
}

const DEFAULT = { seccompAnnotation: 'runtime/default' };
const UNCONFINED = { seccompAnnotation: 'unconfined' };

describe('annotations for seccomp', () => {
  it.each<[string, object, string]>([
    [
      'count as long as the API server makes fields of them',
      { ...pod(DEFAULT), ...version('v1.26.15') },
      'yes',
    ],
    ['count no more from 1.27 on', { ...pod(DEFAULT), ...version('v1.27.0') }, 'no'],
    ['of a container count', { ...pod({}, DEFAULT), ...version('v1.24.17') }, 'yes'],
    [
      'in the words of Docker count',
      { ...pod({ seccompAnnotation: 'docker/default' }), ...version('v1.20.0') },
      'yes',
    ],
    [
      'for a file of the node count',
      { ...pod({ seccompAnnotation: 'localhost/a' }), ...version('v1.20.0') },
      'yes',
    ],
    ['of other words do not', { ...pod({ seccompAnnotation: 'none' }), ...version('v1.20.0') }, 'no'],
    [
      'of a container win over the field of the Pod',
      { ...pod({ seccomp: 'RuntimeDefault' }, UNCONFINED), ...version('v1.24.17') },
      'no',
    ],
    [
      'of a container do nothing from 1.27 on',
      { ...pod({ seccomp: 'RuntimeDefault' }, UNCONFINED), ...version('v1.34.1') },
      'yes',
    ],
    [
      'lose against the field of the container',
      { ...pod({}, { ...UNCONFINED, seccomp: 'Localhost' }), ...version('v1.24.17') },
      'yes',
    ],
    [
      'of the Pod lose against its field',
      { ...pod({ ...UNCONFINED, seccomp: 'RuntimeDefault' }), ...version('v1.24.17') },
      'yes',
    ],
    ['do not help where they may not count', { ...pod(DEFAULT), ...NOT_KNOWN }, 'no'],
    ['harm where they may count', { ...pod({ seccomp: 'RuntimeDefault' }, UNCONFINED), ...NOT_KNOWN }, 'no'],
    [
      'do not harm beside kubelets of a newer day',
      { ...pod({ seccomp: 'RuntimeDefault' }, UNCONFINED), ...NOT_KNOWN, nodes: [node('n', 'v1.27.3')] },
      'yes',
    ],
  ])('%s', (...[, cluster, expected]) => {
    expect(saidOf(clusterItems('seccomp-profiles', { cluster: { ...WEB, ...cluster } }), 'allowed')).toEqual([
      expected,
    ]);
  });
});

describe('seccompDefault of the kubelet', () => {
  const ON = { argv: ['--seccomp-default=true'] };
  const HERE = [node('node-1')];

  it.each<[string, Parameters<typeof kubeletFacts>[0], object, string]>([
    ['counts on the only node', ON, { nodes: HERE }, 'yes'],
    ['that is off does not', { argv: [] }, { nodes: HERE }, 'no'],
    ['does not count with other nodes', ON, { nodes: [...HERE, node('node-2')] }, 'no'],
    ['does not count on a node of another cluster', ON, { nodes: [node('else')] }, 'no'],
    [
      'does not count without a list of nodes',
      ON,
      { nodes: [], kinds: { nodes: { state: 'refused', status: 403, reason: 'no' } } },
      'no',
    ],
    [
      'counts by the name that it registers',
      { argv: [...ON.argv, '--hostname-override=else'] },
      { nodes: [node('else')] },
      'yes',
    ],
    [
      'does not count by the name of its host then',
      { argv: [...ON.argv, '--hostname-override=else'] },
      { nodes: HERE },
      'no',
    ],
    [
      'that was changed after the start does not',
      {
        argv: ['--config=/k'],
        files: { '/k': `${KUBELET_HEAD}seccompDefault: true\n` },
        changed: ['/k'],
      },
      { nodes: HERE },
      'no',
    ],
    ['does not help who asks for none', ON, { nodes: HERE, ...pod({ seccomp: 'Unconfined' }) }, 'no'],
    ['does not help the privileged', ON, { nodes: HERE, ...pod({}, { privileged: true }) }, 'no'],
  ])('%s', async (...[, given, more, expected]) => {
    const cluster = { ...WEB, ...pod({}), ...more };
    const processes = [await kubeletFacts(given)];

    const items = clusterItems('seccomp-profiles', { cluster, processes });

    expect(saidOf(items, 'allowed')).toEqual([expected]);
  });

  it('is quoted where it does not count', async () => {
    const cluster = { ...WEB, ...pod({}), nodes: [...HERE, node('node-2')] };
    const processes = [await kubeletFacts(ON)];

    const { evidence } = clusterProperty('seccomp-profiles', { cluster, processes });

    expect(evidence?.[0]).toMatchObject({
      setting: 'seccomp-default of the kubelet here',
      value: true,
      note: 'It does not count, because Pods may be placed on other nodes.',
    });
  });
});
