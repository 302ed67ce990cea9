import { describe, expect, it } from 'vitest';
import type { Binding, PolicyRule, Role, Subject } from '../../../model/cluster/rbac.ts';
import { BOOTSTRAP_BINDINGS, BOOTSTRAP_ROLES } from '../bootstrap-rbac.ts';
import { addedRules, bootstrapRules, isBootstrapBinding, isWithin } from './bootstrap.ts';

const RULE: PolicyRule = {
  verbs: ['get', 'list'],
  apiGroups: [''],
  resources: ['pods', 'secrets'],
  resourceNames: [],
  nonResourceURLs: [],
};

const MASTERS: Subject = { kind: 'Group', namespace: null, name: 'system:masters' };
const OWN: Binding = {
  kind: 'ClusterRoleBinding',
  namespace: null,
  name: 'cluster-admin',
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
  role: { kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [MASTERS],
};

describe('a binding of Kubernetes itself', () => {
  it.each<[string, Partial<Binding>, Partial<Subject>, boolean]>([
    ['as it makes it', {}, {}, true],
    ['without labels', { labels: {} }, {}, true],
    ['of another name', { name: 'admins' }, {}, false],
    ['to another role', { role: { kind: 'ClusterRole', name: 'admin' } }, {}, false],
    ['to a Role of that name', { role: { kind: 'Role', name: 'cluster-admin' } }, {}, false],
    ['for another subject', {}, { name: 'dev' }, false],
    ['for a user of that name', {}, { kind: 'User' }, false],
    ['in a namespace', { kind: 'RoleBinding', namespace: 'kube-system' }, {}, false],
  ])('%s', (...[, binding, subject, expected]) => {
    expect(isBootstrapBinding({ ...OWN, ...binding }, { ...MASTERS, ...subject })).toBe(expected);
  });
});

describe('a rule within another', () => {
  it.each<[string, Partial<PolicyRule>, Partial<PolicyRule>, boolean]>([
    ['the same', {}, {}, true],
    ['fewer verbs', { verbs: ['get'] }, {}, true],
    ['fewer resources', { resources: ['pods'] }, {}, true],
    ['one verb more', { verbs: ['get', 'list', 'delete'] }, {}, false],
    ['another group', { apiGroups: ['apps'] }, {}, false],
    ['a star in a list without', { resources: ['*'] }, {}, false],
    ['a list in a star', {}, { resources: ['*'], verbs: ['*'] }, true],
    ['names where there were none', { resourceNames: ['a'] }, {}, true],
    ['no names where there were some', {}, { resourceNames: ['a'] }, false],
    ['one of the names', { resourceNames: ['a'] }, { resourceNames: ['a', 'b'] }, true],
    ['another name', { resourceNames: ['c'] }, { resourceNames: ['a', 'b'] }, false],
    ['a name that is a star', { resourceNames: ['a'] }, { resourceNames: ['*'] }, false],
    ['a path', { nonResourceURLs: ['/metrics'] }, {}, false],
  ])('%s', (...[, rule, other, expected]) => {
    expect(isWithin({ ...RULE, ...rule }, { ...RULE, ...other })).toBe(expected);
  });
});

describe('the roles of Kubernetes itself', () => {
  const ADDED: PolicyRule = { ...RULE, verbs: ['bind'], apiGroups: ['added.example.com'] };
  const roles = Object.keys(BOOTSTRAP_ROLES);

  function roleOf(label: string, rules: readonly PolicyRule[]): Role {
    const [kind, name = ''] = label.split(' ') as [Role['kind'], string];
    const [namespace, short] = kind === 'Role' ? (name.split('/') as [string, string]) : [null, name];
    return { kind, namespace, name: short, labels: {}, aggregates: null, rules: [...rules] };
  }

  it.each(roles.filter((label) => label !== 'ClusterRole cluster-admin'))('%s may be added to', (label) => {
    const added = addedRules(roleOf(label, [...bootstrapRules(label), ADDED]));

    expect(added).toEqual([ADDED]);
  });

  it('cluster-admin cannot be added to', () => {
    const label = 'ClusterRole cluster-admin';

    expect(addedRules(roleOf(label, [...bootstrapRules(label), ADDED]))).toEqual([]);
  });

  it('one that Kubernetes does not make is all added', () => {
    expect(addedRules(roleOf('ClusterRole system:mine', [RULE, ADDED]))).toEqual([RULE, ADDED]);
  });

  it('are there for each of its bindings', () => {
    const given = BOOTSTRAP_BINDINGS.map(([binding, role]) => {
      const [, namespace] = /^RoleBinding ([^/]+)\//.exec(binding) ?? [];
      return role.startsWith('Role ') ? role.replace(' ', ` ${namespace}/`) : role;
    });

    expect(given.filter((role) => !roles.includes(role))).toEqual([]);
  });
});
