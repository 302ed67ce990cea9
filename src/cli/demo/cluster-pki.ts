import type { Authority, KeyedCertificate } from './pki.ts';

/** Paths of a certificate and its key. */
export interface PairPaths {
  certificate: string;
  key: string;
}

interface Side {
  authority: string;
  server: PairPaths;
}

/** A PKI for one cluster, on disk. */
export interface ClusterPki {
  client: Side;
  peer: Side;
  /** A client's certificate that the client port accepts. */
  healthcheck: PairPaths;
  /** Signs more client certificates and keys of the client side; in memory only. */
  clientAuthority: Authority;
  peerAuthority: Authority;
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** Two authorities (clients, peers), a server pair for each, and a client pair, all below `directory`. */
export async function createClusterPki(directory: string): Promise<ClusterPki> {
  const { createAuthority, issue, save } = await import('./pki.ts');
  const [clientAuthority, peerAuthority] = await Promise.all([
    createAuthority('etcd client CA'),
    createAuthority('etcd peer CA'),
  ]);
  const server = { commonName: 'etcd', organization: 'kubetrue demo', names: LOOPBACK };
  const paths = async (name: string, pair: Promise<KeyedCertificate>) => save(directory, name, await pair);
  const [client, peer, healthcheck, clientCa, peerCa] = await Promise.all([
    paths('server', issue(clientAuthority, server)),
    paths('peer', issue(peerAuthority, server)),
    paths(
      'healthcheck-client',
      issue(clientAuthority, { commonName: 'healthcheck', usages: ['clientAuth'] }),
    ),
    paths('ca', Promise.resolve(clientAuthority)),
    paths('peer-ca', Promise.resolve(peerAuthority)),
  ]);
  return {
    client: { authority: clientCa.certificate, server: client },
    peer: { authority: peerCa.certificate, server: peer },
    healthcheck,
    clientAuthority,
    peerAuthority,
  };
}
