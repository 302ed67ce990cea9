import type { Node } from '../../test/nodes/node.ts';

export const ETCD_FILE = '/etc/kubernetes/etcd/etcd.yaml';
const PKI = '/etc/kubernetes/pki/etcd';

/** `open`: nobody is asked for a client certificate. Otherwise what kubeadm's own flags say. */
export function etcdFile({ hostname, address }: Node, clients: 'open' | 'mended'): string {
  const demanded = clients === 'open' ? '' : `\n  client-cert-auth: true\n  trusted-ca-file: ${PKI}/ca.crt`;
  return `name: ${hostname}
data-dir: /var/lib/etcd
listen-client-urls: https://127.0.0.1:2379,https://${address}:2379
advertise-client-urls: https://${address}:2379
listen-peer-urls: https://${address}:2380
initial-advertise-peer-urls: https://${address}:2380
initial-cluster: ${hostname}=https://${address}:2380
listen-metrics-urls: http://127.0.0.1:2381
client-transport-security:
  cert-file: ${PKI}/server.crt
  key-file: ${PKI}/server.key${demanded}
peer-transport-security:
  cert-file: ${PKI}/peer.crt
  key-file: ${PKI}/peer.key
  client-cert-auth: true
  trusted-ca-file: ${PKI}/ca.crt
`;
}
