import { extraValue } from './arguments.ts';
import { type K3sNode, loopback, serverPath } from './node.ts';
import type { Row } from './rows.ts';
import { setting, settingOr } from './rows.ts';
import type { Sourced } from './settings.ts';

/**
 * Arguments that K3s gives to the components of the control plane. Left out is what depends on the addresses of the
 * host and what no control is about.
 * https://github.com/k3s-io/k3s/blob/release-1.34/pkg/daemons/control/server.go apiServer, controllerManager, scheduler
 */

/** First releases with signing certificates of their own. */
const OWN_SIGNERS = ['24.11', '25.7', '26.2'];
/** First releases that tell authentication from authorization and give serving certificates to all. */
const SPRING_2025 = ['30.13', '31.9', '32.5', '33.1'];

function tls(path: string): (node: K3sNode) => string {
  return (node) => serverPath(node, `tls/${path}`);
}

function credential(path: string): (node: K3sNode) => string {
  return (node) => serverPath(node, `cred/${path}`);
}

/** As long as the user does not give the file that takes its place. */
function unlessExtra(file: string, value: string): (node: K3sNode) => string | null {
  return ({ settings }) => (extraValue(file, settings.list('kube-apiserver-arg')) === null ? value : null);
}

/** Everything that asks for a switch. */
function where(name: string, value: (node: K3sNode) => string): (node: K3sNode) => string | Sourced | null {
  return (node) => {
    const on = node.settings.text(name);
    return on !== null && node.settings.isOn(name) ? { value: value(node), origin: on.origin } : null;
  };
}

/** One more than the port of the server itself, behind which the API server stands. */
function apiServerPort({ settings }: K3sNode): string | Sourced {
  const own = settings.text('apiserver-port');
  if (own !== null) return own;
  const outer = settings.text('https-listen-port');
  return outer === null ? '6444' : { value: String(Number(outer.value) + 1), origin: outer.origin };
}

function etcdServers({ datastore, settings }: K3sNode): string | Sourced {
  switch (datastore.kind) {
    case 'etcd':
      return `https://${loopback({ settings }).replace('::1', '[::1]')}:2379`;
    case 'external':
      return datastore.endpoint;
    case 'kine':
      return datastore.tls ? 'unixs://kine.sock' : 'unix://kine.sock';
  }
}

/** One of the three files for connections to the datastore. */
function etcdFile(
  name: 'cafile' | 'certfile' | 'keyfile',
  own: string,
): (node: K3sNode) => string | Sourced | null {
  return (node) => {
    if (node.datastore.kind === 'external') return node.settings.text(`datastore-${name}`);
    const given = node.datastore.kind === 'etcd' || (node.datastore.tls && name === 'cafile');
    return given ? serverPath(node, `tls/etcd/${own}`) : null;
  };
}

export const API_SERVER: readonly Row[] = [
  { name: 'allow-privileged', value: 'true' },
  { name: 'anonymous-auth', value: 'false', until: SPRING_2025 },
  { name: 'anonymous-auth', value: unlessExtra('authentication-config', 'false'), since: SPRING_2025 },
  {
    name: 'api-audiences',
    value: ({ settings }) => {
      const domain = settings.text('cluster-domain')?.value ?? 'cluster.local';
      return `https://kubernetes.default.svc.${domain},k3s`;
    },
  },
  { name: 'authorization-mode', value: unlessExtra('authorization-config', 'Node,RBAC') },
  { name: 'bind-address', value: (node) => node.settings.text('apiserver-bind-address') ?? loopback(node) },
  { name: 'cert-dir', value: tls('temporary-certs') },
  { name: 'client-ca-file', value: tls('client-ca.crt') },
  {
    name: 'egress-selector-config-file',
    value: (node) =>
      node.settings.text('egress-selector-mode')?.value === 'disabled'
        ? null
        : serverPath(node, 'etc/egress-selector-config.yaml'),
  },
  { name: 'enable-admission-plugins', value: 'NodeRestriction' },
  { name: 'enable-bootstrap-token-auth', value: 'true', since: OWN_SIGNERS },
  {
    name: 'encryption-provider-config',
    value: where('secrets-encryption', credential('encryption-config.json')),
  },
  {
    name: 'encryption-provider-config-automatic-reload',
    value: where('secrets-encryption', () => 'true'),
    since: ['28.2'],
  },
  { name: 'etcd-cafile', value: etcdFile('cafile', 'server-ca.crt') },
  { name: 'etcd-certfile', value: etcdFile('certfile', 'client.crt') },
  { name: 'etcd-keyfile', value: etcdFile('keyfile', 'client.key') },
  { name: 'etcd-servers', value: etcdServers },
  { name: 'kubelet-certificate-authority', value: tls('server-ca.crt') },
  { name: 'kubelet-client-certificate', value: tls('client-kube-apiserver.crt') },
  { name: 'kubelet-client-key', value: tls('client-kube-apiserver.key') },
  { name: 'profiling', value: 'false' },
  { name: 'proxy-client-cert-file', value: tls('client-auth-proxy.crt') },
  { name: 'proxy-client-key-file', value: tls('client-auth-proxy.key') },
  { name: 'requestheader-allowed-names', value: 'system:auth-proxy' },
  { name: 'requestheader-client-ca-file', value: tls('request-header-ca.crt') },
  { name: 'requestheader-extra-headers-prefix', value: 'X-Remote-Extra-' },
  { name: 'requestheader-group-headers', value: 'X-Remote-Group' },
  { name: 'requestheader-username-headers', value: 'X-Remote-User' },
  { name: 'secure-port', value: apiServerPort },
  {
    name: 'service-account-issuer',
    value: ({ settings }) =>
      `https://kubernetes.default.svc.${settings.text('cluster-domain')?.value ?? 'cluster.local'}`,
  },
  { name: 'service-account-key-file', value: tls('service.key') },
  { name: 'service-account-signing-key-file', value: tls('service.key'), until: OWN_SIGNERS },
  { name: 'service-account-signing-key-file', value: tls('service.current.key'), since: OWN_SIGNERS },
  { name: 'service-node-port-range', value: settingOr('service-node-port-range', '30000-32767') },
  { name: 'storage-backend', value: 'etcd3' },
  { name: 'tls-cert-file', value: tls('serving-kube-apiserver.crt') },
  { name: 'tls-private-key-file', value: tls('serving-kube-apiserver.key') },
  { name: 'v', value: setting('v'), since: ['29.0'] },
  { name: 'vmodule', value: setting('vmodule'), since: ['29.0'] },
];

/** First releases that hand their own list of cipher suites on. */
export const SUITES_HANDED_ON = ['24.10', '25.6', '26.1'];

/** What the server adds to the user's arguments where these do not name cipher suites. pkg/cli/server/server.go run */
export const API_SERVER_SUITES = [
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305',
].join(',');

/** Certificates that the controller manager signs with, by what they are for. */
const SIGNERS = [
  { purpose: 'kube-apiserver-client', authority: 'client-ca' },
  { purpose: 'kubelet-client', authority: 'client-ca' },
  { purpose: 'kubelet-serving', authority: 'server-ca' },
  { purpose: 'legacy-unknown', authority: 'server-ca' },
] as const;

export const CONTROLLER_MANAGER: readonly Row[] = [
  { name: 'allocate-node-cidrs', value: 'true' },
  { name: 'authentication-kubeconfig', value: credential('controller.kubeconfig') },
  { name: 'authorization-kubeconfig', value: credential('controller.kubeconfig') },
  { name: 'bind-address', value: loopback },
  ...SIGNERS.flatMap(({ purpose, authority }): Row[] => [
    { name: `cluster-signing-${purpose}-cert-file`, value: tls(`${authority}.crt`), until: OWN_SIGNERS },
    {
      name: `cluster-signing-${purpose}-cert-file`,
      value: tls(`${authority}.nochain.crt`),
      since: OWN_SIGNERS,
    },
    { name: `cluster-signing-${purpose}-key-file`, value: tls(`${authority}.key`) },
  ]),
  { name: 'kubeconfig', value: credential('controller.kubeconfig') },
  { name: 'profiling', value: 'false' },
  { name: 'root-ca-file', value: tls('server-ca.crt') },
  { name: 'secure-port', value: '10257' },
  { name: 'service-account-private-key-file', value: tls('service.key'), until: OWN_SIGNERS },
  { name: 'service-account-private-key-file', value: tls('service.current.key'), since: OWN_SIGNERS },
  {
    name: 'tls-cert-file',
    value: tls('kube-controller-manager/kube-controller-manager.crt'),
    since: SPRING_2025,
  },
  {
    name: 'tls-private-key-file',
    value: tls('kube-controller-manager/kube-controller-manager.key'),
    since: SPRING_2025,
  },
  { name: 'use-service-account-credentials', value: 'true' },
  { name: 'v', value: setting('v'), since: ['29.0'] },
  { name: 'vmodule', value: setting('vmodule'), since: ['29.0'] },
];

export const SCHEDULER: readonly Row[] = [
  { name: 'authentication-kubeconfig', value: credential('scheduler.kubeconfig') },
  { name: 'authorization-kubeconfig', value: credential('scheduler.kubeconfig') },
  { name: 'bind-address', value: loopback },
  { name: 'kubeconfig', value: credential('scheduler.kubeconfig') },
  { name: 'profiling', value: 'false' },
  { name: 'secure-port', value: '10259' },
  { name: 'tls-cert-file', value: tls('kube-scheduler/kube-scheduler.crt'), since: SPRING_2025 },
  { name: 'tls-private-key-file', value: tls('kube-scheduler/kube-scheduler.key'), since: SPRING_2025 },
  { name: 'v', value: setting('v'), since: ['29.0'] },
  { name: 'vmodule', value: setting('vmodule'), since: ['29.0'] },
];
