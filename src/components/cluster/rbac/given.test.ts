import { describe, expect, it } from 'vitest';
import type { PolicyRule } from '../../../model/cluster/rbac.ts';
import { givenBy, isEverything } from './given.ts';
import { POWERS } from './powers.ts';

type Given = Partial<PolicyRule>;

function rule(given: Given): PolicyRule {
  return { verbs: [], apiGroups: [''], resources: [], resourceNames: [], nonResourceURLs: [], ...given };
}

function given(
  power: keyof typeof POWERS,
  rules: readonly Given[],
  scope: 'cluster' | 'namespace' = 'cluster',
) {
  return givenBy(rules.map(rule), POWERS[power], scope);
}

const ADMISSION = ['admissionregistration.k8s.io'];

describe('what a rule gives of a power', () => {
  it.each<[string, keyof typeof POWERS, Given[], string[]]>([
    [
      'only asked verbs are told',
      'secret-readers',
      [{ verbs: ['get', 'create'], resources: ['secrets'] }],
      ['get on secrets'],
    ],
    ['another resource', 'secret-readers', [{ verbs: ['get'], resources: ['configmaps'] }], []],
    [
      'another group',
      'secret-readers',
      [{ verbs: ['get'], apiGroups: ['apps'], resources: ['secrets'] }],
      [],
    ],
    [
      'a resource that only begins so',
      'secret-readers',
      [{ verbs: ['get'], resources: ['secretstores'] }],
      [],
    ],
    ['no group at all', 'secret-readers', [{ verbs: ['get'], apiGroups: [], resources: ['secrets'] }], []],
    [
      'stars everywhere',
      'volume-creators',
      [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
      ['create on persistentvolumes'],
    ],
    [
      'a subresource is not its resource',
      'pod-creators',
      [{ verbs: ['create'], resources: ['pods/exec'] }],
      [],
    ],
    ['a resource is not its subresource', 'node-proxies', [{ verbs: ['get'], resources: ['nodes'] }], []],
    [
      'a star includes subresources',
      'node-proxies',
      [{ verbs: ['get'], resources: ['*'] }],
      ['get on nodes/proxy'],
    ],
    [
      'a subresource of all',
      'token-creators',
      [{ verbs: ['create'], resources: ['*/token'] }],
      ['create on serviceaccounts/token'],
    ],
    [
      'a star behind the slash is none',
      'token-creators',
      [{ verbs: ['create'], resources: ['serviceaccounts/*'] }],
      [],
    ],
    ['paths are no resources', 'node-proxies', [{ verbs: ['*'], apiGroups: [], nonResourceURLs: ['*'] }], []],
    [
      'each rule by itself',
      'pod-creators',
      [
        { verbs: ['create'], resources: ['pods'] },
        { verbs: ['create'], apiGroups: ['batch'], resources: ['jobs'] },
      ],
      ['create on pods', 'create on jobs'],
    ],
  ])('%s', (...[, power, rules, expected]) => {
    expect(given(power, rules)).toEqual(expected);
  });
});

describe('a rule with names', () => {
  const named = { resources: ['pods'], resourceNames: ['a', 'b'] };

  it.each<[string, keyof typeof POWERS, Given[], string[]]>([
    [
      'reads those Secrets only, which is not counted',
      'secret-readers',
      [{ verbs: ['get'], resources: ['secrets'], resourceNames: ['a'] }],
      [],
    ],
    ['creates nothing', 'pod-creators', [{ verbs: ['create'], ...named }], []],
    [
      'creates by server-side apply with patch',
      'pod-creators',
      [{ verbs: ['create', 'patch'], ...named }],
      ['create on pods named a, b'],
    ],
    [
      'creates with patch on all from another rule',
      'pod-creators',
      [
        { verbs: ['create'], ...named },
        { verbs: ['patch'], resources: ['*'] },
      ],
      ['create on pods named a, b'],
    ],
    [
      'creates nothing with patch on another name',
      'pod-creators',
      [
        { verbs: ['create'], ...named },
        { verbs: ['patch'], resources: ['pods'], resourceNames: ['c'] },
      ],
      [],
    ],
    [
      'creates nothing with patch on another kind',
      'pod-creators',
      [
        { verbs: ['create'], ...named },
        { verbs: ['patch'], apiGroups: ['apps'], resources: ['*'] },
      ],
      [],
    ],
    [
      'creates subresources of what is there, and only those',
      'token-creators',
      [{ verbs: ['create'], resources: ['*'], resourceNames: ['a'] }],
      ['create on serviceaccounts/token named a'],
    ],
    [
      'deletes one, not a collection',
      'webhook-writers',
      [
        {
          verbs: ['delete', 'deletecollection'],
          apiGroups: ADMISSION,
          resources: ['validatingadmissionpolicies'],
          resourceNames: ['a'],
        },
      ],
      ['delete on validatingadmissionpolicies named a'],
    ],
    [
      'does not take the others of its list along',
      'pod-creators',
      [{ verbs: ['create'], resources: ['pods', 'pods/exec'], resourceNames: ['a'] }],
      [],
    ],
  ])('%s', (...[, power, rules, expected]) => {
    expect(given(power, rules)).toEqual(expected);
  });
});

describe('through a RoleBinding', () => {
  const ALL: Given[] = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];

  it.each<[keyof typeof POWERS, string[]]>([
    ['secret-readers', ['get, list, watch, patch, delete, deletecollection on secrets']],
    ['token-creators', ['create on serviceaccounts/token']],
    [
      'right-givers',
      [
        'bind on roles, clusterroles',
        'escalate on roles',
        'impersonate on serviceaccounts',
        'impersonate:serviceaccount on serviceaccounts',
      ],
    ],
    ['volume-creators', []],
    ['node-proxies', []],
    ['request-approvers', []],
    ['webhook-writers', []],
  ])('everything gives of %s what lies in a namespace', (power, expected) => {
    expect(given(power, ALL, 'namespace')).toEqual(expected);
  });
});

describe('everything', () => {
  const ALL = rule({ verbs: ['get', '*'], apiGroups: ['*'], resources: ['*'] });

  it.each<[string, Given, boolean]>([
    ['three stars', {}, true],
    [
      'verbs that are spelt out',
      { verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
      false,
    ],
    ['the core group only', { apiGroups: [''] }, false],
    ['one resource', { resources: ['pods'] }, false],
    ['of one name', { resourceNames: ['a'] }, false],
  ])('%s', (...[, difference, expected]) => {
    expect(isEverything({ ...ALL, ...difference })).toBe(expected);
  });
});
