import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangeArgv } from '../control-plane.ts';
import { encryption, hardenedDirectory, plainEtcdUrlFile } from './hardened.ts';
import { type ArgvTrial, add, both, set, without } from './trial.ts';

/** Writes a file of ours and names it by a flag, in place of what was named before. */
function file(flag: string, name: string, text: string): ChangeArgv {
  return (argv, directory) => {
    const path = join(hardenedDirectory(directory), name);
    writeFileSync(path, text);
    return set(flag, path)(argv, directory);
  };
}

/** A second etcd, for Events, that speaks plain http. */
const besidePlainEtcd: ChangeArgv = (argv, directory) => [
  ...argv,
  `--etcd-servers-overrides=/events#${readFileSync(plainEtcdUrlFile(directory), 'utf8')}`,
];

const AUTHORIZERS = (...types: readonly string[]) =>
  `apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nauthorizers:\n${types
    .map((type) => `  - { type: ${type}, name: ${type.toLowerCase()} }\n`)
    .join('')}`;

const ANONYMOUS = (text: string) =>
  `apiVersion: apiserver.config.k8s.io/v1beta1\nkind: AuthenticationConfiguration\nanonymous: ${text}\n`;

const NO_SECRETS = `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [configmaps]
    providers: [{ identity: {} }]
`;

const SILENT = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: None }]\n';
const ONLY_PODS = `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - { level: Metadata, resources: [{ group: '', resources: [pods] }] }
  - { level: None }
`;
const WITH_SECRETS = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: RequestResponse }]\n';

/** Every rule on the API server that a real one of this version can be made to miss. */
export const API_SERVER_TRIALS: readonly ArgvTrial[] = [
  { rule: 'anonymous-auth', what: 'the flag on', change: set('anonymous-auth', 'true') },
  { rule: 'anonymous-auth', what: 'the flag left out', change: without('anonymous-auth') },
  {
    rule: 'anonymous-auth',
    what: 'a file that lets everybody in',
    change: both(
      without('anonymous-auth'),
      file('authentication-config', 'authn.yaml', ANONYMOUS('{ enabled: true }')),
    ),
  },
  {
    rule: 'token-auth-file',
    what: 'a file of tokens',
    change: file('token-auth-file', 'tokens.csv', 'not-a-secret,someone,1\n'),
  },
  {
    rule: 'kubelet-client-cert',
    what: 'no certificate towards kubelets',
    change: without('kubelet-client-certificate', 'kubelet-client-key'),
  },
  {
    rule: 'kubelet-ca',
    what: 'kubelets that are not verified',
    change: without('kubelet-certificate-authority'),
  },
  {
    rule: 'authz-no-alwaysallow',
    what: 'AlwaysAllow added',
    change: set('authorization-mode', 'Node,RBAC,AlwaysAllow'),
  },
  { rule: 'authz-no-alwaysallow', what: 'no mode, so AlwaysAllow', change: without('authorization-mode') },
  {
    rule: 'authz-no-alwaysallow',
    what: 'AlwaysAllow by a file',
    change: both(
      without('authorization-mode'),
      file('authorization-config', 'authz.yaml', AUTHORIZERS('Node', 'RBAC', 'AlwaysAllow')),
    ),
  },
  { rule: 'authz-node', what: 'no Node authorizer', change: set('authorization-mode', 'RBAC') },
  {
    rule: 'authz-rbac',
    what: 'a file without RBAC',
    change: both(
      without('authorization-mode'),
      file('authorization-config', 'authz.yaml', AUTHORIZERS('Node', 'AlwaysAllow')),
    ),
  },
  {
    rule: 'admission-eventratelimit',
    what: 'the plug-in left out',
    change: set('enable-admission-plugins', 'NodeRestriction,AlwaysPullImages,DenyServiceExternalIPs'),
  },
  {
    rule: 'admission-alwaysadmit',
    what: 'AlwaysAdmit',
    change: add('--enable-admission-plugins=AlwaysAdmit'),
  },
  {
    rule: 'admission-alwayspullimages',
    what: 'the plug-in left out',
    change: set('enable-admission-plugins', 'NodeRestriction,EventRateLimit,DenyServiceExternalIPs'),
  },
  {
    rule: 'admission-denyserviceexternalips',
    what: 'the plug-in left out',
    change: set('enable-admission-plugins', 'NodeRestriction,EventRateLimit,AlwaysPullImages'),
  },
  {
    rule: 'admission-noderestriction',
    what: 'the plug-in left out',
    change: set('enable-admission-plugins', 'EventRateLimit,AlwaysPullImages,DenyServiceExternalIPs'),
  },
  {
    rule: 'admission-serviceaccount',
    what: 'switched off',
    change: add('--disable-admission-plugins=ServiceAccount'),
  },
  {
    rule: 'admission-namespacelifecycle',
    what: 'switched off',
    change: add('--disable-admission-plugins=NamespaceLifecycle'),
  },
  { rule: 'profiling', what: 'left to its default', change: without('profiling') },
  { rule: 'profiling', what: 'bare, which is true', change: both(without('profiling'), add('--profiling')) },
  { rule: 'audit-log-path', what: 'no path', change: without('audit-log-path') },
  { rule: 'audit-log-path', what: 'a path, and no policy', change: without('audit-policy-file') },
  { rule: 'audit-log-maxage', what: '29 days', change: add('--audit-log-maxage=29') },
  { rule: 'audit-log-maxbackup', what: '9 files', change: add('--audit-log-maxbackup', '9') },
  { rule: 'audit-log-maxsize', what: '99 MB', change: add('--audit-log-maxsize=99') },
  { rule: 'request-timeout', what: 'an hour', change: set('request-timeout', '1h') },
  { rule: 'service-account-lookup', what: 'switched off', change: set('service-account-lookup', '0') },
  { rule: 'etcd-client-cert', what: 'a second etcd that is shown none', change: besidePlainEtcd },
  {
    rule: 'etcd-ca',
    what: 'a second etcd over plain http',
    change: besidePlainEtcd,
  },
  { rule: 'encryption-config', what: 'no file', change: without('encryption-provider-config') },
  {
    rule: 'encryption-config',
    what: 'a file that does not name secrets',
    change: file('encryption-provider-config', 'other.yaml', NO_SECRETS),
  },
  {
    rule: 'encryption-provider',
    what: 'identity first',
    change: file('encryption-provider-config', 'identity.yaml', encryption('      - identity: {}\n')),
  },
  {
    rule: 'tls-ciphers',
    what: 'a suite with CBC',
    change: add('--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256'),
  },
  { rule: 'tls-ciphers', what: "Go's default", change: without('tls-cipher-suites') },
  {
    rule: 'sa-extend-token-expiration',
    what: 'left to its default',
    change: without('service-account-extend-token-expiration'),
  },
  { rule: 'audit-policy-file', what: 'no policy', change: without('audit-policy-file') },
  {
    rule: 'audit-policy-file',
    what: 'a policy that records nothing',
    change: file('audit-policy-file', 'silent.yaml', SILENT),
  },
  {
    rule: 'audit-policy-content',
    what: 'Pods only',
    change: file('audit-policy-file', 'pods.yaml', ONLY_PODS),
  },
  {
    rule: 'audit-policy-content',
    what: 'Secrets with their content',
    change: file('audit-policy-file', 'all.yaml', WITH_SECRETS),
  },
].map((trial) => ({ ...trial, rule: `kube-apiserver-${trial.rule}` }));
