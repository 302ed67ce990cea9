/** An argument that kubeadm gives by itself. */
export interface Argument {
  name: string;
  value: string;
}

/** What kubeadm's own arguments are made of. */
export interface KubeadmFacts {
  /** 24 of Kubernetes 1.24; null: not known, and one of those that are supported. */
  minor: number | null;
  address: string;
  port: number;
  nodeName: string;
  pki: string;
  serviceSubnet: string;
  podSubnet: string;
  dnsDomain: string;
  clusterName: string;
  dataDirectory: string;
  externalEtcd: { endpoints: string[]; caFile: string; certFile: string; keyFile: string } | null;
}

/** Stands for the node's own address, which kubeadm finds on the node: an address that is nobody's (RFC 5737). */
export const UNKNOWN_ADDRESS = '192.0.2.1';

/** Whether kubeadm is of a version up to one, of which it is known what it gave. */
function isUpTo({ minor }: KubeadmFacts, last: number): boolean {
  return minor !== null && minor <= last;
}

/** The port without TLS: in kubeadm 1.18 to 1.22, phases/controlplane/manifests.go. */
function plainPort(facts: KubeadmFacts): Record<string, string> {
  return isUpTo(facts, 22) ? { port: '0' } : {};
}

function listed(values: Readonly<Record<string, string>>): Argument[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/**
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubeadm/app/phases/controlplane/manifests.go getAPIServerCommand;
 * the same file at v1.19.16, v1.20.15, v1.21.14 and v1.22.17 for what came and went.
 */
export function apiServerArguments(facts: KubeadmFacts): Argument[] {
  const { pki } = facts;
  return listed({
    'advertise-address': facts.address,
    'allow-privileged': 'true',
    'authorization-mode': 'Node,RBAC',
    'client-ca-file': `${pki}/ca.crt`,
    'enable-admission-plugins': 'NodeRestriction',
    'enable-bootstrap-token-auth': 'true',
    ...etcdOf(facts),
    ...(isUpTo(facts, 21) ? { 'insecure-port': '0' } : {}),
    'kubelet-client-certificate': `${pki}/apiserver-kubelet-client.crt`,
    'kubelet-client-key': `${pki}/apiserver-kubelet-client.key`,
    'kubelet-preferred-address-types': 'InternalIP,ExternalIP,Hostname',
    'proxy-client-cert-file': `${pki}/front-proxy-client.crt`,
    'proxy-client-key-file': `${pki}/front-proxy-client.key`,
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-client-ca-file': `${pki}/front-proxy-ca.crt`,
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-username-headers': 'X-Remote-User',
    'secure-port': String(facts.port),
    'service-account-key-file': `${pki}/sa.pub`,
    ...(isUpTo(facts, 19)
      ? {}
      : {
          'service-account-issuer': `https://kubernetes.default.svc.${facts.dnsDomain}`,
          'service-account-signing-key-file': `${pki}/sa.key`,
        }),
    'service-cluster-ip-range': facts.serviceSubnet,
    'tls-cert-file': `${pki}/apiserver.crt`,
    'tls-private-key-file': `${pki}/apiserver.key`,
  });
}

function etcdOf({ externalEtcd, pki }: KubeadmFacts): Record<string, string> {
  if (externalEtcd === null) {
    return {
      'etcd-cafile': `${pki}/etcd/ca.crt`,
      'etcd-certfile': `${pki}/apiserver-etcd-client.crt`,
      'etcd-keyfile': `${pki}/apiserver-etcd-client.key`,
      'etcd-servers': 'https://127.0.0.1:2379',
    };
  }
  const { endpoints, caFile, certFile, keyFile } = externalEtcd;
  return {
    'etcd-servers': endpoints.join(','),
    ...(caFile === '' ? {} : { 'etcd-cafile': caFile }),
    ...(certFile === '' || keyFile === '' ? {} : { 'etcd-certfile': certFile, 'etcd-keyfile': keyFile }),
  };
}

/** The same file, getControllerManagerCommand. */
export function controllerManagerArguments(facts: KubeadmFacts): Argument[] {
  const { pki, podSubnet } = facts;
  const kubeconfig = '/etc/kubernetes/controller-manager.conf';
  return listed({
    ...(podSubnet === ''
      ? {}
      : {
          'allocate-node-cidrs': 'true',
          'cluster-cidr': podSubnet,
          'service-cluster-ip-range': facts.serviceSubnet,
        }),
    'authentication-kubeconfig': kubeconfig,
    'authorization-kubeconfig': kubeconfig,
    'bind-address': '127.0.0.1',
    'client-ca-file': `${pki}/ca.crt`,
    'cluster-name': facts.clusterName,
    'cluster-signing-cert-file': `${pki}/ca.crt`,
    'cluster-signing-key-file': `${pki}/ca.key`,
    controllers: '*,bootstrapsigner,tokencleaner',
    kubeconfig,
    'leader-elect': 'true',
    ...plainPort(facts),
    'requestheader-client-ca-file': `${pki}/front-proxy-ca.crt`,
    'root-ca-file': `${pki}/ca.crt`,
    'service-account-private-key-file': `${pki}/sa.key`,
    'use-service-account-credentials': 'true',
  });
}

/** The same file, getSchedulerCommand. */
export function schedulerArguments(facts: KubeadmFacts): Argument[] {
  const kubeconfig = '/etc/kubernetes/scheduler.conf';
  return listed({
    'authentication-kubeconfig': kubeconfig,
    'authorization-kubeconfig': kubeconfig,
    'bind-address': '127.0.0.1',
    kubeconfig,
    'leader-elect': 'true',
    ...plainPort(facts),
  });
}

/**
 * Of the first member. Left out: corruption check and progress interval, whose names depend on etcd's version.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubeadm/app/phases/etcd/local.go getEtcdCommand
 */
export function etcdArguments({ address, nodeName, pki, dataDirectory }: KubeadmFacts): Argument[] {
  return listed({
    'advertise-client-urls': `https://${address}:2379`,
    'cert-file': `${pki}/etcd/server.crt`,
    'client-cert-auth': 'true',
    'data-dir': dataDirectory,
    'initial-advertise-peer-urls': `https://${address}:2380`,
    'initial-cluster': `${nodeName}=https://${address}:2380`,
    'key-file': `${pki}/etcd/server.key`,
    'listen-client-urls': `https://127.0.0.1:2379,https://${address}:2379`,
    'listen-metrics-urls': 'http://127.0.0.1:2381',
    'listen-peer-urls': `https://${address}:2380`,
    name: nodeName,
    'peer-cert-file': `${pki}/etcd/peer.crt`,
    'peer-client-cert-auth': 'true',
    'peer-key-file': `${pki}/etcd/peer.key`,
    'peer-trusted-ca-file': `${pki}/etcd/ca.crt`,
    'snapshot-count': '10000',
    'trusted-ca-file': `${pki}/etcd/ca.crt`,
  });
}

/**
 * What kubeadm sets in the kubelet's configuration where it is not set, by the flag that says the same.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubeadm/app/componentconfigs/kubelet.go Default
 */
export function kubeletDefaults({ pki }: KubeadmFacts): (Argument & { key: readonly string[] })[] {
  return [
    { name: 'client-ca-file', value: `${pki}/ca.crt`, key: ['authentication', 'x509', 'clientCAFile'] },
    { name: 'anonymous-auth', value: 'false', key: ['authentication', 'anonymous', 'enabled'] },
    { name: 'authentication-token-webhook', value: 'true', key: ['authentication', 'webhook', 'enabled'] },
    { name: 'authorization-mode', value: 'Webhook', key: ['authorization', 'mode'] },
    { name: 'rotate-certificates', value: 'true', key: ['rotateCertificates'] },
  ];
}

/**
 * The minor of etcd that kubeadm takes for a version of Kubernetes; null where it is not known here.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubeadm/app/constants/constants.go SupportedEtcdVersion
 */
export function etcdMinorFor(kubernetes: string | null): string | null {
  const minor = Number(/^1\.(\d+)/.exec(kubernetes ?? '')?.[1] ?? 0);
  if (minor === 34) return '3.6';
  return minor >= 22 && minor <= 33 ? '3.5' : null;
}
