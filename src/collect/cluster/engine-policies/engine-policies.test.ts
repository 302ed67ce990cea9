import { describe, expect, it } from 'vitest';
import type { Raw } from '../raw.ts';
import { listedNamespaceOf, namesOf } from '../reduce/selector.ts';
import { kubewardenPolicy, kyvernoValidatingPolicy } from './by-rules.ts';
import { gatekeeperConstraint } from './gatekeeper.ts';
import { sigstorePolicy } from './images.ts';
import { kyvernoPolicy } from './kyverno.ts';
import type { PolicyReader } from './policy.ts';

const NAMESPACES = ['kube-system', 'shop', 'shop-test'].map((name) =>
  listedNamespaceOf({
    metadata: { name, labels: { name, tier: name.startsWith('shop') ? 'own' : 'system' } },
  }),
);
const ALL = ['kube-system', 'shop', 'shop-test'];
const OWN = ['shop', 'shop-test'];
const OWN_TIER = { matchLabels: { tier: 'own' } };
const CONDITION = { name: 'a', expression: 'true' };
const RULE = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] };

/** Namespaces where it refuses Pods for certain; null when it refuses none. */
function refusesIn(read: PolicyReader, spec: Raw, metadata: Raw = { name: 'p' }): string[] | null {
  const policy = read({ metadata, spec });
  return policy === null ? null : namesOf(NAMESPACES, (one) => policy.isAboutAllIn(one));
}

type Row = [name: string, spec: Raw, refusesIn: string[] | null];

describe('a constraint of Gatekeeper', () => {
  const match = (fields: Raw) => ({ match: { kinds: [{ apiGroups: [''], kinds: ['Pod'] }], ...fields } });
  const scoped = (action: string, point: string) => ({
    enforcementAction: 'scoped',
    scopedEnforcementActions: [{ action, enforcementPoints: [{ name: point }] }],
  });

  it.each<Row>([
    ['without action denies', match({}), ALL],
    ['without kinds is about all', {}, ALL],
    ['that denies', { enforcementAction: 'deny' }, ALL],
    ['that only reports', { enforcementAction: 'dryrun' }, null],
    ['that only warns', { enforcementAction: 'warn' }, null],
    ['with a word that nobody knows', { enforcementAction: 'no' }, null],
    ['that denies at admission', scoped('deny', 'validation.gatekeeper.sh'), ALL],
    ['that denies everywhere', scoped('deny', '*'), ALL],
    ['that denies in an audit only', scoped('deny', 'audit.gatekeeper.sh'), null],
    ['that warns at admission', scoped('warn', 'validation.gatekeeper.sh'), null],
    ['about Deployments', match({ kinds: [{ apiGroups: ['apps'], kinds: ['Deployment'] }] }), null],
    ['about Pods of another group', match({ kinds: [{ apiGroups: ['x'], kinds: ['Pod'] }] }), null],
    ['about everything', match({ kinds: [{ apiGroups: ['*'], kinds: ['*'] }] }), ALL],
    ['about objects of no namespace', match({ scope: 'Cluster' }), null],
    ['without system namespaces', match({ excludedNamespaces: ['kube-*'] }), OWN],
    ['in one namespace', match({ namespaces: ['shop'] }), ['shop']],
    ['in namespaces by their label', match({ namespaceSelector: OWN_TIER }), OWN],
    ['about labelled Pods', match({ labelSelector: { matchLabels: { a: 'b' } } }), []],
    ['about Pods by name', match({ name: 'a-*' }), []],
    ['about what was generated', match({ source: 'Generated' }), []],
  ])('%s', (...[, spec, expected]) => {
    expect(refusesIn(gatekeeperConstraint, spec)).toEqual(expected);
  });
});

describe('a policy of Kyverno', () => {
  const ENFORCE = { validationFailureAction: 'Enforce' };
  const PODS = { resources: { kinds: ['Pod'] } };
  const rule = (fields: Raw): Raw => ({ match: { any: [PODS] }, validate: { message: 'no' }, ...fields });
  const about = (resources: Raw) => ({
    ...ENFORCE,
    rules: [rule({ match: { any: [{ resources: { kinds: ['Pod'], ...resources } }] } })],
  });
  const enforced = (fields: Raw) => ({ ...ENFORCE, rules: [rule(fields)] });

  it.each<Row>([
    ['without action reports', { rules: [rule({})] }, null],
    ['that reports', { validationFailureAction: 'Audit', rules: [rule({})] }, null],
    ['that enforces', enforced({}), ALL],
    ['that enforces in the words of old', { validationFailureAction: 'enforce', rules: [rule({})] }, ALL],
    ['whose rule enforces', { rules: [rule({ validate: { failureAction: 'Enforce' } })] }, ALL],
    ['whose rule reports', enforced({ validate: { failureAction: 'Audit' } }), null],
    ['that mutates', { ...ENFORCE, rules: [{ match: { any: [PODS] }, mutate: { a: 1 } }] }, null],
    ['that is not asked at admission', { ...enforced({}), admission: false }, null],
    ['that may be skipped', { ...enforced({}), failurePolicy: 'Ignore' }, []],
    [
      'that may be skipped, said elsewhere',
      { ...enforced({}), webhookConfiguration: { failurePolicy: 'Ignore' } },
      [],
    ],
    ['with time enough', { ...enforced({}), webhookConfiguration: { timeoutSeconds: 10 } }, ALL],
    [
      'with conditions of its webhook',
      { ...enforced({}), webhookConfiguration: { matchConditions: [CONDITION] } },
      [],
    ],
    ['about Pods of any group', about({ kinds: ['*/Pod'] }), ALL],
    ['about everything', about({ kinds: ['*'] }), ALL],
    ['about Deployments', about({ kinds: ['Deployment'] }), null],
    ['about commands in Pods', about({ kinds: ['Pod/exec'] }), null],
    ['in the words of old', enforced({ match: PODS }), ALL],
    [
      'about all of several',
      enforced({ match: { all: [PODS, { resources: { kinds: ['Pod'], namespaces: ['shop'] } }] } }),
      ['shop'],
    ],
    ['in some namespaces', about({ namespaces: ['shop*'] }), OWN],
    ['in namespaces by their label', about({ namespaceSelector: OWN_TIER }), OWN],
    [
      'in namespaces by a pattern of labels',
      about({ namespaceSelector: { matchLabels: { 'ti*': 'own' } } }),
      [],
    ],
    ['about labelled Pods', about({ selector: { matchLabels: { a: 'b' } } }), []],
    ['about Pods that are changed', about({ operations: ['UPDATE'] }), []],
    ['about Pods that are made', about({ operations: ['CREATE'] }), ALL],
    [
      'about those of some people',
      enforced({ match: { any: [{ ...PODS, subjects: [{ kind: 'User', name: 'ann' }] }] } }),
      [],
    ],
    [
      'without system namespaces',
      enforced({ exclude: { any: [{ resources: { namespaces: ['kube-*'] } }] } }),
      OWN,
    ],
    ['without what some people make', enforced({ exclude: { any: [{ clusterRoles: ['admin'] }] } }), []],
    ['with a condition', enforced({ preconditions: { all: [] } }), []],
    [
      'that reports in some namespaces',
      { ...enforced({}), validationFailureActionOverrides: [{ action: 'Audit', namespaces: ['shop'] }] },
      [],
    ],
    [
      'that enforces in some namespaces',
      { rules: [rule({})], validationFailureActionOverrides: [{ action: 'Enforce', namespaces: ['shop'] }] },
      [],
    ],
  ])('%s', (...[, spec, expected]) => {
    expect(refusesIn(kyvernoPolicy, spec)).toEqual(expected);
  });

  it('of one namespace is about that', () => {
    expect(refusesIn(kyvernoPolicy, enforced({}), { namespace: 'shop' })).toEqual(['shop']);
  });
});

describe('a validating policy of Kyverno', () => {
  const about = (fields: Raw): Raw => ({ matchConstraints: { resourceRules: [RULE], ...fields } });

  it.each<Row>([
    ['without actions denies', about({}), ALL],
    ['that denies', { ...about({}), validationActions: ['Deny', 'Audit'] }, ALL],
    ['that reports', { ...about({}), validationActions: ['Audit'] }, null],
    ['that is not asked at admission', { ...about({}), evaluation: { admission: { enabled: false } } }, null],
    ['for other than Kubernetes', { ...about({}), evaluation: { mode: 'HTTP' } }, null],
    ['about updates', about({ resourceRules: [{ ...RULE, operations: ['UPDATE'] }] }), null],
    ['in namespaces by their label', about({ namespaceSelector: OWN_TIER }), OWN],
    ['about labelled Pods', about({ objectSelector: OWN_TIER }), []],
    ['with a condition', { ...about({}), matchConditions: [CONDITION] }, []],
    ['without some rules', about({ excludeResourceRules: [RULE] }), []],
    ['that may be skipped', { ...about({}), failurePolicy: 'Ignore' }, []],
  ])('%s', (...[, spec, expected]) => {
    expect(refusesIn(kyvernoValidatingPolicy, spec)).toEqual(expected);
  });
});

describe('a policy of Kubewarden', () => {
  it.each<Row>([
    ['without mode protects', { rules: [RULE] }, ALL],
    ['that protects', { rules: [RULE], mode: 'protect' }, ALL],
    ['that watches', { rules: [RULE], mode: 'monitor' }, null],
    ['about Deployments', { rules: [{ ...RULE, apiGroups: ['apps'], resources: ['deployments'] }] }, null],
    ['in namespaces by their label', { rules: [RULE], namespaceSelector: OWN_TIER }, OWN],
  ])('%s', (...[, spec, expected]) => {
    expect(refusesIn(kubewardenPolicy, spec)).toEqual(expected);
  });

  it('of one namespace is about that', () => {
    expect(refusesIn(kubewardenPolicy, { rules: [RULE] }, { namespace: 'shop' })).toEqual(['shop']);
  });
});

describe('a policy of the policy-controller', () => {
  it.each<Row>([
    ['enforces', { images: [{ glob: '**' }] }, []],
    ['that warns', { mode: 'warn' }, null],
  ])('%s', (...[, spec, expected]) => {
    expect(refusesIn(sigstorePolicy, spec)).toEqual(expected);
  });
});
