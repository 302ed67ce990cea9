import { describe, expect, it } from 'vitest';
import type { PodVariant, Workload } from '../../../model/cluster/workloads.ts';
import type { Raw } from '../raw.ts';
import { Pods } from './pods.ts';
import { SpecTable } from './spec-table.ts';
import { type TemplateKind, templatedAs } from './templates.ts';
import { workloadsOf } from './workloads.ts';

type Objects = Partial<Record<TemplateKind | 'pods', readonly Raw[]>>;

function judged(objects: Objects, limit?: number, here: readonly string[] = []) {
  const specs = new SpecTable(limit);
  const pods = new Pods(specs, (id) => here.includes(id));
  const templates = Object.entries(objects).flatMap(([kind, list]) => {
    if (kind !== 'pods')
      return list.map(templatedAs(kind as TemplateKind, specs)).filter((one) => one !== null);
    for (const pod of list) pods.take(pod);
    pods.commit();
    return [];
  });
  return workloadsOf(templates, pods.groups(), specs);
}

/** `Deployment web/a: template + 2 of image x`, one line each. */
function lines(objects: Objects): string[] {
  const { workloads, podSpecs } = judged(objects);
  const variant = ({ template, pods, spec }: PodVariant) =>
    `${template ? 'template + ' : ''}${pods} of ${podSpecs[spec]?.containers[0]?.image}`;
  const line = ({ kind, namespace, name, managedBy, staticPod, variants }: Workload) =>
    `${staticPod ? 'static ' : ''}${kind} ${namespace}/${name}${managedBy === undefined ? '' : ` by ${managedBy}`}: ${variants.map(variant).join(', ')}`;
  return workloads.map(line);
}

interface Reference {
  apiVersion: string;
  kind: string;
  name: string;
}

function metadata(name: string, owner?: Reference, more: object = {}): object {
  const ownerReferences = owner === undefined ? [] : [{ ...owner, controller: true }];
  return { namespace: 'web', name, ownerReferences, ...more };
}

function spec(image: string): object {
  return { containers: [{ name: 'c', image }] };
}

function maker(name: string, image: string, owner?: Reference, more: object = {}): Raw {
  return { metadata: metadata(name, owner), spec: { template: { spec: spec(image) }, ...more } };
}

function pod(name: string, image: string, owner?: Reference, more: object = {}): Raw {
  return { metadata: metadata(name, owner, more), spec: spec(image) };
}

const deployment = (name: string) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name });
const replicaSet = (name: string) => ({ apiVersion: 'apps/v1', kind: 'ReplicaSet', name });
const job = (name: string) => ({ apiVersion: 'batch/v1', kind: 'Job', name });

describe('Pods are judged through their top-most owner', () => {
  it.each<[string, Objects, string[]]>([
    ['a Pod of its own', { pods: [pod('p', 'x')] }, ['Pod web/p: 1 of x']],
    [
      'a static Pod, whose controller is its node',
      {
        pods: [
          pod(
            'etcd-n1',
            'x',
            { apiVersion: 'v1', kind: 'Node', name: 'n1' },
            { annotations: { 'kubernetes.io/config.mirror': 'hash' } },
          ),
        ],
      },
      ['static Pod web/etcd-n1: 1 of x'],
    ],
    [
      'a Deployment',
      {
        deployments: [maker('a', 'x')],
        replicasets: [maker('a-1', 'x', deployment('a'))],
        pods: [pod('a-1-a', 'x', replicaSet('a-1')), pod('a-1-b', 'x', replicaSet('a-1'))],
      },
      ['Deployment web/a: template + 2 of x'],
    ],
    [
      'a Deployment without Pods',
      { deployments: [maker('a', 'x')] },
      ['Deployment web/a: template + 0 of x'],
    ],
    [
      'a Deployment that is being rolled out',
      {
        deployments: [maker('a', 'new')],
        replicasets: [maker('a-1', 'old', deployment('a')), maker('a-2', 'new', deployment('a'))],
        pods: [pod('a-1-a', 'old', replicaSet('a-1')), pod('a-2-a', 'new', replicaSet('a-2'))],
      },
      ['Deployment web/a: template + 1 of new, 1 of old'],
    ],
    [
      'revisions of old, which count no more',
      {
        deployments: [maker('a', 'new')],
        replicasets: [maker('a-1', 'old', deployment('a'), { replicas: 0 })],
      },
      ['Deployment web/a: template + 0 of new'],
    ],
    [
      'a ReplicaSet that was made between two lists',
      {
        deployments: [maker('a', 'x')],
        pods: [pod('p', 'x', replicaSet('a-5d8'), { labels: { 'pod-template-hash': '5d8' } })],
      },
      ['Deployment web/a: template + 1 of x'],
    ],
    [
      'a ReplicaSet whose Deployment is not known',
      { pods: [pod('p', 'x', replicaSet('a-5d8'), { labels: { 'pod-template-hash': '5d8' } })] },
      ['ReplicaSet web/a-5d8: 1 of x'],
    ],
    ['a ReplicaSet of its own', { replicasets: [maker('a', 'x')] }, ['ReplicaSet web/a: template + 0 of x']],
    [
      'a custom resource with a ReplicaSet',
      {
        replicasets: [maker('r-1', 'x', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'r' })],
        pods: [pod('p', 'x', replicaSet('r-1'))],
      },
      ['Rollout web/r: template + 1 of x'],
    ],
    [
      'a custom resource with Pods',
      { pods: [pod('p', 'x', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name: 'w' })] },
      ['Workflow web/w: 1 of x'],
    ],
    [
      'a StatefulSet that a custom resource manages',
      {
        statefulsets: [maker('db', 'x', { apiVersion: 'db.example.com/v1', kind: 'Postgres', name: 'main' })],
        pods: [pod('db-0', 'x', { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' })],
      },
      ['StatefulSet web/db by Postgres.db.example.com/main: template + 1 of x'],
    ],
    [
      'a CronJob through its Jobs',
      {
        cronjobs: [
          {
            metadata: metadata('nightly'),
            spec: { jobTemplate: { spec: { template: { spec: spec('x') } } } },
          },
        ],
        jobs: [maker('nightly-1', 'x', { apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly' })],
        pods: [pod('nightly-1-a', 'x', job('nightly-1'))],
      },
      ['CronJob web/nightly: template + 1 of x'],
    ],
    [
      'a Job of its own',
      { jobs: [maker('once', 'x')], pods: [pod('once-a', 'x', job('once'))] },
      ['Job web/once: template + 1 of x'],
    ],
    [
      'Pods that differ from the template',
      {
        daemonsets: [maker('agent', 'x')],
        pods: [pod('agent-a', 'x+mesh', { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'agent' })],
      },
      ['DaemonSet web/agent: template + 0 of x, 1 of x+mesh'],
    ],
    [
      'owners that are not controllers, who only clean up',
      {
        pods: [
          { metadata: { namespace: 'web', name: 'p', ownerReferences: [deployment('a')] }, spec: spec('x') },
        ],
      },
      ['Pod web/p: 1 of x'],
    ],
  ])('%s', (_name, objects, expected) => {
    expect(lines(objects)).toEqual(expected);
  });

  it('in the same order and with the same numbers, however they came in', () => {
    const deployments = [maker('b', 'y'), maker('a', 'x')];
    const pods = [pod('q', 'y'), pod('p', 'z'), pod('o', 'x')];

    const one = judged({ deployments, pods });
    const other = judged({ pods: pods.toReversed(), deployments: deployments.toReversed() });

    expect(other).toEqual(one);
    expect(one.workloads.map(({ name, variants }) => [name, variants[0]?.spec])).toEqual([
      ['a', 0],
      ['b', 1],
      ['o', 0],
      ['p', 2],
      ['q', 1],
    ]);
  });

  it('with those that have ended', () => {
    const ended = { ...pod('p', 'x', job('once')), status: { phase: 'Succeeded' } };

    const { workloads } = judged({ jobs: [maker('once', 'x')], pods: [ended, pod('q', 'x', job('once'))] });

    expect(workloads[0]?.variants).toEqual([{ spec: 0, template: true, pods: 2, ended: 1, withToken: 0 }]);
  });

  it.each([
    ['that is complete', [{ type: 'Complete', status: 'True' }], false],
    ['that has failed', [{ type: 'Failed', status: 'True' }], false],
    ['that is about to fail', [{ type: 'FailureTarget', status: 'True' }], true],
    ['that is suspended', [{ type: 'Suspended', status: 'True' }], true],
    ['that was said not to have failed', [{ type: 'Failed', status: 'False' }], true],
  ])('of a Job %s, whose template makes Pods or not', (...[, conditions, template]) => {
    const once = { ...maker('once', 'x'), status: { conditions } };

    const { workloads } = judged({ jobs: [once] });

    expect(workloads.map(({ name, variants }) => [name, variants])).toEqual([
      ['once', [{ spec: 0, template, pods: 0, ended: 0, withToken: 0 }]],
    ]);
  });

  it('with the tokens of those that have not ended', () => {
    const place = '/var/run/secrets/kubernetes.io/serviceaccount';
    const withToken = {
      volumes: [{ name: 't', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
      containers: [{ name: 'c', image: 'x', volumeMounts: [{ name: 't', mountPath: place }] }],
    };
    const runs = { metadata: metadata('p', job('once')), spec: withToken };
    const pods = [runs, { ...runs, status: { phase: 'Failed' } }];

    const { workloads } = judged({ pods });

    expect(workloads[0]?.variants).toEqual([{ spec: 0, template: false, pods: 2, ended: 1, withToken: 1 }]);
  });

  it('and what the table of specs has no room for is known to be unknown', () => {
    const pods = [pod('p', 'x'), pod('q', 'y'), pod('r', 'x')];

    const { workloads } = judged({ pods, deployments: [maker('d', 'z')] }, 1);

    expect(workloads.map(({ name, notKept, variants }) => [name, notKept, variants.length])).toEqual([
      ['d', 1, 0],
      ['p', 0, 1],
      ['q', 1, 0],
      ['r', 0, 1],
    ]);
  });
});

describe('Pods of this machine are kept', () => {
  const started = { running: { startedAt: '2026-11-27T10:00:00Z' } };
  const ended = { terminated: { exitCode: 0 } };
  const status = (name: string, containerID: string, state: object = started) => ({
    name,
    containerID,
    state,
  });
  const placed = (name: string, image: string, lists: object, more: object = {}): Raw => ({
    ...pod(name, image, deployment('a'), more),
    status: { startTime: '2026-11-27T09:59:00Z', ...lists },
  });

  it('by the containers that run here, whatever their runtime', () => {
    const pods = [
      placed('q', 'x', {
        initContainerStatuses: [
          status('before', 'containerd://0', ended),
          status('sidecar', 'containerd://1'),
        ],
        containerStatuses: [status('main', 'containerd://2')],
        ephemeralContainerStatuses: [status('debug', 'containerd://3')],
      }),
      placed('p', 'y', { containerStatuses: [status('main', 'cri-o://4')] }),
      placed('elsewhere', 'y', { containerStatuses: [status('main', 'docker://5')] }),
      placed('over', 'y', { containerStatuses: [status('main', 'docker://6', ended)] }),
    ];

    const { workloads } = judged({ deployments: [maker('a', 'x')], pods }, undefined, ['2', '4', '6']);

    expect(workloads[0]?.here).toEqual([
      { name: 'p', spec: 1, acknowledgedAt: '2026-11-27T09:59:00Z', containers: [{ name: 'main', id: '4' }] },
      {
        ...{ name: 'q', spec: 0, acknowledgedAt: '2026-11-27T09:59:00Z' },
        containers: [
          { name: 'debug', id: '3' },
          { name: 'main', id: '2' },
          { name: 'sidecar', id: '1' },
        ],
      },
    ]);
  });

  it('and of all others nothing', () => {
    const pods = [
      placed('p', 'x', { containerStatuses: [status('main', 'containerd://1')] }),
      pod('new', 'x'),
    ];

    expect(judged({ pods }, undefined, ['7']).workloads.map((one) => 'here' in one)).toEqual([false, false]);
  });
});
