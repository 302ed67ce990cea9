import { describe, expect, it } from 'vitest';
import { withCluster } from '../../../cli/rules/cases/with-cluster.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { type Review, reviewIn, reviewsOf, reviewText } from './reviews.ts';

const CASES: readonly [string, Review][] = [
  [
    'get secrets as stranger',
    { verb: 'get', group: '', resource: 'secrets', namespace: null, subject: 'stranger' },
  ],
  [
    'create deployments.apps in shop as User Jane in as Doe',
    {
      ...{ verb: 'create', group: 'apps', resource: 'deployments', namespace: 'shop' },
      subject: { kind: 'User', namespace: null, name: 'Jane in as Doe' },
    },
  ],
  [
    'update certificatesigningrequests/approval.certificates.k8s.io as ServiceAccount ns/name',
    {
      ...{ verb: 'update', group: 'certificates.k8s.io', namespace: null },
      resource: 'certificatesigningrequests/approval',
      subject: { kind: 'ServiceAccount', namespace: 'ns', name: 'name' },
    },
  ],
  [
    '* *.* as Group system:masters',
    {
      ...{ verb: '*', group: '*', resource: '*', namespace: null },
      subject: { kind: 'Group', namespace: null, name: 'system:masters' },
    },
  ],
];

describe('a review', () => {
  it.each(CASES)('is one line that is read again: %s', (text, review) => {
    expect(reviewText(review)).toBe(text);
    expect(reviewIn(text)).toEqual(review);
  });

  it('is not made up from another text', () => {
    expect(reviewIn('who knows')).toBeNull();
  });
});

function rightsOf(groups: readonly string[]) {
  const role = { kind: 'ClusterRole', name: 'all' };
  const { cluster } = withCluster({} as Snapshot, {
    roles: [{ ...role, rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }] }],
    bindings: groups.map((name) => ({
      ...{ kind: 'ClusterRoleBinding', name, role },
      subjects: [{ kind: 'Group', name }],
    })),
  });
  if (cluster?.state !== 'asked') throw new Error('no facts');
  return cluster;
}

describe('who is asked about', () => {
  it('are an account that should have nothing and those of the site, but nobody who needs no binding', () => {
    const reviews = reviewsOf(rightsOf(['system:masters', 'dev']), 'secret-readers').map(reviewText);

    expect(reviews).toEqual(['get secrets as ServiceAccount default/default', 'get secrets as Group dev']);
  });

  it('is also a user who is nobody, where the right is everything', () => {
    const reviews = reviewsOf(rightsOf([]), 'cluster-admins').map(reviewText);

    expect(reviews).toEqual(['* *.* as stranger', '* *.* as ServiceAccount default/default']);
  });
});
