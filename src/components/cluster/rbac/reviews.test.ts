import { describe, expect, it } from 'vitest';
import { type Review, reviewIn, reviewText } from './reviews.ts';

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
