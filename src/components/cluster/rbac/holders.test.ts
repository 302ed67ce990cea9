import { describe, expect, it } from 'vitest';
import { withCluster } from '../../../cli/rules/cases/with-cluster.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { CLUSTER_PROPERTIES } from '../properties.ts';

const READER = { kind: 'ClusterRole', name: 'reader' };
const ROLES = [{ ...READER, rules: [{ verbs: ['get'], resources: ['secrets'] }] }];

type Bound = [kind: 'ClusterRoleBinding' | `RoleBinding ${string}`, name: string, ...subjects: object[]];

function bindingOf([kind, name, ...subjects]: Bound): object {
  const [word, namespace = null] = kind.split(' ');
  return { kind: word, namespace, name, role: READER, subjects };
}

/** What the property `secret-readers` tells of a cluster with these bindings. */
function readers(
  bindings: readonly Bound[],
  allowed: readonly string[] = [],
  roles: readonly object[] = ROLES,
) {
  const snapshot = withCluster({} as Snapshot, { roles, bindings: bindings.map(bindingOf) });
  const facts = snapshot.cluster;
  if (facts?.state !== 'asked') throw new Error('no facts');
  const parameters = { 'allowed-subjects': allowed };
  const property = CLUSTER_PROPERTIES['secret-readers']?.({ facts, snapshot, parameters });
  if (property?.state !== 'items') throw new Error(JSON.stringify(property));
  return property;
}

const ANN = { kind: 'User', name: 'ann' };
const DEV = { kind: 'Group', name: 'dev' };
const WEB = { kind: 'ServiceAccount', namespace: 'shop', name: 'web' };

describe('holders of a right', () => {
  it.each<[string, Bound[], string[]]>([
    [
      'are named by kind',
      [['ClusterRoleBinding', 'b', ANN, DEV, WEB]],
      ['User ann', 'Group dev', 'ServiceAccount shop/web'],
    ],
    [
      'are told once',
      [
        ['ClusterRoleBinding', 'b', ANN],
        ['RoleBinding shop', 'c', ANN],
      ],
      ['User ann'],
    ],
    [
      'are told apart by kind',
      [['ClusterRoleBinding', 'b', { ...ANN, kind: 'Group' }, ANN]],
      ['Group ann', 'User ann'],
    ],
    ['are none where nobody is bound', [['ClusterRoleBinding', 'b']], []],
  ])('%s', (...[, bindings, labels]) => {
    expect(readers(bindings).items.map(({ label }) => label)).toEqual(labels);
  });

  it('say where each way leads and which role it takes', () => {
    const [item] = readers([
      ['ClusterRoleBinding', 'b', ANN],
      ['RoleBinding shop', 'c', ANN],
    ]).items;

    expect(item?.defects?.allowed).toBe(
      'User ann may read Secrets: get on secrets everywhere by ClusterRoleBinding b (ClusterRole reader); get on secrets in shop by RoleBinding shop/c (ClusterRole reader).',
    );
  });

  it('show three ways in the reason and ten in the note', () => {
    const many = Array.from({ length: 12 }, (_, index): Bound => [`RoleBinding ns${index}`, 'b', ANN]);
    const [item] = readers(many).items;
    const ways = (text = '') => text.split('; ').length;

    expect(item?.defects?.allowed).toMatch(/ …\.$/);
    expect(ways(item?.defects?.allowed)).toBe(3);
    expect(ways(item?.note)).toBe(10);
  });

  it.each<[string, object, string, unknown]>([
    ['a user', ANN, 'User ann', 'yes'],
    ['an account', WEB, 'ServiceAccount shop/web', 'yes'],
    ['a group that a user is called like', ANN, 'Group ann', 'no'],
    ['an account of another namespace', WEB, 'ServiceAccount ci/web', 'no'],
  ])('are allowed by kind and name: %s', (...[, subject, allowed, expected]) => {
    const [item] = readers([['ClusterRoleBinding', 'b', subject]], [allowed]).items;

    expect(item?.attributes.allowed).toBe(expected);
  });

  it('that Kubernetes itself made are counted in the evidence', () => {
    const role = { kind: 'ClusterRole', name: 'system:kube-controller-manager' };
    const user = { kind: 'User', name: 'system:kube-controller-manager' };
    const snapshot = withCluster({} as Snapshot, {
      roles: [{ ...role, rules: [{ verbs: ['get'], resources: ['secrets'] }] }],
      bindings: [{ kind: 'ClusterRoleBinding', name: role.name, role, subjects: [user] }],
    });
    const facts = snapshot.cluster;
    if (facts?.state !== 'asked') throw new Error('no facts');

    const property = CLUSTER_PROPERTIES['secret-readers']?.({ facts, snapshot, parameters: {} });

    expect(property).toMatchObject({
      items: [],
      evidence: [{ setting: 'holders by default', value: ['User system:kube-controller-manager'] }],
    });
  });
});
