import { COMPONENT_PROOFS } from './component-proofs.ts';
import type { ProofText } from './proof-text.ts';

const ETCD_LOG =
  'One warning line in the log of etcd ("rejected connection") for each refused attempt, seen by whoever watches ' +
  'that log. Nothing is written to etcd, and nothing is sent to another node.';

/** By the id that a rule's `proof` names. */
export const PROOF_TEXTS: Readonly<Record<string, ProofText>> = {
  ...COMPONENT_PROOFS,
  'etcd-client-port-refuses-strangers': {
    sends: strangersTo('client listener', 'GET /version'),
    shows: strangersShow('client'),
    leaves: ETCD_LOG,
  },
  'etcd-peer-port-refuses-strangers': {
    sends: strangersTo('peer listener', 'GET /members'),
    shows: strangersShow('peer'),
    leaves: ETCD_LOG,
  },
  'etcd-client-port-refuses-cluster-certificates': {
    sends:
      'To each client listener that the process holds, where a kubelet runs on the node: `GET /version` over TLS with the ' +
      "kubelet's client certificate, which the authority of the cluster has signed.",
    shows:
      'Confirmed when it is refused for the certificate and `trusted-ca-file` does not hold that authority, or let in ' +
      'and it does. Contradicted the other way round.',
    leaves: ETCD_LOG,
  },
  'etcd-client-port-serves-configured-certificate': {
    sends: handshakeWith('client listener', 'GET /version'),
    shows: certificateShows('cert-file'),
    leaves: ETCD_LOG,
  },
  'etcd-peer-port-serves-configured-certificate': {
    sends: handshakeWith('peer listener', 'GET /members'),
    shows: certificateShows('peer-cert-file'),
    leaves: ETCD_LOG,
  },
};

function strangersTo(listener: string, request: string): string {
  return (
    `To each ${listener} that the process holds, at an address of this node: \`${request}\` without TLS, over TLS ` +
    '1.2 and 1.3 without a certificate, and with a certificate of an authority made up in memory.'
  );
}

function strangersShow(port: string): string {
  return (
    `Confirmed when every ${port} listener refuses every stranger and names the certificate as the reason. ` +
    'Contradicted when a stranger gets an HTTP answer. A time-out or a closed connection alone leaves it open.'
  );
}

function handshakeWith(listener: string, request: string): string {
  return (
    `To each ${listener} that the process holds, at an address of this node: \`${request}\` without TLS, and a TLS ` +
    'handshake that keeps the certificate presented by etcd.'
  );
}

function certificateShows(setting: string): string {
  return (
    `Confirmed when plaintext is refused and the public key presented is that of the file in \`${setting}\`. ` +
    'Contradicted when plaintext is answered or another key is presented, such as one that etcd made itself.'
  );
}
