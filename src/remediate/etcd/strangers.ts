import type { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import type { Access } from './access.ts';
import { isIssuedBy } from './authorities.ts';
import { isForClients, type PeerMaterial, peerFilesOf, peerMaterial } from './credentials.ts';
import { isPlain } from './peer-urls.ts';
import { type MemberState, type Survey, selfOf } from './survey.ts';

const TIMEOUT_MS = 5_000;

/**
 * The members that this one would refuse if it took peer certificates of an authority only, each with the reason. They
 * are asked for the certificate that they serve peers with, which etcd also shows when it calls, unless it was given
 * another one (--peer-client-cert-file).
 *
 * @param authority file with the authority, as etcd would name it
 */
export async function strangersTo(access: Access, survey: Survey, authority: string): Promise<string[]> {
  const { pair, authorities } = peerMaterial(peerFilesOf(access.configuration, authority), access.place);
  const others = survey.members.filter(({ id }) => id !== selfOf(survey)?.id);
  const reasons = await Promise.all(others.map((member) => whyStrange(member, pair, authorities)));
  return reasons.filter((reason) => reason !== null);
}

async function whyStrange(
  { name, peerUrls }: MemberState,
  pair: PeerMaterial['pair'],
  authorities: readonly X509Certificate[],
): Promise<string | null> {
  for (const url of peerUrls) {
    if (isPlain(url)) return `${name} (${url}) talks to its peers without TLS`;
    const leaf = await leafOf(new URL(url), pair);
    if (typeof leaf === 'string') return `${name} (${url}) shows no peer certificate: ${leaf}`;
    const why = whyNoPeer(leaf, authorities);
    if (why !== null) return `${name} (${url}) ${why}`;
  }
  return null;
}

/** Why a certificate is not one of a peer; null when it is. */
export function whyNoPeer(leaf: X509Certificate, authorities: readonly X509Certificate[]): string | null {
  if (!authorities.some((one) => isIssuedBy(leaf, one)))
    return `has a peer certificate of ${leaf.issuer.replaceAll('\n', ', ')}`;
  return isForClients(leaf) ? null : 'has a peer certificate that is not one of a client';
}

/** The certificate that a server shows; whom it is from is looked at afterwards. */
export function leafOf(
  { hostname, port }: URL,
  pair: PeerMaterial['pair'],
): Promise<X509Certificate | string> {
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(port || 443),
      rejectUnauthorized: false,
      ...(pair === null ? {} : { cert: pair.certificate, key: pair.key }),
    });
    const end = (found: X509Certificate | string) => {
      socket.destroy();
      resolve(found);
    };
    socket.once('secureConnect', () => end(socket.getPeerX509Certificate() ?? 'none'));
    socket.once('error', (error) => end(error.message));
    socket.setTimeout(TIMEOUT_MS, () => end(`no answer within ${TIMEOUT_MS / 1000} s`));
  });
}
