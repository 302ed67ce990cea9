import { expect, it } from 'vitest';
import { withCluster } from '../cli/rules/cases/with-cluster.ts';
import type { StartingCandidate } from '../components/subject.ts';
import type { Rule } from '../model/rule.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { expressionFacts } from './expression-facts.ts';

it('an expression sees the workloads of a cluster, and not what was kept of their Pods for proofs', () => {
  const here = [{ name: 'web-1', spec: 0, containers: [{ name: 'c0', id: 'ab' }] }];
  const snapshot = withCluster({ node: {} } as unknown as Snapshot, {
    podSpecs: [{ containers: [{}] }],
    workloads: [{ namespace: 'shop', name: 'web', here }],
  });

  const { cluster } = expressionFacts({} as Rule, snapshot, null, {} as StartingCandidate, {});

  expect(cluster?.()).toMatchObject({ value: { workloads: [{ namespace: 'shop', name: 'web' }] } });
  expect(JSON.stringify(cluster?.())).not.toContain('here');
});
