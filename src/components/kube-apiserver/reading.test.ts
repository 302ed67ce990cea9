import { describe, expect, it } from 'vitest';
import { apiServerFacts, type GivenApiServer, runningApiServer } from '../../../test/support/api-server.ts';
import { KUBEADM_ARGUMENTS } from '../../cli/rules/cases/kubeadm-arguments.ts';
import type { SettingValue } from '../../model/finding.ts';
import { judgedKubeApiserver } from './judged.ts';

const RBAC = 'authorizers: [{type: Node, name: node}, {type: RBAC, name: rbac}]';
const authentication = (body: string) =>
  `apiVersion: apiserver.config.k8s.io/v1beta1\nkind: AuthenticationConfiguration\n${body}\n`;
const authorization = (body: string) =>
  `apiVersion: apiserver.config.k8s.io/v1beta1\nkind: AuthorizationConfiguration\n${body}\n`;
const AUDIT = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n';
const SILENT = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: None}, {level: Metadata}]\n';

const logging = (...args: string[]): GivenApiServer => ({
  args: ['--audit-policy-file=/p', '--audit-log-path=/var/log/audit.log', ...args],
  files: { '/p': AUDIT },
});
const byFile = (flag: string, text: string, ...args: string[]): GivenApiServer => ({
  args: [`--${flag}=/f`, ...args],
  files: { '/f': text },
});
const OLD = {
  version: '1.19.16',
  argv: ['kube-apiserver', '--etcd-servers=http://127.0.0.1:2379'],
};

describe('settings in force', () => {
  it.each<[string, GivenApiServer, string, SettingValue]>([
    ['anonymous requests by default, and nobody is let in by them', {}, 'anonymous-requests', 'off'],
    ['keys of service accounts', {}, 'service-account-keys', 'files'],
    ['no keys of service accounts', OLD, 'service-account-keys', 'none'],
    [
      'the serving key stands in',
      { ...OLD, argv: [...OLD.argv, '--tls-cert-file=/c', '--tls-private-key-file=/k'] },
      'service-account-keys',
      'serving key',
    ],
    [
      'an external signer',
      {
        argv: [
          'kube-apiserver',
          '--etcd-servers=https://127.0.0.1:2379',
          '--service-account-issuer=https://kubernetes.default.svc',
          '--service-account-signing-endpoint=/run/signer.sock',
        ],
      },
      'service-account-keys',
      'external signer',
    ],
    ['anonymous requests beside RBAC', { args: ['--authorization-mode=RBAC'] }, 'anonymous-requests', 'on'],
    ['anonymous requests off by flag', { args: ['--anonymous-auth=f'] }, 'anonymous-requests', 'off'],
    [
      'a bare flag is true',
      { args: ['--anonymous-auth', '--authorization-mode=RBAC'] },
      'anonymous-requests',
      'on',
    ],
    [
      'the last flag wins',
      { args: ['--anonymous-auth=false', '--anonymous-auth=true', '--authorization-mode=RBAC'] },
      'anonymous-requests',
      'on',
    ],
    [
      'anonymous requests off by file',
      byFile('authentication-config', authentication('anonymous: {enabled: false}')),
      'anonymous-requests',
      'off',
    ],
    [
      'AlwaysAllow by flag does not switch off what the file says',
      byFile('authentication-config', authentication('anonymous: {enabled: true}')),
      'anonymous-requests',
      'on',
    ],
    [
      'AlwaysAllow by file switches nothing off',
      byFile('authorization-config', authorization('authorizers: [{type: AlwaysAllow, name: alwaysallow}]')),
      'anonymous-requests',
      'on',
    ],
    ...[
      ['/livez', 'limited'],
      ['/livez/etcd', 'limited'],
      ['/api/v1/namespaces/kube-public/configmaps/cluster-info', 'limited'],
      ['/livezz', 'on'],
      ['/api/v1/secrets', 'on'],
    ].map(([path, value]): [string, GivenApiServer, string, SettingValue] => [
      `anonymous requests for ${path} only`,
      byFile(
        'authentication-config',
        authentication(`anonymous: {enabled: true, conditions: [{path: /healthz}, {path: ${path}}]}`),
      ),
      'anonymous-requests',
      value ?? null,
    ]),
    [
      'a file that leaves it to the flag',
      byFile('authentication-config', authentication('jwt: []'), '--anonymous-auth=false'),
      'anonymous-requests',
      'off',
    ],
    ['AlwaysAllow by default', {}, 'authorizers', ['AlwaysAllow']],
    ['AlwaysAllow by default is what the flag is, too', {}, 'authorization-mode', ['AlwaysAllow']],
    [
      'modes that add up',
      { args: ['--authorization-mode=Node', '--authorization-mode=RBAC'] },
      'authorizers',
      ['Node', 'RBAC'],
    ],
    [
      'authorizers by file',
      byFile('authorization-config', authorization(RBAC)),
      'authorizers',
      ['Node', 'RBAC'],
    ],
    [
      'the flag beside such a file is empty',
      byFile('authorization-config', authorization(RBAC)),
      'authorization-mode',
      [],
    ],
    [
      'https to kubelets from 1.19 on',
      { ...OLD, argv: [...OLD.argv, '--kubelet-https=false'] },
      'kubelet-connections-encrypted',
      true,
    ],
    [
      'https to kubelets by flag in 1.18',
      { ...OLD, version: '1.18.20', argv: [...OLD.argv, '--kubelet-https=false'] },
      'kubelet-connections-encrypted',
      false,
    ],
    ['a plain listener by default up to 1.19', OLD, 'insecure-listener', 'loopback'],
    [
      'a plain listener for everybody',
      { ...OLD, argv: [...OLD.argv, '--insecure-bind-address=0.0.0.0', '--insecure-port=80'] },
      'insecure-listener',
      '0.0.0.0:80',
    ],
    [
      'a plain listener by its other name',
      { ...OLD, argv: [...OLD.argv, '--address=::'] },
      'insecure-listener',
      '[::]:8080',
    ],
    [
      'a plain listener switched off',
      { ...OLD, argv: [...OLD.argv, '--insecure-port=0'] },
      'insecure-listener',
      'none',
    ],
    ['no plain listener from 1.20 on', { version: '1.20.15' }, 'insecure-listener', 'none'],
    ['no policy', { args: ['--audit-log-path=/a'] }, 'audit-policy', 'none'],
    ['a log without policy', { args: ['--audit-log-path=/a'] }, 'audit-log', 'off'],
    ['a policy without log', byFile('audit-policy-file', AUDIT), 'audit-policy', 'records nothing'],
    [
      'a policy of None first',
      byFile('audit-policy-file', SILENT, '--audit-log-path=/a'),
      'audit-policy',
      'records nothing',
    ],
    ['a policy with a log', logging(), 'audit-policy', 'records'],
    [
      'a policy with a webhook',
      byFile('audit-policy-file', AUDIT, '--audit-webhook-config-file=/w'),
      'audit-policy',
      'records',
    ],
    [
      'a webhook is no log',
      byFile('audit-policy-file', AUDIT, '--audit-webhook-config-file=/w'),
      'audit-log',
      'off',
    ],
    ['where the log is', logging(), 'audit-log', '/var/log/audit.log'],
    ['days kept', logging('--audit-log-maxage', '30'), 'audit-log-days-kept', 30],
    [
      'days kept without a policy',
      { args: ['--audit-log-path=/a', '--audit-log-maxage=30'] },
      'audit-log-days-kept',
      0,
    ],
    ['days kept by default from 1.36 on', { ...logging(), version: '1.36.0' }, 'audit-log-days-kept', 366],
    ['size by default up to 1.35', { ...logging(), version: '1.35.0' }, 'audit-log-file-megabytes', 100],
    ['bootstrap tokens', { args: ['--enable-bootstrap-token-auth'] }, 'bootstrap-token-auth', true],
    ['nobody authenticates from outside', {}, 'external-authentication', []],
    [
      'an issuer by file',
      byFile(
        'authentication-config',
        authentication(
          'jwt: [{issuer: {url: https://a.example, audiences: [a]}, claimMappings: {username: {claim: sub, prefix: ""}}}]',
        ),
      ),
      'external-authentication',
      ['oidc'],
    ],
    [
      'an issuer by flags and a webhook',
      {
        args: [
          '--oidc-issuer-url=https://a.example',
          '--oidc-client-id=a',
          '--authentication-token-webhook-config-file=/w',
        ],
      },
      'external-authentication',
      ['oidc', 'webhook'],
    ],
    [
      'the front proxy of the aggregation layer is nobody',
      { args: ['--requestheader-client-ca-file=/p', '--requestheader-allowed-names=front-proxy-client'] },
      'external-authentication',
      [],
    ],
  ])('%s', (_name, given, setting, value) => {
    const candidate = runningApiServer(given);

    expect(candidate.setting(setting).value).toEqual(value);
  });

  it('zero days, files and megabytes keep everything, which is known without a number', () => {
    const candidate = runningApiServer(logging('--audit-log-maxage=0', '--audit-log-maxbackup=0'));

    const names = ['audit-log-days-kept', 'audit-log-files-kept'];
    expect(names.map((name) => candidate.setting(name).undecided?.status)).toEqual(['pass', 'pass']);
  });

  it('leaves to a person how standard output is kept', () => {
    const candidate = runningApiServer(byFile('audit-policy-file', AUDIT, '--audit-log-path=-'));

    expect(candidate.setting('audit-log').value).toBe('-');
    expect(candidate.setting('audit-log-days-kept').undecided?.status).toBe('manual');
  });

  it('knows the flags of kubeadm in every version', () => {
    const facts = apiServerFacts({
      argv: ['kube-apiserver', ...KUBEADM_ARGUMENTS['kube-apiserver']],
      version: '1',
    });

    const judged = judgedKubeApiserver.judge(facts, null);

    expect(judged.candidates.map(({ version, outcome }) => `${version} ${outcome}`)).toEqual(
      Array.from({ length: 19 }, (_, index) => `1.${18 + index} starts`),
    );
  });

  it('quotes the line of a file and the flags that lost', () => {
    const candidate = runningApiServer(byFile('authorization-config', authorization(RBAC)));

    expect(candidate.setting('authorizers').origin).toEqual({ kind: 'file', path: '/f', line: 3 });
  });

  it('has no setting of another name', () => {
    const candidate = runningApiServer({});

    expect(() => candidate.setting('client-cert-auth')).toThrow('has no setting');
    expect(() => candidate.property('client-listeners', {})).toThrow('has no property');
  });
});

describe('admission plugins in force', () => {
  const plugins = (given: GivenApiServer) => runningApiServer(given).setting('admission-plugins').value;

  it.each<[string, GivenApiServer, string[], string[]]>([
    [
      'by default',
      {},
      ['ServiceAccount', 'NamespaceLifecycle', 'PodSecurity'],
      ['AlwaysPullImages', 'NodeRestriction'],
    ],
    [
      'enabled ones besides',
      { args: ['--enable-admission-plugins=NodeRestriction,AlwaysPullImages'] },
      ['ServiceAccount', 'NodeRestriction', 'AlwaysPullImages'],
      [],
    ],
    [
      'without disabled ones',
      { args: ['--disable-admission-plugins=ServiceAccount'] },
      ['NamespaceLifecycle'],
      ['ServiceAccount'],
    ],
    [
      'the old list alone',
      { args: ['--admission-control=NodeRestriction'] },
      ['NodeRestriction'],
      ['ServiceAccount', 'NamespaceLifecycle'],
    ],
    ['an empty old list', { args: ['--admission-control='] }, [], ['ServiceAccount']],
    [
      'PodSecurity idle without its gate in 1.22',
      { version: '1.22.17' },
      ['ServiceAccount'],
      ['PodSecurity'],
    ],
    [
      'PodSecurity with its gate in 1.22',
      { version: '1.22.17', args: ['--feature-gates=PodSecurity=true'] },
      ['PodSecurity'],
      [],
    ],
    [
      'PodSecurity switched off by its gate in 1.23',
      { version: '1.23.17', args: ['--feature-gates=PodSecurity=false'] },
      [],
      ['PodSecurity'],
    ],
    ['ValidatingAdmissionPolicy idle in 1.29', { version: '1.29.15' }, [], ['ValidatingAdmissionPolicy']],
    ['ValidatingAdmissionPolicy from 1.30 on', { version: '1.30.14' }, ['ValidatingAdmissionPolicy'], []],
    [
      'MutatingAdmissionPolicy by version emulated',
      { version: '1.36.0', args: ['--emulated-version=1.35'] },
      [],
      ['MutatingAdmissionPolicy'],
    ],
    [
      'PodSecurityPolicy up to 1.24',
      { version: '1.24.17', args: ['--enable-admission-plugins=PodSecurityPolicy'] },
      ['PodSecurityPolicy'],
      [],
    ],
  ])('%s', (_name, given, present, absent) => {
    const found = plugins(given);

    expect(found).toEqual(expect.arrayContaining(present));
    for (const one of absent) expect(found).not.toContain(one);
  });
});

describe('cipher suites offered', () => {
  const CBC = 'TLS_RSA_WITH_AES_128_CBC_SHA';
  const GCM = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';

  it.each<[string, GivenApiServer, string[], string[]]>([
    ['Go offers RSA key exchange up to 1.29', { version: '1.29.15' }, [CBC, GCM], []],
    ['and no more from 1.30 on', { version: '1.30.14' }, [GCM], [CBC]],
    [
      'the list decides',
      { args: [`--tls-cipher-suites=${GCM},${CBC}`] },
      [GCM, CBC],
      ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
    ],
    [
      'TLS 1.3 has none',
      { args: ['--tls-min-version=VersionTLS13', `--tls-cipher-suites=${CBC}`] },
      [],
      [CBC, GCM],
    ],
  ])('%s', (_name, given, present, absent) => {
    const found = runningApiServer(given).setting('cipher-suites-offered').value;

    expect(found).toEqual(expect.arrayContaining(present));
    for (const one of absent) expect(found).not.toContain(one);
  });
});
