import { describe, expect, it } from 'vitest';
import { clusterItems, clusterProperty, saidOf } from '../../../../test/support/cluster-property.ts';

const LAX = { hostPID: true, containers: [{ name: 'a' }] };
const SOUND = { containers: [{ name: 'a' }] };
const PROPERTY = 'host-process-namespaces';

/** A Deployment of which some Pods have specs of their own; 0 is lax, 1 sound. */
function workload(namespace: string, ...variants: object[]): object {
  return { namespace, name: 'web', variants };
}

function asked(...workloads: object[]) {
  return {
    cluster: { podSpecs: [LAX, SOUND], workloads },
    parameters: { 'system-namespaces': ['kube-system', 'openshift-*'] },
  };
}

describe('a workload is judged by what runs or will run', () => {
  it.each<[string, object[], string[]]>([
    ['its template', [{ spec: 0 }], ['no']],
    ['its template, after its Pods have ended', [{ spec: 0, pods: 2, ended: 2 }], ['no']],
    ['Pods of before', [{ spec: 1 }, { spec: 0, template: false, pods: 1 }], ['no']],
    ['no Pods that have ended', [{ spec: 1 }, { spec: 0, template: false, pods: 2, ended: 2 }], ['yes']],
    ['one of two Pods that still runs', [{ spec: 0, template: false, pods: 2, ended: 1 }], ['no']],
    ['nothing, when all of it has ended', [{ spec: 0, template: false, pods: 1, ended: 1 }], []],
  ])('%s', (...[, variants, expected]) => {
    expect(saidOf(clusterItems(PROPERTY, asked(workload('shop', ...variants))), 'allowed')).toEqual(expected);
  });

  it('and is not known with Pods that were not kept', () => {
    const web = { ...workload('shop'), variants: [], notKept: 2 };

    expect(saidOf(clusterItems(PROPERTY, asked(web)), 'allowed')).toEqual(['unknown']);
  });
});

describe('exempt namespaces', () => {
  it('are quoted by what would fail in them, and no more', () => {
    const property = clusterProperty(
      PROPERTY,
      asked(
        workload('kube-system', { spec: 0 }),
        workload('openshift-dns', { spec: 0 }),
        workload('openshift-etcd', { spec: 1 }),
        workload('openshift-ended', { spec: 0, template: false, pods: 1, ended: 1 }),
      ),
    );

    expect(property).toMatchObject({
      items: [],
      none: {
        status: 'not-applicable',
        reason: 'No workload is outside kube-system, openshift-*; 3 workloads in there are exempt.',
      },
      evidence: [
        { setting: 'exempt workloads', value: 3 },
        {
          setting: 'exempt workloads that would fail',
          value: ['Deployment kube-system/web', 'Deployment openshift-dns/web'],
        },
      ],
    });
  });

  it('are those that are named, and others that begin alike are not', () => {
    const labels = clusterItems(
      PROPERTY,
      asked(workload('openshift', { spec: 0 }), workload('kube-systems', { spec: 0 })),
    ).map(({ label }) => label);

    expect(labels).toEqual(['Deployment openshift/web', 'Deployment kube-systems/web']);
  });

  it('may be none', () => {
    const { cluster } = asked();

    expect(clusterProperty(PROPERTY, { cluster })).toMatchObject({
      none: { reason: 'There is no workload.' },
    });
  });
});
