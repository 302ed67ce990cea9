import { writeFileSync } from 'node:fs';
import type { Launch } from '../../src/cli/demo/cluster-member.ts';

export const PKI = '/etc/kubernetes/pki';
export const ADDRESSES = ['10.0.0.11', '10.0.0.12', '10.0.0.13'] as const;

const CLUSTER = ADDRESSES.map((address, index) => `m${index + 1}=https://${address}:2380`).join(',');
const [FIRST, SECOND, THIRD] = ADDRESSES;

/**
 * m1 is started by flags that all look right; a variable that no flag contradicts adds a peer listener without TLS.
 * m2 has the right flags too, but a config file makes them void and opens the client side.
 * m3 has a config file without client certificates, which is mended only after the start.
 */
export function launches(): Launch[] {
  writeFileSync('/etc/etcd/m2.yaml', configFile('m2', SECOND, M2_CLIENT_URLS, ''));
  writeFileSync(M3_FILE, configFile('m3', THIRD, clientUrl(THIRD), ''));
  return [
    { argv: m1Flags(), env: { ETCD_LISTEN_PEER_URLS: `https://${FIRST}:2380,http://${FIRST}:2382` } },
    { argv: ['--config-file=/etc/etcd/m2.yaml', ...CLIENT_CERTIFICATES], env: {} },
    { argv: [`--config-file=${M3_FILE}`], env: {} },
  ];
}

/** Puts right what m3 was started with, without a restart. */
export function mendThird(): void {
  writeFileSync(M3_FILE, configFile('m3', THIRD, clientUrl(THIRD), DEMANDED));
}

const M3_FILE = '/etc/etcd/m3.yaml';
const M2_CLIENT_URLS = `${clientUrl(SECOND)},http://${SECOND}:2381`;
const CLIENT_CERTIFICATES = ['--client-cert-auth=true', `--trusted-ca-file=${PKI}/etcd/ca.crt`];

function clientUrl(address: string): string {
  return `https://${address}:2379`;
}

function m1Flags(): string[] {
  return [
    '--name=m1',
    '--data-dir=/var/lib/etcd/m1',
    `--listen-client-urls=${clientUrl(FIRST)}`,
    `--advertise-client-urls=${clientUrl(FIRST)}`,
    `--initial-advertise-peer-urls=https://${FIRST}:2380`,
    `--initial-cluster=${CLUSTER}`,
    `--cert-file=${PKI}/etcd/server.crt`,
    `--key-file=${PKI}/etcd/server.key`,
    ...CLIENT_CERTIFICATES,
    `--peer-cert-file=${PKI}/etcd/peer.crt`,
    `--peer-key-file=${PKI}/etcd/peer.key`,
    '--peer-client-cert-auth=true',
    `--peer-trusted-ca-file=${PKI}/etcd/peer-ca.crt`,
  ];
}

const DEMANDED = `
  client-cert-auth: true
  trusted-ca-file: ${PKI}/etcd/ca.crt`;

function configFile(name: string, address: string, clientUrls: string, demanded: string): string {
  return `name: ${name}
data-dir: /var/lib/etcd/${name}
listen-client-urls: ${clientUrls}
advertise-client-urls: ${clientUrl(address)}
listen-peer-urls: https://${address}:2380
initial-advertise-peer-urls: https://${address}:2380
initial-cluster: ${CLUSTER}
client-transport-security:
  cert-file: ${PKI}/etcd/server.crt
  key-file: ${PKI}/etcd/server.key${demanded}
peer-transport-security:
  cert-file: ${PKI}/etcd/peer.crt
  key-file: ${PKI}/etcd/peer.key
  client-cert-auth: true
  trusted-ca-file: ${PKI}/etcd/peer-ca.crt
`;
}
