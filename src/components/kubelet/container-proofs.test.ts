import { describe, expect, it } from 'vitest';
import { kubeletFacts } from '../../../test/support/kubelet.ts';
import { withCluster } from '../../cli/rules/cases/with-cluster.ts';
import type { Observation } from '../../model/observation.ts';
import type { ProcessFacts, Snapshot } from '../../model/snapshot.ts';
import { judgedKubelet } from './judged.ts';

const ID = 'ab'.repeat(32);
const STARTED = '2026-11-27T10:00:00.000Z';
/** Without a cluster a kubelet starts only if it asks nobody. */
const HEAD = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: { webhook: { enabled: false } }
authorization: { mode: AlwaysAllow }
`;

/** What the configuration file of a kubelet says. */
const KUBELETS = {
  plain: '',
  confining: 'seccompDefault: true\n',
  limiting: 'podPidsLimit: 1024\n',
} as const;
type Kubelet = keyof typeof KUBELETS;

async function kubeletOf(kubelet: Kubelet): Promise<ProcessFacts> {
  const files = { '/c.yaml': HEAD + KUBELETS[kubelet] };
  const facts = await kubeletFacts({ argv: ['--config=/c.yaml'], files });
  const origin = { kind: 'process', path: '/proc/230/stat' } as const;
  return { ...facts, startedAt: { state: 'present', value: STARTED, origin } };
}

/** Seconds after the start of the kubelet. */
function after(seconds: number): string {
  return new Date(Date.parse(STARTED) + seconds * 1000).toISOString();
}

interface Given {
  seen: object;
  spec?: object;
  container?: object;
  workload?: object;
  pod?: object;
}

/** What becomes of a proof by one container alone: the kubelet itself answers nothing. */
async function compare(
  proof: string,
  kubelet: Kubelet,
  { seen, spec = {}, container = {}, workload = {}, pod = {} }: Given,
): Promise<string | undefined> {
  const process = await kubeletOf(kubelet);
  const kernel: Observation = {
    ...{ pid: 7, component: 'cluster', method: 'PROC', address: '', tls: null, request: 'read' },
    ...{ answer: { kind: 'read' }, leaf: null, members: null, version: null, at: after(90) },
    seen: { container: ID, startedAt: after(60), ...seen },
  };
  const answer: Observation = {
    ...kernel,
    ...{ pid: process.pid, component: 'kubelet', method: 'ANON', answer: { kind: 'answered', status: 401 } },
  };
  const here = [
    { name: 'web-1', spec: 0, acknowledgedAt: after(50), containers: [{ name: 'c0', id: ID }], ...pod },
  ];
  const { cluster } = withCluster({ node: {} } as unknown as Snapshot, {
    podSpecs: [{ ...spec, containers: [container] }],
    workloads: [{ namespace: 'shop', name: 'web', here, ...workload }],
  });
  const beside = { unasked: '', all: [kernel, answer], cluster };
  return judgedKubelet.compare?.(proof, process, [answer], beside).outcome;
}

describe('the default profile, by a container that has none of its own', () => {
  it.each<[string, Kubelet, Given, string]>([
    ['is in force', 'confining', { seen: { seccomp: 2 } }, 'confirmed'],
    ['is not', 'confining', { seen: { seccomp: 0 } }, 'contradicted'],
    ['is not meant to be', 'plain', { seen: { seccomp: 0 } }, 'confirmed'],
    ['may be the own filter of a program', 'plain', { seen: { seccomp: 2 } }, 'inconclusive'],
    [
      'is that of the kubelet before',
      'confining',
      { seen: { seccomp: 0, startedAt: after(1) } },
      'inconclusive',
    ],
    ['is not known', 'confining', { seen: {} }, 'inconclusive'],
    [
      'is not for a container with one',
      'confining',
      { seen: { seccomp: 0 }, container: { seccomp: 'Unconfined' } },
      'inconclusive',
    ],
    [
      'is not for a Pod with one',
      'confining',
      { seen: { seccomp: 0 }, spec: { seccomp: 'Unconfined' } },
      'inconclusive',
    ],
    [
      'is not for one by annotation',
      'confining',
      { seen: { seccomp: 0 }, spec: { seccompAnnotation: 'unconfined' } },
      'inconclusive',
    ],
    [
      'is not for a privileged one',
      'confining',
      { seen: { seccomp: 0 }, container: { privileged: true } },
      'inconclusive',
    ],
    [
      'is another matter of a RuntimeClass',
      'confining',
      { seen: { seccomp: 0 }, spec: { runtimeClass: 'kata' } },
      'inconclusive',
    ],
  ])('%s', async (_name, kubelet, given, expected) => {
    expect(await compare('kubelet-seccomp-default', kubelet, given)).toBe(expected);
  });
});

describe('the limit of processes, by the cgroup of a Pod', () => {
  it.each<[string, Kubelet, Given, string]>([
    ['is in force', 'limiting', { seen: { podPids: '1024' } }, 'confirmed'],
    ['is not', 'limiting', { seen: { podPids: 'max' } }, 'contradicted'],
    ['is another', 'limiting', { seen: { podPids: '512' } }, 'contradicted'],
    ['is not meant to be', 'plain', { seen: { podPids: 'max' } }, 'confirmed'],
    ['comes from somebody else', 'plain', { seen: { podPids: '512' } }, 'inconclusive'],
    [
      'is that of the kubelet before',
      'limiting',
      { seen: { podPids: 'max' }, pod: { acknowledgedAt: after(0) } },
      'inconclusive',
    ],
    [
      'was made at a time that is not known',
      'limiting',
      { seen: { podPids: 'max' }, pod: { acknowledgedAt: '' } },
      'inconclusive',
    ],
    [
      'may be old, for a static Pod',
      'limiting',
      { seen: { podPids: 'max' }, workload: { staticPod: true } },
      'inconclusive',
    ],
  ])('%s', async (_name, kubelet, given, expected) => {
    expect(await compare('kubelet-pod-pids-limit', kubelet, given)).toBe(expected);
  });
});
