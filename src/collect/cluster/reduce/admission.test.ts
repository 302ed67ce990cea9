import { describe, expect, it } from 'vitest';
import type { Raw } from '../raw.ts';
import { admissionPolicyBindingOf, admissionPolicyOf, webhookConfigurationOf } from './admission.ts';
import { listedNamespaceOf } from './selector.ts';

const NAMESPACES = ['shop', 'kube-system', 'data'].map((name) =>
  listedNamespaceOf({ metadata: { name, labels: { 'kubernetes.io/metadata.name': name } } }),
);
const RULE = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] };
const NOT_SYSTEM = {
  matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system'] }],
};
const LABELLED = { matchLabels: { a: 'b' } };
const CONDITIONS = [{ name: 'a', expression: 'true' }];

const EVERYWHERE = { narrowed: false };
const SOMEWHERE = { narrowed: true };
const IN_TWO = { narrowed: true, namespaces: ['data', 'shop'] };

/** Where it reaches, without all else that is said of it. */
function reach({ narrowed, namespaces }: { narrowed: boolean; namespaces?: string[] }): object {
  return namespaces === undefined ? { narrowed } : { narrowed, namespaces };
}

describe('where a webhook is asked', () => {
  it.each<[string, Raw, object]>([
    ['without selectors', {}, EVERYWHERE],
    ['with empty ones', { namespaceSelector: {}, objectSelector: {} }, EVERYWHERE],
    ['with one for namespaces', { namespaceSelector: NOT_SYSTEM }, IN_TWO],
    ['with one for objects', { objectSelector: LABELLED }, SOMEWHERE],
    ['with both', { namespaceSelector: NOT_SYSTEM, objectSelector: LABELLED }, SOMEWHERE],
    ['with a condition', { matchConditions: CONDITIONS }, SOMEWHERE],
    [
      'with one for namespaces and a condition',
      { namespaceSelector: NOT_SYSTEM, matchConditions: CONDITIONS },
      SOMEWHERE,
    ],
    ['with a selector that takes none', { namespaceSelector: LABELLED }, { narrowed: true, namespaces: [] }],
  ])('%s', (...[, webhook, expected]) => {
    const read = webhookConfigurationOf('ValidatingWebhookConfiguration');
    const configuration = read({
      metadata: { name: 'w' },
      webhooks: [{ name: 'w', rules: [RULE], ...webhook }],
    });

    expect(configuration(NAMESPACES).webhooks.map(reach)).toEqual([expected]);
  });
});

describe('where a ValidatingAdmissionPolicy is about new Pods', () => {
  it.each<[string, Raw, object]>([
    ['without selectors', {}, EVERYWHERE],
    ['with one for namespaces', { matchConstraints: { namespaceSelector: NOT_SYSTEM } }, IN_TWO],
    ['without some rules', { matchConstraints: { excludeResourceRules: [RULE] } }, SOMEWHERE],
    ['for one name', { matchConstraints: { resourceRules: [{ ...RULE, resourceNames: ['a'] }] } }, SOMEWHERE],
    ['with a condition', { matchConditions: CONDITIONS }, SOMEWHERE],
  ])('%s', (...[, spec, expected]) => {
    expect(reach(admissionPolicyOf({ spec })(NAMESPACES))).toEqual(expected);
  });
});

describe('where a ValidatingAdmissionPolicy is bound', () => {
  it.each<[string, Raw, object]>([
    ['without selectors', {}, EVERYWHERE],
    ['with one for namespaces', { matchResources: { namespaceSelector: NOT_SYSTEM } }, IN_TWO],
    ['for some rules', { matchResources: { resourceRules: [RULE] } }, SOMEWHERE],
  ])('%s', (...[, spec, expected]) => {
    expect(reach(admissionPolicyBindingOf({ spec })(NAMESPACES))).toEqual(expected);
  });
});
