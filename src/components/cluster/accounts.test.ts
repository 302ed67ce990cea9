import { describe, expect, it } from 'vitest';
import { clusterItems, clusterProperty, saidOf } from '../../../test/support/cluster-property.ts';

const OFF = { automount: false };
const PODS = { template: false, pods: 1 };

interface Given {
  account?: object;
  spec?: object;
  variant?: object;
  subjects?: object[];
  workload?: object;
}

/** A workload of the account default of the namespace shop. */
function clusterOf({ account = {}, spec = {}, variant = {}, subjects = [], workload = {} }: Given): object {
  return {
    serviceAccounts: [{ namespace: 'shop', name: 'default', ...account }],
    podSpecs: [{ ...spec, containers: [{ name: 'a' }] }],
    workloads: [{ namespace: 'shop', name: 'web', ...workload, variants: [{ spec: 0, ...variant }] }],
    bindings: [
      { kind: 'RoleBinding', namespace: 'shop', name: 'b', role: { kind: 'Role', name: 'r' }, subjects },
    ],
  };
}

function tokenVolume(audience?: string): object {
  return { tokenVolumes: [{ volume: 't', ...(audience === undefined ? {} : { audience }) }] };
}

describe('a token of the API server without use', () => {
  it.each<[string, Given, 'yes' | 'no']>([
    ['is mounted when nobody says no', {}, 'no'],
    ['is not mounted when the account says no', { account: OFF }, 'yes'],
    ['is not mounted when the Pod says no', { spec: OFF }, 'yes'],
    ['is mounted when the Pod says yes', { account: OFF, spec: { automount: true } }, 'no'],
    ['is still in Pods of before', { account: OFF, variant: { pods: 2, withToken: 2 } }, 'no'],
    ['is in Pods without a template', { variant: { ...PODS, withToken: 1 } }, 'no'],
    ['is not in Pods that were made without', { variant: PODS }, 'yes'],
    ['comes by a volume', { account: OFF, spec: tokenVolume() }, 'no'],
    [
      'comes by a volume for the usual issuer',
      { account: OFF, spec: tokenVolume('https://kubernetes.default.svc.cluster.local') },
      'no',
    ],
    ['is not one for somebody else', { account: OFF, spec: tokenVolume('vault') }, 'yes'],
    ['is not in a static Pod', { workload: { kind: 'Pod', staticPod: true } }, 'yes'],
    [
      'has a use with a right',
      { subjects: [{ kind: 'ServiceAccount', namespace: 'shop', name: 'default' }] },
      'yes',
    ],
    [
      'has a use with a right of its user name',
      { subjects: [{ kind: 'User', name: 'system:serviceaccount:shop:default' }] },
      'yes',
    ],
    [
      'has a use with a right of its group',
      { subjects: [{ kind: 'Group', name: 'system:serviceaccounts:shop' }] },
      'yes',
    ],
    [
      'has none with the right of another',
      { subjects: [{ kind: 'User', name: 'system:serviceaccount:data:default' }] },
      'no',
    ],
    [
      'has none with a right of a user that looks alike',
      { subjects: [{ kind: 'User', name: 'shop/default' }] },
      'no',
    ],
    [
      'has none with a right of everybody',
      { subjects: [{ kind: 'Group', name: 'system:authenticated' }] },
      'no',
    ],
  ])('%s', (...[, given, expected]) => {
    expect(saidOf(clusterItems('token-mounts', { cluster: clusterOf(given) }), 'allowed')).toEqual([
      expected,
    ]);
  });
});

describe('a default account is used', () => {
  it.each<[string, Given, 'yes' | 'no']>([
    ['by nobody', { account: OFF }, 'no'],
    ['by who says nothing', {}, 'yes'],
    ['by a Pod that asks for its token', { account: OFF, spec: { automount: true } }, 'yes'],
    ['by a Pod with a volume for it', { account: OFF, spec: tokenVolume() }, 'yes'],
    ['by Pods of before', { account: OFF, variant: { pods: 1, withToken: 1 } }, 'yes'],
    [
      'by no Pods that have ended',
      { account: OFF, spec: { automount: true }, variant: { ...PODS, ended: 1 } },
      'no',
    ],
    [
      'by no Pod of another account',
      { account: OFF, spec: { serviceAccount: 'web', automount: true } },
      'no',
    ],
    [
      'by a binding',
      { account: OFF, subjects: [{ kind: 'ServiceAccount', namespace: 'shop', name: 'default' }] },
      'yes',
    ],
    [
      'by a binding of its user name',
      { account: OFF, subjects: [{ kind: 'User', name: 'system:serviceaccount:shop:default' }] },
      'yes',
    ],
    [
      'by no binding of its group',
      { account: OFF, subjects: [{ kind: 'Group', name: 'system:serviceaccounts' }] },
      'no',
    ],
  ])('%s', (...[, given, expected]) => {
    expect(saidOf(clusterItems('default-accounts', { cluster: clusterOf(given) }), 'used')).toEqual([
      expected,
    ]);
  });
});

it.each(['token-mounts', 'default-accounts'])('%s are not told without RBAC', (name) => {
  const kinds = { clusterrolebindings: { state: 'absent', reason: 'no such kind' } };

  const property = clusterProperty(name, { cluster: { ...clusterOf({ account: OFF }), kinds } });

  expect(property).toMatchObject({ state: 'settled', verdict: { status: 'unknown' } });
});
