import { expect, it } from 'vitest';
import { withCluster } from '../../../cli/rules/cases/with-cluster.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { holdingsOf } from './holdings.ts';
import { POWERS } from './powers.ts';

function factsWith(verbs: readonly string[]) {
  const role = { kind: 'ClusterRole', name: 'reader' };
  const { cluster } = withCluster({} as Snapshot, {
    roles: [{ ...role, rules: [{ verbs, resources: ['secrets'] }] }],
    bindings: [{ kind: 'ClusterRoleBinding', name: 'b', role, subjects: [{ kind: 'User', name: 'ann' }] }],
  });
  if (cluster?.state !== 'asked') throw new Error('no facts');
  return cluster;
}

it('finds who holds a right once for the same facts, and anew for others', () => {
  const facts = factsWith(['get']);
  const found = holdingsOf(facts, POWERS['secret-readers']);

  expect(found.map(({ what }) => what)).toEqual([['get on secrets']]);
  expect(holdingsOf(facts, POWERS['secret-readers'])).toBe(found);
  expect(holdingsOf(facts, POWERS['pod-creators'])).toEqual([]);
  expect(holdingsOf(factsWith(['create']), POWERS['secret-readers'])).toEqual([]);
});
