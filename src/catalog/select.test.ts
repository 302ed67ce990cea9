import { describe, expect, it } from 'vitest';
import { KubetrueError } from '../model/errors.ts';
import { loadCatalog } from './index.ts';
import { chooseBenchmark, type Grounds } from './select.ts';

const catalog = loadCatalog('content');

function node(kubernetes: string | null, distribution: string | null = null): Grounds {
  return { of: 'node', kubernetes, distribution };
}

describe('chooseBenchmark', () => {
  it.each([
    ['v1.15.0', '1.5'],
    ['v1.18.20', '1.6'],
    ['v1.19.0', '1.20'],
    ['v1.22.17', '1.23'],
    ['v1.24.9', '1.24'],
    ['v1.26.1', '1.8'],
    ['v1.28.4', '1.10'],
    ['v1.31.0-rc.1', '1.11'],
    ['v1.32.1+rke2r1', '1.12'],
    ['v1.33.5+k3s1', '1.12'],
    ['v1.33.2-gke.1240000', '1.12'],
    ['1.34', '1.12'],
    ['v1.34.1', '1.12'],
    ['v1.35.0', '2.0.1'],
  ])('takes for Kubernetes %s version %s', (kubernetes, version) => {
    const { benchmark } = chooseBenchmark(catalog, null, node(kubernetes));

    expect(benchmark.version).toBe(version);
  });

  it('says why a version was chosen', () => {
    const { because } = chooseBenchmark(catalog, null, node('v1.34.1'));

    expect(because).toBe('The node runs Kubernetes v1.34.1, and version 1.12 is written for 1.32-1.34.');
  });

  it.each([
    ['v1.26.1', '1.8', '1.27'],
    ['v1.9.3', '1.5', '1.15'],
    ['v1.40.0', '2.0.1', '1.34-1.35'],
  ])('says that no version is written for Kubernetes %s', (kubernetes, version, scope) => {
    const { benchmark, because } = chooseBenchmark(catalog, 'cis-kubernetes', node(kubernetes));

    expect(benchmark.version).toBe(version);
    expect(because).toBe(
      `The node runs Kubernetes ${kubernetes}, for which no version is written; ${version}, for ${scope}, is the nearest.`,
    );
  });

  it.each([
    [null, 'The Kubernetes version is not known, so the newest version, 2.0.1, was taken.'],
    ['v2.0.0', 'v2.0.0 is no Kubernetes version known here, so the newest version, 2.0.1, was taken.'],
    ['latest', 'latest is no Kubernetes version known here, so the newest version, 2.0.1, was taken.'],
  ])('takes the newest for %s and says so', (kubernetes, sentence) => {
    const { benchmark, because } = chooseBenchmark(catalog, null, node(kubernetes));

    expect(benchmark.version).toBe('2.0.1');
    expect(because).toBe(sentence);
  });

  it.each([
    ['rke2', 'cis-rke2@1.8'],
    ['k3s', 'cis-k3s@1.9'],
    ['eks', 'cis-eks@2.0.0'],
    ['aks', 'cis-aks@1.8'],
    ['gke', 'cis-gke@1.9.0'],
    ['openshift', 'cis-openshift@1.9'],
    ['kubeadm', 'cis-kubernetes@1.11'],
    ['microk8s', 'cis-kubernetes@1.11'],
    ['unknown', 'cis-kubernetes@1.11'],
    [null, 'cis-kubernetes@1.11'],
  ])('takes for the distribution %s the benchmark %s', (distribution, expected) => {
    const { benchmark } = chooseBenchmark(catalog, null, node('v1.30.2', distribution));

    expect(`${benchmark.name}@${benchmark.version}`).toBe(expected);
  });

  it.each([
    [
      'k3s',
      'v1.28.4+k3s2',
      'The node runs k3s with Kubernetes v1.28.4+k3s2, and cis-k3s 1.9 is written for 1.27-1.29.',
    ],
    [
      'rke2',
      'v1.32.1-rc1+rke2r1',
      'The node runs rke2 with Kubernetes v1.32.1-rc1+rke2r1, for which no version is written; cis-rke2 1.8, for 1.27, is the nearest.',
    ],
    [
      'aks',
      'v1.31.2',
      'The node runs aks with Kubernetes v1.31.2, and cis-aks 1.8 is written for all its versions.',
    ],
    [
      'openshift',
      'v1.26.9',
      'The node runs openshift with Kubernetes v1.26.9, for which no version is written; cis-openshift 1.9, for 1.27+, is the nearest.',
    ],
    [
      'eks',
      null,
      'The node runs eks, and the Kubernetes version is not known, so the newest cis-eks, 2.0.0, was taken.',
    ],
  ])('says why a benchmark of its own was chosen for %s, %s', (distribution, kubernetes, sentence) => {
    const { because } = chooseBenchmark(catalog, null, node(kubernetes, distribution));

    expect(because).toBe(sentence);
  });

  it('says what a cluster was seen by that this machine is no node of', () => {
    const seen = 'Recognised by its nodes.';
    const grounds = { of: 'cluster', kubernetes: 'v1.34.1-gke.5', distribution: 'gke', seen } as const;

    const { benchmark, because } = chooseBenchmark(catalog, null, grounds);

    expect(benchmark.name).toBe('cis-gke');
    expect(because).toBe(
      'The cluster runs gke with Kubernetes v1.34.1-gke.5, and cis-gke 1.9.0 is written for all its versions. Recognised by its nodes.',
    );
  });

  it('lets a name that was asked for beat the distribution', () => {
    const { benchmark, because } = chooseBenchmark(catalog, 'cis-kubernetes', node('v1.33.1+k3s1', 'k3s'));

    expect(benchmark).toMatchObject({ name: 'cis-kubernetes', version: '1.12' });
    expect(because).toBe('The node runs Kubernetes v1.33.1+k3s1, and version 1.12 is written for 1.32-1.34.');
  });

  it('obeys what was asked for', () => {
    const { benchmark, because } = chooseBenchmark(catalog, 'cis-kubernetes@1.5', node('v1.34.1'));

    expect(benchmark.version).toBe('1.5');
    expect(because).toBe('Version 1.5 was asked for.');
  });

  it.each([
    ['cis-kuberntes', 'There is no benchmark "cis-kuberntes".', 'did you mean "cis-kubernetes"?'],
    ['stig', 'There is no benchmark "stig".', /^benchmarks: cis-aks, cis-eks, .*cis-kubernetes/],
    [
      'cis-kubernetes@1.5.1',
      'There is no version "1.5.1" of cis-kubernetes.',
      /^did you mean "1.5"\? \(versions: 1.5, /,
    ],
    ['cis-kubernetes@2.0', 'There is no version "2.0" of cis-kubernetes.', /^did you mean "2.0.1"\?/],
    ['cis-kubernetes@9.77', 'There is no version "9.77" of cis-kubernetes.', /^versions: 1.5, 1.6, 1.20/],
    ['cis-kubernetes@', 'There is no version "" of cis-kubernetes.', /^versions: /],
  ])('refuses %s with the nearest', (wanted, message, hint) => {
    const refusal = () => chooseBenchmark(catalog, wanted);

    expect(refusal).toThrow(KubetrueError);
    expect(problemOf(refusal)).toMatchObject({
      code: 'KT_UNKNOWN_BENCHMARK',
      problems: [{ message, hint: typeof hint === 'string' ? hint : expect.stringMatching(hint) }],
    });
  });
});

function problemOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
