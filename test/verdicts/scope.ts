import { expect } from 'vitest';
import { chooseBenchmark } from '../../src/catalog/select.ts';
import { catalog, reportOf, reportOn, snapshotOf } from './judge.ts';
import { k3sAgent } from './k3s-node.ts';
import type { Demonstration, NamedVerdict } from './named-verdict.ts';
import { kubeletConfig, manifest } from './texts.ts';

const HABIT = '/var/lib/kubelet/config.yaml';
const WORKER = {
  kubelet: { argv: ['--kubeconfig=/etc/kubernetes/kubelet.conf', `--config=${HABIT}`] },
  files: { [HABIT]: kubeletConfig() },
};
const CONTAINERD = { executable: '/usr/bin/containerd', argv: ['containerd'] };
const DOCKERD = { executable: '/usr/bin/dockerd', argv: ['dockerd', '-H', 'tcp://0.0.0.0:2375'] };

/** A version as it may be written, with the benchmark that a scan takes for it. */
const versions = [
  { kubernetes: 'v1.32.1+rke2r1-rc2', distribution: 'rke2', benchmark: 'cis-rke2' },
  { kubernetes: 'v1.31.5+k3s10', distribution: 'k3s', benchmark: 'cis-k3s' },
];

const fromVersion = ({ kubernetes, distribution, benchmark }: (typeof versions)[number]): Demonstration => ({
  name: `${kubernetes} on ${distribution}`,
  heldIn: 'the choice of the benchmark',
  shows: () => {
    const chosen = chooseBenchmark(catalog, null, { of: 'node', kubernetes, distribution });

    expect(chosen.benchmark.name).toBe(benchmark);
    expect(chosen.because).toContain(kubernetes);
  },
});

const PROGRAM = `/var/lib/rancher/k3s/data/${'0f'.repeat(32)}/bin/k3s`;
const { given: agent } = k3sAgent();

/** Suites without forward secrecy, which versions of the benchmark allow by name. */
const WEAK = ['TLS_RSA_WITH_AES_256_GCM_SHA384', 'TLS_RSA_WITH_AES_128_GCM_SHA256'];
const STRONG = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';

/** What verdicts are about and what they mean. */
export const SCOPE: readonly NamedVerdict[] = [
  {
    number: 46,
    name: 'Limits of an audit log that is not written',
    truth:
      "Without an audit policy nothing is logged, whatever the limits; the benchmark's sentences on these hold.",
    shown: [
      ...['maxage=30', 'maxbackup=10', 'maxsize=100'].map((limit) => ({
        name: limit,
        rule: `kube-apiserver-audit-log-${limit.split('=')[0]}`,
        given: {
          'kube-apiserver': {
            from: 'kubeadm' as const,
            argv: ['--audit-log-path=/var/log/audit.log', `--audit-log-${limit}`],
          },
        },
        status: 'fail' as const,
        letter: 'pass' as const,
      })),
      {
        name: 'no policy',
        rule: 'kube-apiserver-audit-policy-file',
        given: {
          'kube-apiserver': { from: 'kubeadm', argv: ['--audit-log-path=/var/log/audit.log'] },
        },
        status: 'fail',
      },
    ],
  },
  {
    number: 47,
    name: 'Versions with a long suffix',
    truth:
      '`v1.32.1+rke2r1-rc2` is RKE2 and `v1.31.5+k3s10` is K3s, and each is judged by its own benchmark.',
    shown: [
      ...versions.map(fromVersion),
      {
        name: 'a release candidate of RKE2, by its image',
        heldIn: 'the choice of the benchmark',
        shows: async () => {
          const image = 'docker.io/rancher/hardened-kubernetes:v1.32.1-rke2r1-rc2-build20250116';
          const path = '/etc/kubernetes/manifests/kube-proxy.yaml';
          const command = ['kube-proxy'];

          const { node, benchmark } = await reportOf({
            files: { [path]: manifest('kube-proxy', { name: 'kube-proxy', image, command }) },
          });

          expect(node).toMatchObject({ kubernetes: 'v1.32.1+rke2r1', distribution: 'rke2' });
          expect(benchmark.name).toBe('cis-rke2');
        },
      },
      {
        name: 'the tenth build of K3s, by its program',
        heldIn: 'the choice of the benchmark',
        shows: async () => {
          const snapshot = await snapshotOf({ given: agent, programs: { [PROGRAM]: '1.31.5+k3s10' } });

          const { node, benchmark } = reportOn(snapshot);

          expect(node).toMatchObject({ kubernetes: 'v1.31.5+k3s10', distribution: 'k3s' });
          expect(benchmark.name).toBe('cis-k3s');
        },
      },
    ],
  },
  {
    number: 48,
    name: 'Docker beside containerd',
    truth:
      'The benchmark is about Kubernetes: a Docker that no kubelet uses changes no verdict, and no rule is about it.',
    shown: [
      {
        name: 'with and without it',
        heldIn: 'the whole report',
        shows: async () => {
          const without = await reportOf({ ...WORKER, others: [CONTAINERD] });

          const beside = await reportOf({ ...WORKER, others: [CONTAINERD, DOCKERD] });

          expect(beside).toEqual(without);
          expect(without.findings.length).toBeGreaterThan(100);
        },
      },
      {
        name: 'no rule on Docker',
        heldIn: 'the catalog',
        shows: () => {
          const components = new Set(catalog.rules.map(({ component }) => component));

          expect([...components].sort()).toEqual([
            'cluster',
            'etcd',
            'files',
            'kube-apiserver',
            'kube-controller-manager',
            'kube-proxy',
            'kube-scheduler',
            'kubelet',
          ]);
        },
      },
    ],
  },
  {
    number: 49,
    name: 'Rules on what is not there do not count',
    truth:
      'What a rule does not apply to is counted apart and never as passed, and what passes shows by what.',
    shown: [
      {
        name: 'a worker without a cluster to ask',
        heldIn: 'the whole report',
        shows: async () => {
          const { findings, summary } = await reportOf(WORKER);

          const passed = findings.filter(({ status }) => status === 'pass');
          expect(summary.pass).toBe(passed.length);
          expect(new Set(passed.map(({ target }) => target.component))).toEqual(
            new Set(['kubelet', 'files']),
          );
          expect(passed.filter(({ evidence }) => evidence.length === 0)).toEqual([]);
          expect(summary['not-applicable']).toBeGreaterThan(60);
        },
      },
      {
        name: 'a cluster without workloads',
        rule: 'cluster-pod-privileged',
        given: { cluster: { workloads: [], podSpecs: [] } },
        status: 'not-applicable',
      },
    ],
  },
  {
    number: 50,
    name: 'Weak cipher suites that the benchmark lists',
    truth:
      'Suites without forward secrecy miss what we ask for; where a version of the benchmark lists them its sentence holds, and the finding says both.',
    shown: [
      ...['kube-apiserver-tls-ciphers', 'kubelet-tls-ciphers'].flatMap((rule) =>
        (['1.7', '1.9'] as const).map((version) => ({
          name: `${rule} by ${version}`,
          rule,
          benchmark: `cis-kubernetes@${version}`,
          given: {
            'kube-apiserver': {
              from: 'kubeadm' as const,
              argv: ['--tls-min-version=VersionTLS12', `--tls-cipher-suites=${[STRONG, ...WEAK].join(',')}`],
              version: '1.27.0',
            },
            kubelet: { argv: [`--tls-cipher-suites=${[STRONG, ...WEAK].join(',')}`], version: '1.27.0' },
          },
          status: 'fail' as const,
          letter: 'pass' as const,
          reason: [WEAK[0] ?? ''],
        })),
      ),
      {
        name: 'by a version that no longer lists them',
        rule: 'kubelet-tls-ciphers',
        benchmark: 'cis-kubernetes@1.12',
        given: { kubelet: { argv: [`--tls-cipher-suites=${[STRONG, ...WEAK].join(',')}`] } },
        status: 'fail',
      },
    ],
  },
];
