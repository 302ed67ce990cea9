import type { Draw } from './launch.ts';
import { REQUIRED } from './values.ts';

/** A launch by a name, for what a draw seldom hits. */
export interface Named extends Draw {
  name: string;
}

const CONFIG = 'apiserver.config.k8s.io';

/** Arguments beside the required ones; files by path, each text a document. */
function launch(name: string, args: readonly string[], files: Readonly<Record<string, string>> = {}): Named {
  return { name, args: [...REQUIRED, args], files };
}

const authentication = (body: string, version = 'v1beta1') =>
  `apiVersion: ${CONFIG}/${version}\nkind: AuthenticationConfiguration\n${body}`;
const authorization = (body: string, version = 'v1beta1') =>
  `apiVersion: ${CONFIG}/${version}\nkind: AuthorizationConfiguration\n${body}`;
const admission = (body: string) => `apiVersion: ${CONFIG}/v1\nkind: AdmissionConfiguration\n${body}`;
const encryption = (body: string) => `apiVersion: ${CONFIG}/v1\nkind: EncryptionConfiguration\n${body}`;
const audit = (body: string) => `apiVersion: audit.k8s.io/v1\nkind: Policy\n${body}`;

const RBAC = 'authorizers: [{type: RBAC, name: rbac}]\n';
const LIMITS = '{type: Server, qps: 5, burst: 5}';
const RATE = 'apiVersion: eventratelimit.admission.k8s.io/v1alpha1\nkind: Configuration\n';
const KEY = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
const AES = `{aescbc: {keys: [{name: k, secret: ${KEY}}]}}`;

const withFile = (name: string, flag: string, text: string, args: readonly string[] = []): Named =>
  launch(name, [`--${flag}={dir}/f.yaml`, ...args], { 'f.yaml': text });

const rate = (name: string, body: string): Named =>
  withFile(name, 'admission-control-config-file', admission(body), [
    '--enable-admission-plugins=EventRateLimit',
  ]);

export const NAMED: readonly Named[] = [
  launch('nothing beside what is required', []),
  { name: 'nothing at all', args: [], files: {} },
  ...REQUIRED.map((left) => ({
    name: `without ${left[0]}`,
    args: REQUIRED.filter((one) => one !== left),
    files: {},
  })),
  launch('anonymous switched off by AlwaysAllow', ['--authorization-mode=AlwaysAllow']),
  launch('anonymous kept beside RBAC', ['--authorization-mode=RBAC']),
  launch('empty mode', ['--authorization-mode=']),
  launch('modes that add up', ['--authorization-mode=Node', '--authorization-mode=RBAC']),
  launch('a mode twice over two flags', ['--authorization-mode=Node', '--authorization-mode=Node']),
  launch('plugin in both lists', [
    '--enable-admission-plugins=NodeRestriction',
    '--disable-admission-plugins=NodeRestriction',
  ]),
  launch('default plugin enabled again', ['--enable-admission-plugins=ServiceAccount']),
  launch('default plugin disabled', ['--disable-admission-plugins=ServiceAccount']),
  launch('plugins that add up', [
    '--enable-admission-plugins=NodeRestriction',
    '--enable-admission-plugins=AlwaysAdmit',
  ]),
  launch('old list replaces all', ['--admission-control=ServiceAccount,NodeRestriction']),
  launch('empty old list', ['--admission-control=']),
  launch('old list beside an empty new one', [
    '--admission-control=ServiceAccount',
    '--enable-admission-plugins=',
  ]),
  launch('EventRateLimit without settings', ['--enable-admission-plugins=EventRateLimit']),
  launch('ImagePolicyWebhook without settings', ['--enable-admission-plugins=ImagePolicyWebhook']),
  rate(
    'EventRateLimit with settings inside',
    `plugins: [{name: EventRateLimit, configuration: {apiVersion: eventratelimit.admission.k8s.io/v1alpha1, kind: Configuration, limits: [${LIMITS}]}}]`,
  ),
  rate(
    'EventRateLimit with an empty list',
    'plugins: [{name: EventRateLimit, configuration: {apiVersion: eventratelimit.admission.k8s.io/v1alpha1, kind: Configuration, limits: []}}]',
  ),
  rate(
    'EventRateLimit under another name',
    `plugins: [{name: eventratelimit, configuration: {apiVersion: eventratelimit.admission.k8s.io/v1alpha1, kind: Configuration, limits: [${LIMITS}]}}]`,
  ),
  rate(
    'unknown key of a plugin that is not strict',
    `plugins: [{name: EventRateLimit, configuration: {apiVersion: eventratelimit.admission.k8s.io/v1alpha1, kind: Configuration, extra: 1, limits: [${LIMITS}]}}]`,
  ),
  rate(
    'unknown key of the admission file',
    `extra: 1\nplugins: [{name: EventRateLimit, configuration: {apiVersion: eventratelimit.admission.k8s.io/v1alpha1, kind: Configuration, limits: [${LIMITS}]}}]`,
  ),
  rate(
    'two entries of one plugin',
    `plugins: [{name: EventRateLimit, configuration: {apiVersion: eventratelimit.admission.k8s.io/v1alpha1, kind: Configuration, limits: [${LIMITS}]}}, {name: EventRateLimit}]`,
  ),
  launch(
    'EventRateLimit in a file of its own',
    ['--enable-admission-plugins=EventRateLimit', '--admission-control-config-file=conf/a.yaml'],
    {
      'conf/a.yaml': admission('plugins: [{name: EventRateLimit, path: rate.yaml}]'),
      'conf/rate.yaml': `${RATE}limits: [${LIMITS}]`,
    },
  ),
  withFile(
    'admission file that enables nothing',
    'admission-control-config-file',
    admission('plugins: [{name: EventRateLimit, path: missing.yaml}]'),
  ),
  withFile('unversioned admission file', 'admission-control-config-file', 'imagePolicy: {kubeConfigFile: x}'),
  withFile('unversioned admission file of an unknown kind', 'admission-control-config-file', 'something: {}'),
  withFile(
    'PodSecurity with an unknown key',
    'admission-control-config-file',
    admission(
      'plugins: [{name: PodSecurity, configuration: {apiVersion: pod-security.admission.config.k8s.io/v1, kind: PodSecurityConfiguration, extra: 1}}]',
    ),
  ),
  withFile(
    'PodSecurity with an unknown level',
    'admission-control-config-file',
    admission(
      'plugins: [{name: PodSecurity, configuration: {apiVersion: pod-security.admission.config.k8s.io/v1, kind: PodSecurityConfiguration, defaults: {enforce: strict}}}]',
    ),
  ),
  withFile('authorization file', 'authorization-config', authorization(RBAC)),
  withFile('authorization file beside the mode', 'authorization-config', authorization(RBAC), [
    '--authorization-mode=RBAC',
  ]),
  withFile('authorization file beside a lifetime', 'authorization-config', authorization(RBAC), [
    '--authorization-webhook-cache-authorized-ttl=5m',
  ]),
  withFile(
    'authorizer under another name',
    'authorization-config',
    authorization('authorizers: [{type: RBAC, name: roles}]'),
  ),
  withFile('no authorizers', 'authorization-config', authorization('authorizers: []')),
  withFile('empty authorization file', 'authorization-config', ''),
  withFile(
    'ABAC without its file',
    'authorization-config',
    authorization('authorizers: [{type: ABAC, name: abac}]'),
  ),
  withFile(
    'ABAC with its file',
    'authorization-config',
    authorization('authorizers: [{type: ABAC, name: abac}]'),
    ['--authorization-policy-file={dir}/abac.jsonl'],
  ),
  withFile(
    'key in another case',
    'authorization-config',
    authorization('Authorizers: [{type: RBAC, name: rbac}]'),
  ),
  withFile('key twice', 'authorization-config', authorization(`${RBAC}${RBAC}`)),
  withFile('authorization file of version 1', 'authorization-config', authorization(RBAC, 'v1')),
  withFile('two documents', 'authorization-config', `${authorization(RBAC)}---\n{}\n`),
  withFile(
    'JSON',
    'authorization-config',
    `{"apiVersion": "${CONFIG}/v1beta1", "kind": "AuthorizationConfiguration", "authorizers": [{"type": "RBAC", "name": "rbac"}]}`,
  ),
  withFile('anonymous off by file', 'authentication-config', authentication('anonymous: {enabled: false}')),
  withFile(
    'anonymous limited by file',
    'authentication-config',
    authentication('anonymous: {enabled: true, conditions: [{path: /livez}]}'),
  ),
  withFile(
    'conditions without requests',
    'authentication-config',
    authentication('anonymous: {enabled: false, conditions: [{path: /livez}]}'),
  ),
  withFile(
    'anonymous by file and flag',
    'authentication-config',
    authentication('anonymous: {enabled: false}'),
    ['--anonymous-auth=false'],
  ),
  withFile('anonymous by flag beside a file', 'authentication-config', authentication('jwt: []'), [
    '--anonymous-auth=false',
  ]),
  withFile(
    'anonymous by file beside AlwaysAllow',
    'authentication-config',
    authentication('anonymous: {enabled: true}'),
    ['--authorization-mode=AlwaysAllow'],
  ),
  withFile('anonymous null', 'authentication-config', authentication('anonymous: null')),
  withFile('anonymous with the gate', 'authentication-config', authentication('anonymous: {enabled: true}'), [
    '--feature-gates=AnonymousAuthConfigurableEndpoints=true',
  ]),
  withFile('quoted boolean', 'authentication-config', authentication('anonymous: {enabled: "true"}')),
  withFile('boolean of YAML 1.1', 'authentication-config', authentication('anonymous: {enabled: off}'), [
    '--feature-gates=AnonymousAuthConfigurableEndpoints=true',
  ]),
  withFile('authentication file of version 1', 'authentication-config', authentication('jwt: []', 'v1')),
  withFile(
    'authentication file beside an issuer by flags',
    'authentication-config',
    authentication('jwt: []'),
    ['--oidc-issuer-url=https://a.example', '--oidc-client-id=a'],
  ),
  withFile(
    'the issuer of its own tokens',
    'authentication-config',
    authentication(
      'jwt: [{issuer: {url: "https://kubernetes.default.svc", audiences: [a]}, claimMappings: {username: {claim: sub, prefix: ""}}}]',
    ),
  ),
  withFile(
    'an issuer without mapping',
    'authentication-config',
    authentication('jwt: [{issuer: {url: "https://a.example", audiences: [a]}}]'),
  ),
  withFile(
    'encryption',
    'encryption-provider-config',
    encryption(`resources: [{resources: [secrets], providers: [${AES}, {identity: {}}]}]`),
  ),
  withFile(
    'identity without braces',
    'encryption-provider-config',
    encryption('resources: [{resources: [secrets], providers: [{identity: }]}]'),
  ),
  withFile(
    'two providers in one item',
    'encryption-provider-config',
    encryption(
      `resources: [{resources: [secrets], providers: [{identity: {}, aescbc: {keys: [{name: k, secret: ${KEY}}]}}]}]`,
    ),
  ),
  withFile(
    'secrets after everything',
    'encryption-provider-config',
    encryption(
      `resources: [{resources: ['*.*'], providers: [${AES}]}, {resources: [secrets], providers: [{identity: {}}]}]`,
    ),
  ),
  withFile(
    'everything after secrets',
    'encryption-provider-config',
    encryption(
      `resources: [{resources: [secrets], providers: [{identity: {}}]}, {resources: ['*.*'], providers: [${AES}]}]`,
    ),
  ),
  withFile(
    'overlap inside an entry',
    'encryption-provider-config',
    encryption(`resources: [{resources: [secrets, '*.'], providers: [${AES}]}]`),
  ),
  withFile(
    'secrets with a dot',
    'encryption-provider-config',
    encryption(`resources: [{resources: [secrets.], providers: [${AES}]}]`),
  ),
  withFile(
    'unknown key of the encryption file',
    'encryption-provider-config',
    encryption(`extra: 1\nresources: [{resources: [secrets], providers: [${AES}]}]`),
  ),
  withFile(
    'unknown key beside a secret',
    'encryption-provider-config',
    encryption(
      `resources: [{resources: [secrets], providers: [{aescbc: {keys: [{name: k, secret: ${KEY}, Secret: x}]}}]}]`,
    ),
  ),
  withFile(
    'KMS of version 1',
    'encryption-provider-config',
    encryption(
      'resources: [{resources: [secrets], providers: [{kms: {name: k, endpoint: "unix://{dir}/k.sock"}}]}]',
    ),
  ),
  withFile(
    'KMS of version 1 with its gate',
    'encryption-provider-config',
    encryption(
      'resources: [{resources: [secrets], providers: [{kms: {name: k, endpoint: "unix://{dir}/k.sock"}}]}]',
    ),
    ['--feature-gates=KMSv1=true'],
  ),
  withFile(
    'KMS of version 2',
    'encryption-provider-config',
    encryption(
      'resources: [{resources: [secrets], providers: [{kms: {apiVersion: v2, name: k, endpoint: "unix://{dir}/k.sock"}}]}]',
    ),
  ),
  withFile('audit policy', 'audit-policy-file', audit('rules: [{level: Metadata}]')),
  withFile('audit log to nowhere', 'audit-policy-file', audit('rules: [{level: Metadata}]'), [
    '--audit-log-path=/dev/null',
  ]),
  withFile('audit policy without rules', 'audit-policy-file', audit('rules: []')),
  withFile(
    'audit policy with an unknown key',
    'audit-policy-file',
    audit('extra: 1\nrules: [{level: Metadata, also: 1}]'),
  ),
  withFile(
    'audit policy with a key twice',
    'audit-policy-file',
    audit('rules: []\nrules: [{level: Metadata}]'),
  ),
  withFile(
    'audit policy of every group',
    'audit-policy-file',
    audit('rules: [{level: Metadata, resources: [{group: "*", resources: [secrets]}]}]'),
  ),
  withFile('audit policy with an empty rule', 'audit-policy-file', audit('rules: [{}]')),
  withFile('audit policy with a null rule', 'audit-policy-file', audit('rules: [null]')),
  withFile('audit policy of a list', 'audit-policy-file', '- level: Metadata\n'),
  launch('negative audit age without a log', ['--audit-log-maxage=-1']),
  launch('negative audit age', ['--audit-log-maxage=-1', '--audit-log-path={dir}/a.log']),
  launch('half a serving pair', ['--tls-cert-file={dir}/tls.crt']),
  launch('half an etcd pair', ['--etcd-certfile={dir}/tls.crt']),
  launch('half a kubelet pair', ['--kubelet-client-certificate={dir}/tls.crt']),
  launch('one authority for both', [
    '--client-ca-file={dir}/ca.crt',
    '--requestheader-client-ca-file={dir}/ca.crt',
  ]),
  launch('authority that is none', ['--client-ca-file={dir}/tls.key']),
  launch('logs as JSON', ['--logging-format=json']),
  launch('dash with one character', ['-profiling=false']),
  launch('underscores', ['--service_account_lookup=false']),
  launch('hyperkube word', ['kube-apiserver']),
  launch('empty word', ['']),
  launch('old insecure port', ['--insecure-port=0']),
  launch('old authentication by password', ['--basic-auth-file={dir}/tokens.csv']),
  launch('version to report', ['--version=v1.2.3']),
  launch('emulated version', ['--emulated-version=1.31']),
  launch('gate that is locked', ['--feature-gates=StructuredAuthorizationConfiguration=false']),
];
