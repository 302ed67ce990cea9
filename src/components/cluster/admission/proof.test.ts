import { describe, expect, it } from 'vitest';
import { withCluster } from '../../../cli/rules/cases/with-cluster.ts';
import type { Observation } from '../../../model/observation.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { ADMISSION_PROBE, askedNamespaces, compareAdmission } from './proof.ts';

function clusterOf(
  levels: Readonly<Record<string, string | null>>,
  observations: Observation[] = [],
): Snapshot {
  const namespaces = Object.entries(levels).map(([name, enforce]) => ({
    name,
    podSecurity: enforce === null ? {} : { enforce },
  }));
  const node = { name: 'node-1', distribution: 'kubeadm' };
  return withCluster({ node, processes: [], observations } as unknown as Snapshot, { namespaces });
}

function dryRun(refused: string[], taken: string[]): Observation {
  return {
    ...{ pid: 7, component: 'kube-apiserver', method: 'DRY', probe: ADMISSION_PROBE, address: '[::]:6443' },
    ...{ tls: null, request: 'POST', answer: { kind: 'answered', status: 403 }, leaf: null, members: null },
    ...{ version: null, seen: { refused, taken }, at: '2026-01-03T00:00:00Z' },
  };
}

describe('a dry run of a Pod that asks for too much', () => {
  it.each([
    ['refused where a level says so', { shop: 'baseline' }, dryRun(['shop'], []), 'confirmed'],
    ['taken where nothing refuses it', { shop: null }, dryRun([], ['shop']), 'confirmed'],
    ['taken although a level says no', { shop: 'baseline' }, dryRun([], ['shop']), 'contradicted'],
    ['refused although nothing says so', { shop: null }, dryRun(['shop'], []), 'contradicted'],
    [
      'taken in one of two',
      { shop: 'baseline', web: 'restricted' },
      dryRun(['web'], ['shop']),
      'contradicted',
    ],
    ['neither, as by a lack of rights', { shop: null }, dryRun([], []), 'inconclusive'],
  ] as const)('%s', (_name, levels, observation, expected) => {
    expect(compareAdmission(clusterOf(levels, [observation])).outcome).toBe(expected);
  });

  it('is not looked for where none was made', () => {
    expect(compareAdmission(clusterOf({ shop: null })).outcome).toBe('not-attempted');
  });
});

describe('the namespaces that are tried', () => {
  it('are eight of the site, one of each level first', () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`shop-${index}`, null]));
    const { cluster } = clusterOf({ 'kube-system': null, ...many, web: 'baseline' });
    if (cluster?.state !== 'asked') throw new Error('no facts');

    const asked = askedNamespaces(cluster);

    expect(asked).toHaveLength(8);
    expect(asked.slice(0, 2)).toEqual(['shop-0', 'web']);
    expect(asked).not.toContain('kube-system');
  });
});
