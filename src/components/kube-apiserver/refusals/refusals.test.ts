import { describe, expect, it } from 'vitest';
import { atMinor, type GivenApiServer, REQUIRED, refusalOf } from '../../../../test/support/api-server.ts';

/** Without some of the required flags. */
function lacking(minor: number, ...flags: string[]): GivenApiServer {
  const argv = REQUIRED.filter((word) => !flags.some((flag) => word.startsWith(`--${flag}=`)));
  return { ...atMinor(minor), argv: ['kube-apiserver', ...argv] };
}

describe('the words', () => {
  it.each([
    ['an unknown flag', atMinor(34, '--nothing=1'), 'nothing'],
    ['a flag before it came', atMinor(28, '--authorization-config=/f'), 'authorization-config'],
    ['a flag after it went', atMinor(24, '--insecure-port=0'), 'insecure-port'],
    ['its last minor', atMinor(23, '--insecure-port=0'), null],
    ['a word left over', atMinor(19, 'word'), 'word'],
    ['in 1.18 it is ignored', atMinor(18, 'word'), null],
    ['_ in a name', atMinor(22, '--token_auth_file=/t'), 'token_auth_file'],
    ['_ in a name from 1.23 on', atMinor(23, '--token_auth_file=/t'), null],
    ['a number too large', atMinor(34, '--secure-port=99999999999999999999'), 'secure-port'],
    [
      'gates with and without prefix',
      atMinor(34, '--feature-gates=A=true', '--feature-gates=kube:B=true'),
      'prefix',
    ],
    ['gates with a prefix throughout', atMinor(34, '--feature-gates=kube:A=true,kube:B=true'), null],
    ['gates of another component', atMinor(34, '--feature-gates=etcd:A=true'), '"etcd"'],
    ['a colon before there were prefixes', atMinor(30, '--feature-gates=kube:A=true'), null],
  ])('%s', (_name, given, because) => {
    expect(refusalOf(given)).toEqual(because === null ? null : expect.stringContaining(because));
  });
});

describe('what must be there', () => {
  it.each([
    ['etcd', lacking(34, 'etcd-servers'), 'etcd-servers is required'],
    ['an issuer', lacking(20, 'service-account-issuer'), 'service-account-issuer is required'],
    ['keys', lacking(20, 'service-account-key-file'), 'service-account-key-file is required'],
    ['a signing key', lacking(20, 'service-account-signing-key-file'), 'belong together'],
    [
      'none of the three up to 1.19',
      lacking(19, 'service-account-issuer', 'service-account-signing-key-file'),
      null,
    ],
    ['both or neither up to 1.19', lacking(19, 'service-account-issuer'), 'belong together'],
    ['both halves for etcd', atMinor(34, '--etcd-certfile=/c'), 'belong together'],
    ['a half for kubelets will do', atMinor(34, '--kubelet-client-certificate=/c'), null],
    ['both halves for serving', atMinor(34, '--tls-cert-file=/c'), 'other half'],
    ['a policy for ABAC', atMinor(34, '--authorization-mode=ABAC'), 'authorization-policy-file'],
    ['a mode for a policy', atMinor(34, '--authorization-policy-file=/p'), 'needs the mode ABAC'],
    [
      'a configuration for a webhook',
      atMinor(34, '--authorization-mode=Webhook'),
      'authorization-webhook-config-file',
    ],
    ['a file to read again', atMinor(34, '--encryption-provider-config-automatic-reload'), 'without'],
    ['an issuer for a client', atMinor(34, '--oidc-client-id=c'), 'must both be set'],
    ['an issuer for a claim from 1.29 on', atMinor(29, '--oidc-username-claim=c'), 'must both be set'],
    ['not before', atMinor(28, '--oidc-username-claim=c'), null],
  ])('%s', (_name, given, because) => {
    expect(refusalOf(given)).toEqual(because === null ? null : expect.stringContaining(because));
  });
});

describe('values', () => {
  it.each([
    ['another insecure port from 1.20 on', atMinor(20, '--insecure-port=8080'), 'insecure-port'],
    ['up to 1.19 it is a port', atMinor(19, '--insecure-port=8080'), null],
    ['no port', atMinor(34, '--secure-port=0'), 'secure-port'],
    ['a negative timeout', atMinor(31, '--request-timeout=-1s'), 'request-timeout'],
    ['before 1.31 nobody looks', atMinor(30, '--request-timeout=-1s'), null],
    ['a short life of tokens', atMinor(34, '--service-account-max-token-expiration=1m'), '1 hour'],
    [
      'a node port outside its range',
      atMinor(34, '--kubernetes-service-node-port=80'),
      'service-node-port-range',
    ],
    [
      'a node port inside of one given with +',
      atMinor(34, '--kubernetes-service-node-port=85', '--service-node-port-range=80+10'),
      null,
    ],
    ['a range the wrong way round', atMinor(34, '--service-node-port-range=9-1'), 'service-node-port-range'],
    ['no mode from 1.29 on', atMinor(29, '--authorization-mode='), null],
    ['no mode before', atMinor(28, '--authorization-mode='), 'authorization-mode is empty'],
    ['a mode twice', atMinor(34, '--authorization-mode=RBAC,RBAC'), 'twice'],
    ['an unknown suite', atMinor(34, '--tls-cipher-suites=TLS_NONE'), 'TLS_NONE'],
    ['a format of logs that went', atMinor(34, '--logging-format=text,json'), 'logging-format'],
    ['an unknown storage', atMinor(34, '--storage-backend=etcd2'), 'etcd3'],
    ['overrides without servers', atMinor(34, '--etcd-servers-overrides=/events'), 'group/resource'],
    [
      'a negative age where there is a log',
      atMinor(34, '--audit-log-path=/l', '--audit-log-maxage=-1'),
      'negative',
    ],
    ['without a log nobody looks', atMinor(34, '--audit-log-maxage=-1'), null],
    [
      'a version of audit events that went',
      atMinor(24, '--audit-log-path=/l', '--audit-log-version=audit.k8s.io/v1beta1'),
      'audit-log-version',
    ],
    ['its last minor', atMinor(23, '--audit-log-path=/l', '--audit-log-version=audit.k8s.io/v1beta1'), null],
    ['an empty header', atMinor(24, '--requestheader-username-headers= '), 'empty item'],
    ['before 1.24 nobody looks', atMinor(23, '--requestheader-username-headers= '), null],
    [
      'three service ranges',
      atMinor(34, '--service-cluster-ip-range=10.0.0.0/24,10.1.0.0/24,fd00::/112'),
      'more than two',
    ],
    ['a wide service range up to 1.33', atMinor(33, '--service-cluster-ip-range=10.0.0.0/8'), '2^20'],
    ['a wide service range since', atMinor(34, '--service-cluster-ip-range=10.0.0.0/8'), null],
  ])('%s', (_name, given, because) => {
    expect(refusalOf(given)).toEqual(because === null ? null : expect.stringContaining(because));
  });
});

describe('plugins', () => {
  it.each([
    ['an unknown name', atMinor(34, '--enable-admission-plugins=Nothing'), '"Nothing"'],
    ['a name before it came', atMinor(20, '--enable-admission-plugins=DenyServiceExternalIPs'), 'no plugin'],
    ['its first minor', atMinor(21, '--enable-admission-plugins=DenyServiceExternalIPs'), null],
    [
      'PodSecurityPolicy in its last minor',
      atMinor(24, '--enable-admission-plugins=PodSecurityPolicy'),
      null,
    ],
    [
      'PodSecurityPolicy afterwards',
      atMinor(25, '--enable-admission-plugins=PodSecurityPolicy'),
      'no plugin',
    ],
    [
      'an unknown name among those that are off',
      atMinor(34, '--disable-admission-plugins=PodPreset'),
      'no plugin',
    ],
    [
      'one in both lists',
      atMinor(34, '--enable-admission-plugins=AlwaysAdmit', '--disable-admission-plugins=AlwaysAdmit'),
      'AlwaysAdmit is in',
    ],
    [
      'the old flag beside a new one',
      atMinor(34, '--admission-control=NodeRestriction', '--disable-admission-plugins=Priority'),
      'beside',
    ],
    ['without its gate', atMinor(27, '--enable-admission-plugins=SecurityContextDeny'), 'feature gate'],
    [
      'with its gate',
      atMinor(
        29,
        '--enable-admission-plugins=SecurityContextDeny',
        '--feature-gates=SecurityContextDeny=true',
      ),
      null,
    ],
    ['before it needed one', atMinor(26, '--admission-control=SecurityContextDeny'), null],
    ['no limits for events', atMinor(34, '--enable-admission-plugins=EventRateLimit'), 'no settings'],
    ['no settings for images', atMinor(34, '--enable-admission-plugins=ImagePolicyWebhook'), 'no settings'],
  ])('%s', (_name, given, because) => {
    expect(refusalOf(given)).toEqual(because === null ? null : expect.stringContaining(because));
  });
});
