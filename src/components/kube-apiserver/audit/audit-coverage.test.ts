import { describe, expect, it } from 'vitest';
import { auditCoverage, recordsAnything } from './audit-coverage.ts';
import { type AuditRule, matchingRule } from './audit-match.ts';
import { auditProbes } from './audit-probes.ts';

const EMPTY = {
  level: 'Metadata',
  users: [],
  userGroups: [],
  verbs: [],
  namespaces: [],
  resources: [],
  nonResourceUrls: [],
  omitStages: [],
  line: 1,
} as const satisfies AuditRule;

const rule = (given: Partial<AuditRule>): AuditRule => ({ ...EMPTY, ...given });
const on = (resources: string[], group = '', resourceNames: string[] = []) => ({
  group,
  resources,
  resourceNames,
});

const REQUEST = {
  user: 'somebody',
  groups: ['system:authenticated'],
  verb: 'get',
  group: '',
  resource: 'pods',
  subresource: 'exec',
  namespace: 'default',
};

describe('a rule of an audit policy', () => {
  it.each<[string, Partial<AuditRule>, boolean, number?]>([
    ['without limits matches everything', {}, true],
    ['matches its user', { users: ['somebody'] }, true],
    ['does not match another user', { users: ['system:apiserver'] }, false],
    ['matches one of the groups', { userGroups: ['x', 'system:authenticated'] }, true],
    ['does not match another group', { userGroups: ['system:unauthenticated'] }, false],
    ['matches its verb', { verbs: ['get'] }, true],
    ['knows no wildcard for verbs', { verbs: ['*'] }, false],
    ['matches its namespace', { namespaces: ['default'] }, true],
    ['does not match another namespace', { namespaces: ['kube-system'] }, false],
    ['matches all of a group', { resources: [on([])] }, true],
    ['matches any resource', { resources: [on(['*'])] }, true],
    ['does not match a subresource by its resource', { resources: [on(['pods'])] }, false],
    ['matches a subresource by name', { resources: [on(['pods/exec'])] }, true],
    ['matches all subresources', { resources: [on(['pods/*'])] }, true],
    ['matches a subresource of anything', { resources: [on(['*/exec'])] }, true],
    ['does not match another group of the API', { resources: [on(['*'], 'apps')] }, false],
    ['knows no wildcard for groups up to 1.35', { resources: [on(['*'], '*')] }, false, 35],
    ['knows one from 1.36 on', { resources: [on(['*'], '*')] }, true, 36],
    ['does not match objects by other names', { resources: [on(['pods/exec'], '', ['x'])] }, false],
    ['for paths matches no resource', { nonResourceUrls: ['*'] }, false],
  ])('%s', (_name, given, matches, minor = 34) => {
    expect(matchingRule([rule(given)], REQUEST, minor) !== undefined).toBe(matches);
  });
});

const SENSITIVE = rule({
  resources: [on(['secrets', 'configmaps']), on(['tokenreviews'], 'authentication.k8s.io')],
});

function coverage(rules: readonly AuditRule[], also: readonly string[] = []): Record<string, string> {
  const items = auditCoverage(auditProbes(also), rules, '/p', 34);
  return Object.fromEntries(items.map(({ label, attributes }) => [label, String(attributes.recorded)]));
}

describe('coverage', () => {
  it('is enough by metadata of everything', () => {
    const found = coverage([rule({})]);

    expect(new Set(Object.values(found))).toEqual(new Set(['enough']));
  });

  it('is too much where contents of secrets are recorded, and enough elsewhere', () => {
    const found = coverage([rule({ level: 'RequestResponse' })]);

    expect(found).toMatchObject({
      'get secrets': 'too much',
      'create tokenreviews': 'too much',
      'create pods': 'enough',
    });
  });

  it.each<[string, AuditRule[], string, string]>([
    ['no rule matches', [SENSITIVE], 'create pods', 'too little'],
    [
      'the first rule decides',
      [rule({ level: 'None', verbs: ['create'] }), rule({})],
      'create pods',
      'too little',
    ],
    ['a later rule counts for nothing', [SENSITIVE, rule({ level: 'Request' })], 'get secrets', 'enough'],
    [
      'workloads are left out',
      [rule({ level: 'None', userGroups: ['system:serviceaccounts'] }), rule({})],
      'get secrets',
      'too little',
    ],
    [
      'one namespace is left out',
      [rule({ level: 'None', namespaces: ['kube-system'] }), rule({})],
      'update configmaps',
      'too little',
    ],
    [
      'every stage is left out',
      [rule({ omitStages: ['RequestReceived', 'ResponseComplete'] })],
      'get secrets',
      'too little',
    ],
    [
      'a stage is left',
      [rule({ omitStages: ['RequestReceived', 'ResponseComplete'] })],
      'get pods/exec',
      'enough',
    ],
  ])('%s', (_name, rules, probe, recorded) => {
    expect(coverage(rules)[probe]).toBe(recorded);
  });

  it('names the line of the rule that matched', () => {
    const [item] = auditCoverage(auditProbes([]), [rule({ level: 'None', line: 12 })], '/p', 34);

    expect(item?.defects?.recorded).toBe(
      'By the rule on line 12 get secrets by somebody in default is not recorded.',
    );
    expect(item?.origin).toEqual({ kind: 'file', path: '/p', line: 12 });
  });

  it('takes further requests by name', () => {
    const found = coverage(
      [rule({ level: 'Request' })],
      ['serviceaccounts/token', 'certificatesigningrequests'],
    );

    expect(found).toMatchObject({
      'create serviceaccounts/token': 'too much',
      'update certificatesigningrequests': 'enough',
    });
    expect(() => auditProbes(['nodes'])).toThrow('no audit probes');
  });
});

describe('a policy records', () => {
  it.each<[string, AuditRule[], boolean]>([
    ['by a rule that can be reached', [rule({ level: 'None', verbs: ['get'] }), rule({})], true],
    ['nothing behind a rule for everything', [rule({ level: 'None' }), rule({})], false],
    ['nothing by None alone', [rule({ level: 'None', verbs: ['get'] })], false],
  ])('%s', (_name, rules, records) => {
    expect(recordsAnything(rules)).toBe(records);
  });
});
