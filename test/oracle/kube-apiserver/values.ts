import type { Weighted } from '../picker.ts';

/** What draws set a flag to; the odd texts mostly stop the start. */
export interface Texts {
  sound: Weighted<string>;
  odd: Weighted<string>;
}

const evenly = (...texts: string[]): Weighted<string> => texts.map((text) => [1, text] as const);

const BOOLEAN: Texts = {
  sound: evenly('=true', '=false', '', '=0', '=1', '=T', '=F', '=FALSE'),
  odd: evenly('=yes', '=', '=True '),
};

const of = (sound: readonly string[], odd: readonly string[] = []): Texts => ({
  sound: evenly(...sound.map((text) => `=${text}`)),
  odd: odd.length === 0 ? [] : evenly(...odd.map((text) => `=${text}`)),
});

const number = (sound: readonly string[], odd: readonly string[] = []): Texts =>
  of([...sound, '0x10', '010'], ['', 'ten', '1.0', '99999999999999999999', ...odd]);

const duration = (sound: readonly string[], odd: readonly string[] = []): Texts =>
  of([...sound, '90s', '1h5m'], ['5', '', '1d', ...odd]);

const BOUNDED = ['-1s'];
const GCM = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';

/** Flags that draws set. */
export const TEXTS: Readonly<Record<string, Texts>> = {
  'admission-control': of(
    ['ServiceAccount', 'NamespaceLifecycle,AlwaysPullImages', ''],
    ['EventRateLimit', 'Nothing'],
  ),
  'allow-privileged': BOOLEAN,
  'anonymous-auth': BOOLEAN,
  'api-audiences': of(['a', 'a,b', '"a,b",c', ''], ['a"b']),
  'apiserver-count': number(['1', '3'], ['0', '-1']),
  'audit-log-batch-buffer-size': number(['5'], ['0', '-5']),
  'audit-log-compress': BOOLEAN,
  'audit-log-format': of(['json', 'legacy'], ['xml', '', 'JSON']),
  'audit-log-maxage': number(['0', '30'], ['-1']),
  'audit-log-maxbackup': number(['0', '10'], ['-1']),
  'audit-log-maxsize': number(['0', '100'], ['-1']),
  'audit-log-mode': of(['batch', 'blocking', 'blocking-strict'], ['', 'Batch']),
  'audit-log-path': of(['{dir}/audit.log', '-', '', 'logs/audit.log']),
  'audit-log-truncate-max-batch-size': number(['10485760'], ['0', '1']),
  'audit-log-truncate-max-event-size': number(['102400'], ['0', '20000000']),
  'audit-log-version': of(['audit.k8s.io/v1'], ['audit.k8s.io/v1beta1', 'v1', '']),
  'authentication-token-webhook-config-file': of(['{dir}/kubeconfig', ''], []),
  'authorization-mode': of(
    ['RBAC', 'Node,RBAC', 'AlwaysAllow', 'RBAC,AlwaysAllow', 'AlwaysDeny', ''],
    ['RBAC,RBAC', 'Rbac', 'ABAC', 'Webhook', ',', 'Node, RBAC'],
  ),
  'authorization-policy-file': of([''], ['{dir}/abac.jsonl']),
  'authorization-webhook-cache-authorized-ttl': duration(['0s', '5m']),
  'client-ca-file': of(['{dir}/ca.crt', 'ca.crt', ''], ['tls.key']),
  'coordinated-leadership-lease-duration': duration(['20s'], ['1s']),
  'disable-admission-plugins': of(
    ['ServiceAccount', 'NamespaceLifecycle,LimitRanger', '', 'AlwaysPullImages'],
    ['PodSecurityPolicy', 'serviceaccount', 'A,,B'],
  ),
  'disable-http2-serving': BOOLEAN,
  'enable-admission-plugins': of(
    [
      'NodeRestriction',
      'AlwaysPullImages,NodeRestriction',
      '',
      'AlwaysAdmit',
      'PodSecurity',
      'DenyServiceExternalIPs',
    ],
    ['PodSecurityPolicy', 'SecurityContextDeny', 'NodeRestriction ', 'EventRateLimit', 'ImagePolicyWebhook'],
  ),
  'enable-bootstrap-token-auth': BOOLEAN,
  'encryption-provider-config-automatic-reload': of(['false'], ['true']),
  'endpoint-reconciler-type': of(['lease', 'none', 'master-count'], ['', 'Lease']),
  'etcd-cafile': of(['{dir}/ca.crt', ''], []),
  'etcd-certfile': of([''], ['{dir}/tls.crt']),
  'etcd-keyfile': of([''], ['{dir}/tls.key']),
  'etcd-prefix': of(['/registry', 'x']),
  'etcd-servers': of(['http://127.0.0.1:1', 'http://127.0.0.1:2,http://127.0.0.1:3']),
  'etcd-servers-overrides': of(
    ['/events#http://127.0.0.1:4;http://127.0.0.1:5', ''],
    ['events', '/events', 'a/b/c#http://x'],
  ),
  'event-ttl': duration(['1h', '0s']),
  'feature-gates': of(
    ['AllAlpha=false', 'kube:NodeLogQuery=true', '', 'StructuredAuthenticationConfiguration=true'],
    [
      'Nothing=true',
      'StructuredAuthorizationConfiguration=false',
      'AnonymousAuthConfigurableEndpoints=maybe',
      'KMSv1',
    ],
  ),
  'goaway-chance': of(['0', '.01', '0.02'], ['1', '-0.1', '']),
  'kubelet-certificate-authority': of(['{dir}/ca.crt', '']),
  'kubelet-client-certificate': of(['{dir}/tls.crt', '']),
  'kubelet-client-key': of(['{dir}/tls.key', '']),
  'kubelet-port': number(['10250'], ['-1']),
  'kubernetes-service-node-port': number(['0', '30000'], ['80', '-1', '70000']),
  'livez-grace-period': duration(['0s'], BOUNDED),
  'logging-format': of(['text'], ['', 'yaml']),
  'max-mutating-requests-inflight': number(['0', '5'], ['-1']),
  'max-requests-inflight': number(['0', '5'], ['-1']),
  'min-request-timeout': number(['0', '5'], ['-1']),
  'oidc-client-id': of([], ['kubernetes', '']),
  'oidc-issuer-url': of([], ['https://issuer.example']),
  'peer-ca-file': of([''], ['{dir}/ca.crt']),
  profiling: BOOLEAN,
  'request-timeout': duration(['0s', '1m', '300s'], BOUNDED),
  'requestheader-allowed-names': of(['front-proxy-client', ''], ['a, ,b', ',']),
  'requestheader-client-ca-file': of(['{dir}/proxy-ca.crt', '{dir}/ca.crt', ''], []),
  'requestheader-username-headers': of(['X-Remote-User', 'X-Other']),
  'runtime-config': of(['api/all=true', 'v1=true', ''], []),
  'secure-port': of(['{port}', '{port}'], ['0', '-1', '65536']),
  'service-account-extend-token-expiration': BOOLEAN,
  'service-account-issuer': of(['https://a.example', 'b'], ['']),
  'service-account-jwks-uri': of(['https://a.example/jwks', ''], ['http://a.example/jwks']),
  'service-account-lookup': BOOLEAN,
  'service-account-max-token-expiration': duration(['0s', '2h'], ['59m', '-1h']),
  'service-cluster-ip-range': of(
    ['10.0.0.0/24', '10.0.0.0/12', '10.0.0.0/24,fd00::/112', ''],
    ['10.0.0.0', '10.0.0.0/30', '10.0.0.0/24,10.1.0.0/24', 'a,b,c'],
  ),
  'service-node-port-range': of(
    ['30000-32767', '30000+10', '30080', ' 1-9 '],
    ['a-b', '9-1', '1-65536', '+5'],
  ),
  'show-hidden-metrics-for-version': of([''], ['1.2', '1.33', '1.30']),
  'shutdown-delay-duration': duration(['0s'], BOUNDED),
  'storage-backend': of(['etcd3', ''], ['etcd2']),
  'storage-media-type': of(['application/json', 'application/yaml', ''], ['text/plain']),
  'strict-transport-security-directives': of(['max-age=5,preload', ''], ['max-age', 'forever']),
  'tls-cert-file': of([''], ['{dir}/tls.crt']),
  'tls-cipher-suites': of(
    [GCM, `${GCM},TLS_RSA_WITH_AES_128_CBC_SHA`, '', 'TLS_AES_128_GCM_SHA256'],
    ['TLS_NOTHING', GCM.toLowerCase(), `${GCM}, ${GCM}`],
  ),
  'tls-min-version': of(['VersionTLS12', 'VersionTLS13', 'VersionTLS10', ''], ['TLS12']),
  'tls-private-key-file': of([''], ['{dir}/tls.key']),
  'token-auth-file': of(['{dir}/tokens.csv', '']),
  v: number(['2', '-1']),
  'watch-cache': BOOLEAN,
};

/** Sets of flags that belong together. */
export const GROUPS: readonly (readonly string[])[] = [
  ['--tls-cert-file={dir}/tls.crt', '--tls-private-key-file={dir}/tls.key'],
  ['--etcd-certfile={dir}/tls.crt', '--etcd-keyfile={dir}/tls.key', '--etcd-cafile={dir}/ca.crt'],
  ['--oidc-issuer-url=https://issuer.example', '--oidc-client-id=kubernetes'],
  ['--authorization-mode=Webhook', '--authorization-webhook-config-file={dir}/kubeconfig'],
  ['--authorization-mode=ABAC', '--authorization-policy-file={dir}/abac.jsonl'],
];

/** Without these it does not start. */
export const REQUIRED: readonly (readonly string[])[] = [
  ['--etcd-servers=http://127.0.0.1:1'],
  ['--service-account-issuer=https://kubernetes.default.svc'],
  ['--service-account-key-file={dir}/sa.pub'],
  ['--service-account-signing-key-file={dir}/sa.key'],
];
