import { describe, expect, it } from 'vitest';
import { atMinor, type GivenApiServer, refusalOf } from '../../../../test/support/api-server.ts';

const AUTHN = 'apiVersion: apiserver.config.k8s.io/v1beta1\nkind: AuthenticationConfiguration\n';
const AUTHZ = 'apiVersion: apiserver.config.k8s.io/v1beta1\nkind: AuthorizationConfiguration\n';
const ENCRYPTION = 'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n';
const POLICY = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n';
const kms = (version: string) => `{kms: {apiVersion: ${version}, name: k, endpoint: unix:///k.sock}}`;

function withFile(minor: number, flag: string, text: string, ...args: string[]): GivenApiServer {
  return { ...atMinor(minor, `--${flag}=/f`, ...args), files: { '/f': text } };
}

const encrypting = (minor: number, entries: string, ...args: string[]) =>
  withFile(minor, 'encryption-provider-config', `${ENCRYPTION}resources: ${entries}\n`, ...args);
const auditing = (minor: number, rules: string) =>
  withFile(minor, 'audit-policy-file', `${POLICY}rules: ${rules}\n`);

describe('flags and files together', () => {
  it.each([
    [
      'anonymous twice',
      withFile(34, 'authentication-config', `${AUTHN}anonymous: {enabled: true}\n`, '--anonymous-auth=true'),
      'anonymous',
    ],
    [
      'anonymous once',
      withFile(34, 'authentication-config', `${AUTHN}jwt: []\n`, '--anonymous-auth=true'),
      null,
    ],
    [
      'issuers by flag and file',
      withFile(34, 'authentication-config', AUTHN, '--oidc-issuer-url=https://i', '--oidc-client-id=c'),
      'beside',
    ],
    ['the file before its gate', withFile(29, 'authentication-config', AUTHN), 'feature gate'],
    [
      'modes by flag and file',
      withFile(
        34,
        'authorization-config',
        `${AUTHZ}authorizers: [{type: RBAC, name: rbac}]\n`,
        '--authorization-mode=RBAC',
      ),
      'beside',
    ],
    [
      'ABAC by file without a policy',
      withFile(34, 'authorization-config', `${AUTHZ}authorizers: [{type: ABAC, name: abac}]\n`),
      'authorization-policy-file',
    ],
  ])('%s', (_name, given, because) => {
    expect(refusalOf(given)).toEqual(because === null ? null : expect.stringContaining(because));
  });
});

describe('an encryption configuration', () => {
  const CBC = '{aescbc: {keys: [{name: k, secret: c2VjcmV0IGlzIHNlY3JldCE=}]}}';
  const secrets = (...providers: string[]) =>
    `[{resources: [secrets], providers: [${providers.join(', ')}]}]`;
  const two = (first: string, second: string) =>
    `[{resources: ['${first}'], providers: [${CBC}]}, {resources: ['${second}'], providers: [${CBC}]}]`;
  it.each([
    ['without entries', encrypting(34, '[]'), 'no resources'],
    ['without providers', encrypting(34, '[{resources: [secrets]}]'), 'no providers'],
    ['without resources', encrypting(34, `[{providers: [${CBC}]}]`), 'no resources'],
    ['of an unknown provider', encrypting(34, secrets('{rot13: {}}')), 'rot13'],
    [
      'of an unknown provider where keys are not checked',
      encrypting(30, secrets('{rot13: {}}')),
      'exactly one',
    ],
    ['of two providers in one item', encrypting(34, secrets('{identity: {}, aesgcm: {}}')), 'exactly one'],
    ['without keys', encrypting(34, secrets('{aescbc: {keys: []}}')), 'no keys'],
    ['a key without a name', encrypting(34, secrets('{aescbc: {keys: [{secret: YQ==}]}}')), 'name or secret'],
    ['behind a wildcard', encrypting(34, two('*.*', 'secrets')), 'already covers secrets'],
    ['behind a wildcard of another group', encrypting(34, two('*.apps', 'secrets')), null],
    ['behind what is no wildcard yet', encrypting(26, two('*.*', 'secrets')), null],
    ['in upper case', encrypting(34, two('Secrets', 'pods')), '"Secrets"'],
    ['key management v1 up to 1.28', encrypting(28, secrets(kms('v1'))), null],
    ['key management v1 from 1.29 on', encrypting(29, secrets(kms('v1'))), 'feature gate KMSv1'],
    [
      'key management v1 with its gate',
      encrypting(34, secrets(kms('v1')), '--feature-gates=KMSv1=true'),
      null,
    ],
    ['key management v2 before it was beta', encrypting(26, secrets(kms('v2'))), 'feature gate KMSv2'],
    ['key management v2', encrypting(27, secrets(kms('v2'))), null],
    ['an unknown version of key management', encrypting(34, secrets(kms('v3'))), 'apiVersion'],
    ['one name for two services', encrypting(34, secrets(kms('v2'), kms('v2'))), 'the name k'],
    [
      'one name for two services of v1',
      encrypting(34, secrets(kms('v1'), kms('v1')), '--feature-gates=KMSv1=true'),
      null,
    ],
    [
      'one name for two services of v1 where the file is read again',
      encrypting(
        34,
        secrets(kms('v1'), kms('v1')),
        '--feature-gates=KMSv1=true',
        '--encryption-provider-config-automatic-reload',
      ),
      'the name k',
    ],
    [
      'one name for two services before names had to differ',
      encrypting(25, secrets(kms('v2'), kms('v2')), '--feature-gates=KMSv2=true'),
      null,
    ],
  ])('%s', (_name, given, because) => {
    expect(refusalOf(given)).toEqual(because === null ? null : expect.stringContaining(because));
  });
});

describe('an audit policy', () => {
  it.each([
    ['without rules', auditing(34, '[]'), 'no rules'],
    ['of an unknown level', auditing(34, '[{level: All}]'), 'no valid level'],
    ['of no level', auditing(34, '[{verbs: [get]}]'), 'no valid level'],
    ['with an unknown key', auditing(34, '[{level: None, resurces: []}]'), null],
    ['of an unknown stage', auditing(34, '[{level: None, omitStages: [Start]}]'), 'stage "Start"'],
    ['with a star inside of a path', auditing(34, '[{level: None, nonResourceURLs: ["/a*b"]}]'), '/a*b'],
    [
      'of paths and namespaces',
      auditing(34, '[{level: None, nonResourceURLs: [/a], namespaces: [b]}]'),
      'at once',
    ],
    [
      'of objects without a resource',
      auditing(34, '[{level: None, resources: [{resourceNames: [a]}]}]'),
      'without their resource',
    ],
    [
      'of every group before there was a star',
      auditing(35, '[{level: None, resources: [{group: "*"}]}]'),
      'no name of an API group',
    ],
    ['of every group', auditing(36, '[{level: None, resources: [{group: "*"}]}]'), null],
    ['of another kind', withFile(34, 'audit-policy-file', POLICY.replace('Policy', 'Pod')), 'kind'],
    ['that is empty', withFile(34, 'audit-policy-file', ''), 'no apiVersion'],
  ])('%s', (_name, given, because) => {
    expect(refusalOf(given)).toEqual(because === null ? null : expect.stringContaining(because));
  });
});

describe('authenticators and authorizers', () => {
  const issuer = (url: string) =>
    `jwt: [{issuer: {url: "${url}", audiences: [a]}, claimMappings: {username: {claim: sub, prefix: ""}}}]\n`;
  const authn = (minor: number, text: string, ...args: string[]) =>
    withFile(minor, 'authentication-config', AUTHN + text, ...args);
  const authz = (minor: number, text: string) =>
    withFile(minor, 'authorization-config', `${AUTHZ}authorizers: ${text}\n`);
  it.each([
    ['an issuer', authn(34, issuer('https://i')), null],
    ['an issuer that is no https', authn(34, issuer('http://i')), 'https'],
    ['its own issuer', authn(34, issuer('https://kubernetes.default.svc')), 'foreign'],
    [
      'its own issuer in a version that does not look',
      withFile(
        29,
        'authentication-config',
        AUTHN.replace('v1beta1', 'v1alpha1') + issuer('https://kubernetes.default.svc'),
        '--feature-gates=StructuredAuthenticationConfiguration=true',
      ),
      null,
    ],
    ['an unknown key', authn(34, 'jtw: []\n'), 'jtw'],
    ['a key in other case', authn(34, 'JWT: []\n'), 'JWT'],
    ['a key twice', authn(34, 'jwt: []\njwt: []\n'), 'jwt'],
    ['a text for a boolean', authn(34, 'anonymous: {enabled: "false"}\n'), 'anonymous.enabled'],
    [
      'paths beside a closed door',
      authn(34, 'anonymous: {enabled: false, conditions: [{path: /a}]}\n'),
      'anonymous',
    ],
    [
      'anonymous before its gate',
      authn(31, 'anonymous: {enabled: false}\n'),
      'AnonymousAuthConfigurableEndpoints',
    ],
    ['anonymous before it came', authn(30, 'anonymous: {enabled: false}\n'), 'anonymous'],
    ['no authorizers', authz(34, '[]'), 'authorizers'],
    ['an unknown authorizer', authz(34, '[{type: Magic, name: magic}]'), 'Magic'],
    ['an authorizer without a name', authz(34, '[{type: RBAC}]'), 'name'],
    ['two of one type', authz(34, '[{type: RBAC, name: a}, {type: RBAC, name: b}]'), 'RBAC'],
    ['a webhook without settings', authz(34, '[{type: Webhook, name: w}]'), 'webhook'],
    [
      'a version before it came',
      withFile(31, 'authorization-config', AUTHZ.replace('v1beta1', 'v1')),
      'does not read',
    ],
  ])('%s', (_name, given, because) => {
    expect(refusalOf(given)).toEqual(because === null ? null : expect.stringContaining(because));
  });
});
