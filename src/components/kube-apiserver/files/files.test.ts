import { describe, expect, it } from 'vitest';
import {
  apiServer,
  apiServerFacts,
  type GivenApiServer,
  runningApiServer,
} from '../../../../test/support/api-server.ts';
import type { SettingValue } from '../../../model/finding.ts';

const CONFIG = 'apiserver.config.k8s.io';
const KEY = 'c2VjcmV0IGtleSBtYXRlcmlhbCBvZiAzMiBieXRlcyE=';
const aescbc = `{aescbc: {keys: [{name: one, secret: ${KEY}}]}}`;
const encrypting = (resources: string, ...args: string[]): GivenApiServer => ({
  args: ['--encryption-provider-config=/e', ...args],
  files: { '/e': `apiVersion: ${CONFIG}/v1\nkind: EncryptionConfiguration\nresources: ${resources}\n` },
});
const admitting = (plugins: string, files: Record<string, string> = {}): GivenApiServer => ({
  args: [
    '--admission-control-config-file=/conf/a',
    '--enable-admission-plugins=EventRateLimit,ImagePolicyWebhook',
  ],
  files: {
    '/conf/a': `apiVersion: ${CONFIG}/v1\nkind: AdmissionConfiguration\nplugins: ${plugins}\n`,
    ...files,
  },
});
const RATE = 'apiVersion: eventratelimit.admission.k8s.io/v1alpha1, kind: Configuration';
const LIMITS = `{name: EventRateLimit, configuration: {${RATE}, limits: [{type: Server, qps: 5, burst: 9}]}}`;
const IMAGES =
  '{name: ImagePolicyWebhook, configuration: {imagePolicy: {kubeConfigFile: /k, defaultAllow: true}}}';
const pods = (body: string) =>
  `{name: PodSecurity, configuration: {apiVersion: pod-security.admission.config.k8s.io/v1, kind: PodSecurityConfiguration, ${body}}}`;

describe('how Secrets are written', () => {
  it.each<[string, GivenApiServer, SettingValue]>([
    ['as they are without a file', {}, 'none'],
    [
      'by the first provider',
      encrypting(`[{resources: [secrets], providers: [${aescbc}, {identity: {}}]}]`),
      'aescbc',
    ],
    [
      'as they are when identity comes first',
      encrypting(`[{resources: [secrets], providers: [{identity: {}}, ${aescbc}]}]`),
      'identity',
    ],
    [
      'as they are when others are covered',
      encrypting(`[{resources: [configmaps], providers: [${aescbc}]}]`),
      'none',
    ],
    [
      'by the first entry that covers them',
      encrypting(
        `[{resources: [secrets], providers: [{identity: {}}]}, {resources: [secrets], providers: [${aescbc}]}]`,
      ),
      'identity',
    ],
    [
      'by the wildcard of the core group',
      encrypting(`[{resources: ['*.'], providers: [${aescbc}]}]`),
      'aescbc',
    ],
    ['by the wildcard of all groups', encrypting(`[{resources: ['*.*'], providers: [${aescbc}]}]`), 'aescbc'],
    [
      'not by the wildcard of another group',
      encrypting(`[{resources: ['*.apps'], providers: [${aescbc}]}]`),
      'none',
    ],
    [
      'not by a wildcard up to 1.26',
      { ...encrypting(`[{resources: ['*.*'], providers: [${aescbc}]}]`), version: '1.26.15' },
      'none',
    ],
    [
      'by the name with the dot of the core group',
      encrypting(`[{resources: ['secrets.'], providers: [${aescbc}]}]`),
      'aescbc',
    ],
    [
      'by the flag of old',
      {
        ...encrypting(`[{resources: [secrets], providers: [${aescbc}]}]`),
        argv: ['kube-apiserver', '--etcd-servers=http://a', '--experimental-encryption-provider-config=/e'],
        version: '1.19.16',
      },
      'aescbc',
    ],
  ])('%s', (_name, given, value) => {
    const candidate = runningApiServer(given);

    expect(candidate.setting('secrets-encryption').value).toBe(value);
  });

  it.each([
    ['none without one', '{identity: {}}', 'none'],
    ['version 2', '{kms: {apiVersion: v2, name: k, endpoint: unix:///k.sock}}', 'v2'],
    ['version 1, which is the default', '{kms: {name: k, endpoint: unix:///k.sock}}', 'v1'],
  ])('key management service: %s', (_name, provider, version) => {
    const given = encrypting(
      `[{resources: [secrets], providers: [${provider}]}]`,
      '--feature-gates=KMSv1=true',
    );

    expect(runningApiServer(given).setting('kms-provider-version').value).toBe(version);
  });

  it.each([
    [
      'the first of two entries',
      `[{resources: [secrets], providers: [${aescbc}]}, {resources: [secrets, configmaps], providers: [{identity: {}}]}]`,
      'aescbc',
    ],
    ['a wildcard', `[{resources: ['*.'], providers: [${aescbc}]}]`, 'aescbc'],
    [
      'the entry before a wildcard',
      `[{resources: [secrets], providers: [{identity: {}}]}, {resources: ['*.*'], providers: [${aescbc}]}]`,
      'identity',
    ],
  ])('what is judged is who writes Secrets: %s', (_name, resources, writer) => {
    const property = runningApiServer(encrypting(resources)).property('encrypted-resources', {});

    const items = property.state === 'items' ? property.items : [];
    expect(items.map(({ label, attributes }) => [label, attributes.writer])).toEqual([['secrets', writer]]);
  });

  it('entries for other resources alone are a failure', () => {
    const given = encrypting(`[{resources: [configmaps], providers: [${aescbc}]}]`);

    const property = runningApiServer(given).property('encrypted-resources', {});

    expect(property).toMatchObject({ state: 'settled', verdict: { status: 'fail' } });
  });

  it('keeps the name of a key and nothing of its secret', () => {
    const facts = apiServerFacts(encrypting(`[{resources: [secrets], providers: [${aescbc}]}]`));

    const text = JSON.stringify(facts);

    expect(text).toContain('"one"');
    expect(text).not.toContain(KEY);
  });
});

describe('settings of plugins', () => {
  it.each<[string, GivenApiServer, string, SettingValue]>([
    ['limits for events', admitting(`[${LIMITS}, ${IMAGES}]`), 'event-rate-limit', 'on'],
    [
      'images pass when nobody answers',
      admitting(`[${LIMITS}, ${IMAGES}]`),
      'image-policy-webhook',
      'fails open',
    ],
    ['no limits by default', {}, 'event-rate-limit', 'off'],
    ['privileged by default', {}, 'pod-security-enforce', 'privileged'],
    [
      'a level for all namespaces',
      admitting(`[${LIMITS}, ${IMAGES}, ${pods('defaults: {enforce: baseline}')}]`),
      'pod-security-enforce',
      'baseline',
    ],
    [
      'namespaces that are exempt',
      admitting(`[${LIMITS}, ${IMAGES}, ${pods('exemptions: {namespaces: [a, b]}')}]`),
      'pod-security-exempt-namespaces',
      ['a', 'b'],
    ],
    [
      'no level where the plugin is off',
      { args: ['--disable-admission-plugins=PodSecurity'] },
      'pod-security-enforce',
      'off',
    ],
    [
      'a file beside the file',
      admitting(`[${LIMITS}, ${IMAGES}, {name: PodSecurity, path: pods.yaml}]`, {
        '/conf/pods.yaml':
          'apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\ndefaults: {warn: restricted}\n',
      }),
      'pod-security-warn',
      'restricted',
    ],
  ])('%s', (_name, given, setting, value) => {
    const candidate = runningApiServer(given);

    expect(candidate.setting(setting).value).toEqual(value);
  });
});

describe('a file that is not as it was at the start', () => {
  const file: GivenApiServer = encrypting(`[{resources: [secrets], providers: [${aescbc}]}]`);
  const undecided = (given: GivenApiServer, setting = 'secrets-encryption') =>
    runningApiServer(given).setting(setting).undecided?.status;

  it.each<[string, GivenApiServer, string | undefined]>([
    ['as it was', file, undefined],
    ['hidden', { ...file, hidden: ['/e'] }, 'unknown'],
    ['gone', { args: ['--encryption-provider-config=/e'] }, 'error'],
    ['changed', { ...file, changed: ['/e'] }, 'unknown'],
    ['changed and broken', { ...file, files: { '/e': '{' }, changed: ['/e'] }, 'unknown'],
    [
      'changed where changes are taken up',
      {
        ...file,
        args: [...(file.args ?? []), '--encryption-provider-config-automatic-reload'],
        changed: ['/e'],
      },
      undefined,
    ],
  ])('%s', (_name, given, status) => {
    expect(undecided(given)).toBe(status);
  });

  it('leaves open only what depends on it', () => {
    const candidate = runningApiServer({ ...file, hidden: ['/e'] });

    expect(candidate.setting('authorizers').undecided).toBeUndefined();
    expect(candidate.property('encrypted-resources', {})).toMatchObject({
      state: 'settled',
      verdict: { status: 'unknown' },
    });
  });

  it('refuses the whole process when it could not have started with it', () => {
    const candidate = apiServer({ ...file, files: { '/e': '{' } });

    expect(candidate.outcome).toBe('refuses');
  });

  it.each<[string, string, string, string | undefined]>([
    ['authorization from 1.30 on', '1.30.14', 'authorization-config', undefined],
    ['authorization in 1.29', '1.29.15', 'authorization-config', 'unknown'],
  ])('%s', (_name, version, flag, status) => {
    const kind = 'AuthorizationConfiguration';
    const given = {
      version,
      args: [`--${flag}=/f`, '--feature-gates=StructuredAuthorizationConfiguration=true'],
      files: {
        '/f': `apiVersion: ${CONFIG}/v1alpha1\nkind: ${kind}\nauthorizers: [{type: RBAC, name: rbac}]\n`,
      },
      changed: ['/f'],
    };

    expect(undecided(given, 'authorizers')).toBe(status);
  });
});
