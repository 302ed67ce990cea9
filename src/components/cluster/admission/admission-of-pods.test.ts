import { describe, expect, it } from 'vitest';
import { apiServerFacts } from '../../../../test/support/api-server.ts';
import {
  type AskedCluster,
  clusterItems,
  clusterProperty,
  saidOf,
} from '../../../../test/support/cluster-property.ts';

const RULES = [{ operations: ['CREATE'], apiGroups: [''], resources: ['pods'] }];
const SHOP = { namespaces: [{ name: 'shop' }] };
const BASELINE = { namespaces: [{ name: 'shop', podSecurity: { enforce: 'baseline' } }] };

function webhook(name: string, more: object = {}, kind = 'ValidatingWebhookConfiguration'): object {
  const one = { name, calls: 'a/b', failurePolicy: 'Fail', narrowed: false, rules: RULES, ...more };
  return { webhooks: [{ kind, name, webhooks: [one] }] };
}

function policies(definition: string, more: object = {}): object {
  return { customResources: [{ definition, count: 2, namespaces: [], ...more }] };
}

const KYVERNO = 'validate.kyverno.svc-fail';
const REFUSING = policies('clusterpolicies.kyverno.io', { refusing: 1, refusesIn: ['shop'] });

/** What is said of the namespace shop. */
function shop(cluster: object, more: Omit<AskedCluster, 'cluster'> = {}): string | undefined {
  return saidOf(
    clusterItems('admission-of-pods', { cluster: { ...SHOP, ...cluster }, ...more }),
    'enforced',
  )[0];
}

describe('an engine refuses Pods of a namespace', () => {
  it.each<[string, object, string]>([
    ['with webhook and policy', { ...webhook(KYVERNO), ...REFUSING }, 'yes'],
    [
      'with a webhook that changes Pods',
      { ...webhook(KYVERNO, {}, 'MutatingWebhookConfiguration'), ...REFUSING },
      'yes',
    ],
    [
      'with a webhook that sees it',
      { ...webhook(KYVERNO, { narrowed: true, namespaces: ['shop'] }), ...REFUSING },
      'yes',
    ],
    [
      'with a webhook that sees others',
      { ...webhook(KYVERNO, { narrowed: true, namespaces: ['data'] }), ...REFUSING },
      'no',
    ],
    [
      'with a webhook that sees some Pods',
      { ...webhook(KYVERNO, { narrowed: true }), ...REFUSING },
      'unknown',
    ],
    [
      'with a webhook that fails open',
      { ...webhook(KYVERNO, { failurePolicy: 'Ignore' }), ...REFUSING },
      'unknown',
    ],
    [
      'with a webhook on other objects',
      { ...webhook(KYVERNO, { rules: [{ ...RULES[0], resources: ['services'] }] }), ...REFUSING },
      'no',
    ],
    [
      'with the webhook on its own policies',
      { ...webhook('validate-policy.kyverno.svc', { rules: [] }), ...REFUSING },
      'no',
    ],
    ['without webhook', REFUSING, 'no'],
    [
      'without policy',
      { ...webhook(KYVERNO), ...policies('clusterpolicies.kyverno.io', { count: 0, refusing: 0 }) },
      'no',
    ],
    [
      'with policies that report',
      { ...webhook(KYVERNO), ...policies('clusterpolicies.kyverno.io', { refusing: 0, refusesIn: [] }) },
      'no',
    ],
    [
      'with policies about some Pods',
      { ...webhook(KYVERNO), ...policies('clusterpolicies.kyverno.io', { refusing: 1, refusesIn: [] }) },
      'unknown',
    ],
    [
      'with policies of which more is not known',
      { ...webhook(KYVERNO), ...policies('clusterpolicies.kyverno.io') },
      'unknown',
    ],
    [
      'with policies that could not be listed',
      { ...webhook(KYVERNO), ...policies('clusterpolicies.kyverno.io', { count: null }) },
      'unknown',
    ],
    [
      'with policies on images',
      {
        ...webhook(KYVERNO),
        ...policies('imagevalidatingpolicies.policies.kyverno.io', { refusing: 1, refusesIn: ['shop'] }),
      },
      'no',
    ],
    [
      'with templates alone',
      { ...webhook('validation.gatekeeper.sh'), ...policies('constrainttemplates.templates.gatekeeper.sh') },
      'no',
    ],
    [
      'with a constraint',
      {
        ...webhook('validation.gatekeeper.sh'),
        ...policies('a.constraints.gatekeeper.sh', { refusing: 1, refusesIn: ['shop'] }),
      },
      'yes',
    ],
    ['that is not known here', webhook('guard.example.com'), 'unknown'],
    [
      'that is not known here and fails open',
      webhook('guard.example.com', { failurePolicy: 'Ignore' }),
      'no',
    ],
    [
      'that is not known here and changes Pods',
      webhook('mesh.example.com', {}, 'MutatingWebhookConfiguration'),
      'no',
    ],
    ['that verifies images', webhook('policy.sigstore.dev'), 'no'],
  ])('%s', (...[, cluster, expected]) => {
    expect(shop(cluster)).toBe(expected);
  });

  it('but not past an API server that asks no webhooks', () => {
    const args = ['--disable-admission-plugins=ValidatingAdmissionWebhook'];

    expect(shop({ ...webhook(KYVERNO), ...REFUSING }, { processes: [apiServerFacts({ args })] })).toBe('no');
  });

  it('and says of one that is not sure what has to be looked at', () => {
    const cluster = { ...SHOP, ...webhook(KYVERNO, { failurePolicy: 'Ignore' }), ...REFUSING };

    const [item] = clusterItems('admission-of-pods', { cluster });

    expect(item?.unknown?.enforced).toBe(
      'Namespace shop: It has to be looked at whether Kyverno refuses Pods there (its webhook validate.kyverno.svc-fail lets Pods in while it does not answer; 2 policy objects).',
    );
  });
});

describe('a ValidatingAdmissionPolicy refuses Pods of a namespace', () => {
  const POLICY = { name: 'p', failurePolicy: 'Fail', validations: 1, narrowed: false, rules: RULES };
  const BINDING = { name: 'b', policy: 'p', actions: ['Deny'], narrowed: false };

  it.each<[string, object, object, string]>([
    ['bound everywhere', POLICY, BINDING, 'yes'],
    ['bound there', POLICY, { ...BINDING, narrowed: true, namespaces: ['shop'] }, 'yes'],
    ['bound elsewhere', POLICY, { ...BINDING, narrowed: true, namespaces: ['data'] }, 'no'],
    ['bound for some objects', POLICY, { ...BINDING, narrowed: true }, 'unknown'],
    ['about some namespaces', { ...POLICY, narrowed: true, namespaces: [] }, BINDING, 'no'],
    ['bound to warn', POLICY, { ...BINDING, actions: ['Warn'] }, 'no'],
    ['bound by another name', POLICY, { ...BINDING, policy: 'q' }, 'no'],
    ['without validations', { ...POLICY, validations: 0 }, BINDING, 'no'],
  ])('%s', (...[, policy, binding, expected]) => {
    expect(shop({ admissionPolicies: [policy], admissionPolicyBindings: [binding] })).toBe(expected);
  });
});

describe('Pod Security refuses Pods of a namespace', () => {
  const version = (value: string) => ({
    version: { state: 'present', value, origin: { kind: 'api', resource: '/version' } },
  });
  const unreadable = {
    version: { state: 'unreadable', at: { kind: 'api', resource: '/version' }, reason: '403' },
  };
  const node = (kubelet: string) => ({
    nodes: [
      {
        name: 'n',
        os: 'linux',
        architecture: '',
        kubelet,
        containerRuntime: '',
        osImage: '',
        providerID: '',
        roles: [],
        labels: {},
        annotations: [],
      },
    ],
  });

  it.each<[string, object, string[] | null, string]>([
    ['by its label', BASELINE, null, 'yes'],
    ['by its label in 1.23', { ...BASELINE, ...version('v1.23.0') }, null, 'yes'],
    ['not yet in 1.22', { ...BASELINE, ...version('v1.22.17') }, null, 'no'],
    ['by its label, if the version is not known', { ...BASELINE, ...unreadable }, null, 'unknown'],
    [
      'by its label, if the kubelets are new enough',
      { ...BASELINE, ...unreadable, ...node('v1.30.2') },
      null,
      'yes',
    ],
    ['without label, if the version is not known', unreadable, null, 'no'],
    ['by its label, as an API server here shows', BASELINE, [], 'yes'],
    ['but not where the plug-in is off', BASELINE, ['--disable-admission-plugins=PodSecurity'], 'no'],
    [
      'by its label, if the configuration of admission is not to be had',
      BASELINE,
      ['--admission-control-config-file=/a'],
      'unknown',
    ],
    [
      'without label, if the configuration of admission is not to be had',
      {},
      ['--admission-control-config-file=/a'],
      'unknown',
    ],
  ])('%s', (...[, cluster, args, expected]) => {
    const hidden = ['/a'];
    const processes = args === null ? [] : [apiServerFacts({ args, hidden })];

    expect(shop(cluster, { processes })).toBe(expected);
  });
});

describe('PodSecurityPolicies', () => {
  const PSP = { podSecurityPolicies: ['restricted'] };

  it.each<[string, object, string[] | null, string]>([
    ['are no proof that anybody goes by them', PSP, null, 'unknown'],
    ['are gone by with the plug-in', PSP, ['--enable-admission-plugins=PodSecurityPolicy'], 'yes'],
    ['are text without it', PSP, [], 'no'],
    ['that are not there', {}, null, 'no'],
  ])('%s', (...[, cluster, args, expected]) => {
    const processes = args === null ? [] : [apiServerFacts({ args, version: '1.24.17' })];

    expect(shop(cluster, { processes })).toBe(expected);
  });
});

describe('what could not be listed', () => {
  it.each([
    'validatingwebhookconfigurations',
    'mutatingwebhookconfigurations',
    'customresourcedefinitions',
    'validatingadmissionpolicies',
    'validatingadmissionpolicybindings',
    'podsecuritypolicies',
  ])('%s may hold what refuses Pods', (kind) => {
    const kinds = { [kind]: { state: 'refused', status: 403, reason: 'forbidden' } };

    expect(shop({ kinds })).toBe('unknown');
    expect(shop({ kinds, ...BASELINE })).toBe('yes');
  });
});

it('exempt namespaces are left out by name or beginning', () => {
  const cluster = {
    namespaces: ['kube-system', 'openshift-etcd', 'openshift', 'shop'].map((name) => ({ name })),
  };
  const parameters = { 'system-namespaces': ['kube-system', 'openshift-*'] };

  const items = clusterItems('admission-of-pods', { cluster, parameters });
  const none = clusterProperty('admission-of-pods', { cluster, parameters: { 'system-namespaces': ['*'] } });

  expect(items.map(({ label }) => label)).toEqual(['Namespace openshift', 'Namespace shop']);
  expect(none).toMatchObject({ items: [], none: { reason: 'There is no namespace outside *.' } });
});
