import type { NamedVerdict } from './named-verdict.ts';
import { containerGroup, manifest, serverConfig } from './texts.ts';

const PKI = '/etc/kubernetes/pki';
const ETCD_FILES = {
  name: 'm1',
  listen: 'https://10.0.0.1:2379',
  certificate: `${PKI}/etcd/server.crt`,
  key: `${PKI}/etcd/server.key`,
  authority: `${PKI}/etcd/ca.crt`,
};

const ETCD_VARIABLES = {
  ETCD_LISTEN_CLIENT_URLS: ETCD_FILES.listen,
  ETCD_ADVERTISE_CLIENT_URLS: ETCD_FILES.listen,
  ETCD_CERT_FILE: ETCD_FILES.certificate,
  ETCD_KEY_FILE: ETCD_FILES.key,
  ETCD_CLIENT_CERT_AUTH: 'true',
  ETCD_TRUSTED_CA_FILE: ETCD_FILES.authority,
};

const etcdFile = (clientCertAuth: boolean, authority: string | null) =>
  `name: m1
listen-client-urls: ${ETCD_FILES.listen}
advertise-client-urls: ${ETCD_FILES.listen}
client-transport-security:
  cert-file: ${ETCD_FILES.certificate}
  key-file: ${ETCD_FILES.key}
  client-cert-auth: ${clientCertAuth}
${authority === null ? '' : `  trusted-ca-file: ${authority}\n`}`;

const AUTHORIZERS = serverConfig(
  'AuthorizationConfiguration',
  'authorizers:',
  '  - { type: Node, name: node }',
  '  - { type: RBAC, name: rbac }',
);

const KEYS = '{ keys: [{ name: k1, secret: c2VjcmV0IGlzIHNlY3JldCE= }] }';

const encrypted = (name: string, ...resources: readonly string[]) => ({
  name,
  rule: 'kube-apiserver-encryption-provider',
  given: {
    'kube-apiserver': { from: 'kubeadm' as const, argv: ['--encryption-provider-config=/etc/enc.yaml'] },
    files: {
      '/etc/enc.yaml': serverConfig(
        'EncryptionConfiguration',
        'resources:',
        ...resources.map((one) => `  - ${one}`),
      ),
    },
  },
});

const ANONYMOUS = '/etc/kubernetes/authn.yaml';
const anonymous = (enabled: boolean, ...argv: readonly string[]) => ({
  name: `enabled: ${enabled}${argv.length > 0 ? `, ${argv.join(' ')}` : ''}`,
  rule: 'kube-apiserver-anonymous-auth',
  given: {
    'kube-apiserver': { from: 'kubeadm' as const, argv: [`--authentication-config=${ANONYMOUS}`, ...argv] },
    files: { [ANONYMOUS]: serverConfig('AuthenticationConfiguration', `anonymous: { enabled: ${enabled} }`) },
  },
});

const PROXY = '/var/lib/kube-proxy/config.conf';
const proxyFile = (line: string) =>
  `apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n${line}\n`;

/** The API server as RKE2 starts it: the program is the command, everything else its arguments. */
const rke2 = (name: string, mode: string) => ({
  name,
  rule: 'kube-apiserver-authz-no-alwaysallow',
  given: {
    'kube-apiserver': {
      from: 'kubeadm' as const,
      without: ['--authorization-mode'],
      argv: [`--authorization-mode=${mode}`],
      executable: '/usr/local/bin/kube-apiserver',
      cgroup: containerGroup('a'),
    },
    files: {
      '/var/lib/rancher/rke2/agent/pod-manifests/kube-apiserver.yaml': manifest('kube-apiserver', {
        name: 'kube-apiserver',
        image: 'rancher/hardened-kubernetes:v1.32.1-rke2r1-build20250116',
        command: ['kube-apiserver'],
        args: [`--authorization-mode=${mode}`],
      }),
    },
  },
});

const SNAP = '/snap/microk8s/7449';
const ARGS = '/var/snap/microk8s/7449/args';
const microk8s = (name: string, mode: string) => ({
  name,
  rule: 'kube-apiserver-authz-no-alwaysallow',
  given: {
    others: [
      {
        executable: `${SNAP}/kubelite`,
        argv: ['kubelite', `--apiserver-args-file=${ARGS}/kube-apiserver`],
        environment: { SNAP, SNAP_DATA: '/var/snap/microk8s/7449' },
      },
    ],
    files: {
      [`${SNAP}/meta/snap.yaml`]: 'name: microk8s\nversion: v1.34.1\n',
      [`${ARGS}/kube-apiserver`]: `--authorization-mode=${mode}
--cert-dir=\${SNAP_DATA}/certs
--client-ca-file=${PKI}/ca.crt
--etcd-servers="unix:///var/snap/microk8s/7449/var/kubernetes/backend/kine.sock:12379"
--service-account-issuer='https://kubernetes.default.svc'
--service-account-key-file=${PKI}/sa.pub
--service-account-signing-key-file=${PKI}/sa.key
--service-cluster-ip-range=10.152.183.0/24
`,
    },
  },
});

/** Where the programs of the control plane take their settings from. */
export const SERVER_SOURCES: readonly NamedVerdict[] = [
  {
    number: 17,
    name: 'etcd by its environment, and its wrapper',
    truth:
      'Variables `ETCD_*` set what flags set, and a script of the name etcd that starts it is not another etcd.',
    shown: [
      ...['etcd-server-cert', 'etcd-client-cert-auth'].map((rule) => ({
        name: rule,
        rule,
        given: { etcd: { from: 'nothing' as const, argv: ['--name=m1'], environment: ETCD_VARIABLES } },
        status: 'pass' as const,
      })),
      {
        name: 'a wrapper beside it',
        rule: 'etcd-server-cert',
        given: {
          etcd: {},
          others: [{ executable: '/usr/bin/dash', argv: ['/bin/sh', '/usr/local/bin/etcd', '--name=m1'] }],
        },
        status: ['pass'],
      },
    ],
  },
  {
    number: 18,
    name: 'etcd by its configuration file',
    truth: 'With `--config-file` etcd reads neither flags nor variables.',
    shown: [
      ...['etcd-server-cert', 'etcd-client-cert-auth'].map((rule) => ({
        name: `${rule}, only in the file`,
        rule,
        given: {
          etcd: { from: 'nothing' as const, argv: ['--config-file=/etc/etcd.yaml'] },
          files: { '/etc/etcd.yaml': etcdFile(true, ETCD_FILES.authority) },
        },
        status: 'pass' as const,
      })),
      {
        name: 'a flag beside a file that says no',
        rule: 'etcd-client-cert-auth',
        given: {
          etcd: { argv: ['--config-file=/etc/etcd.yaml'] },
          files: { '/etc/etcd.yaml': etcdFile(false, null) },
        },
        status: 'fail',
      },
    ],
  },
  {
    number: 19,
    name: 'Authorizers by file',
    truth:
      'The file of `--authorization-config` takes the place of `--authorization-mode`, of which the benchmark speaks.',
    shown: [
      ['kube-apiserver-authz-no-alwaysallow', 'fail'] as const,
      ['kube-apiserver-authz-node', 'fail'] as const,
      ['kube-apiserver-authz-rbac', 'fail'] as const,
    ].map(([rule, letter]) => ({
      name: rule,
      rule,
      given: {
        'kube-apiserver': {
          from: 'kubeadm' as const,
          without: ['--authorization-mode'],
          argv: ['--authorization-config=/etc/authz.yaml'],
        },
        files: { '/etc/authz.yaml': AUTHORIZERS },
      },
      status: 'pass' as const,
      letter,
    })),
  },
  {
    number: 20,
    name: 'No authorizer named',
    truth: 'With neither flag nor file the API server allows everything.',
    shown: [
      {
        name: 'neither',
        rule: 'kube-apiserver-authz-no-alwaysallow',
        given: { 'kube-apiserver': { from: 'kubeadm', without: ['--authorization-mode'] } },
        status: 'fail',
      },
    ],
  },
  {
    number: 21,
    name: 'Anonymous requests by file',
    truth:
      'Where the file of `--authentication-config` speaks of anonymous requests it decides, and the flag beside it is refused.',
    shown: [
      { ...anonymous(false), status: 'pass', letter: 'fail' },
      { ...anonymous(true), status: 'fail' },
      { ...anonymous(false, '--anonymous-auth=false'), status: 'error' },
    ],
  },
  {
    number: 22,
    name: 'Arguments apart from the command',
    truth:
      'What a process was started with counts, however its manifest divides it into command and arguments.',
    shown: [
      { ...rke2('safe arguments', 'Node,RBAC'), status: 'pass' },
      { ...rke2('AlwaysAllow in the arguments', 'AlwaysAllow'), status: 'fail' },
    ],
  },
  {
    number: 23,
    name: 'Arguments in a file of their own',
    truth: 'MicroK8s reads the arguments of each component from a file.',
    shown: [
      { ...microk8s('safe arguments', 'RBAC,Node'), status: 'pass' },
      { ...microk8s('AlwaysAllow in the file', 'AlwaysAllow'), status: 'fail' },
    ],
  },
  {
    number: 24,
    name: 'The metrics address of kube-proxy by file',
    truth: 'The file that `--config` names decides, not the kubeconfig that is named in it.',
    shown: [
      {
        name: 'every address',
        rule: 'kube-proxy-metrics-bind-address',
        given: {
          'kube-proxy': { argv: [`--config=${PROXY}`] },
          files: {
            [PROXY]: proxyFile('metricsBindAddress: 0.0.0.0:10249'),
            '/var/lib/kube-proxy/kubeconfig.conf': 'apiVersion: v1\nkind: Config\n',
          },
        },
        status: 'fail',
      },
      {
        name: 'loopback',
        rule: 'kube-proxy-metrics-bind-address',
        given: {
          'kube-proxy': { argv: [`--config=${PROXY}`] },
          files: { [PROXY]: proxyFile('metricsBindAddress: 127.0.0.1:10249') },
        },
        status: 'pass',
      },
    ],
  },
  {
    number: 25,
    name: 'The provider that writes',
    truth: 'The first provider of the first entry that matches writes; `identity` writes plain text.',
    shown: [
      {
        ...encrypted(
          'identity first',
          `{ resources: [secrets], providers: [{ identity: {} }, { aescbc: ${KEYS} }] }`,
        ),
        status: 'fail',
      },
      {
        ...encrypted(
          'another resource is encrypted',
          '{ resources: [secrets], providers: [{ identity: {} }] }',
          `{ resources: [configmaps], providers: [{ aescbc: ${KEYS} }] }`,
        ),
        status: 'fail',
      },
      {
        ...encrypted(
          'identity last',
          `{ resources: [secrets], providers: [{ aescbc: ${KEYS} }, { identity: {} }] }`,
        ),
        status: 'pass',
      },
    ],
  },
];
