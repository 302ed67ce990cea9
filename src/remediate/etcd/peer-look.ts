import { connect } from 'node:net';
import type { Stage } from '../../model/plan.ts';
import { ask } from '../ask.ts';
import type { Access } from './access.ts';
import { type PeerMaterial, peerMaterial, pemOf } from './credentials.ts';
import { fieldsOf } from './gateway.ts';
import { sameUrls } from './peer-urls.ts';
import { leafOf, whyNoPeer } from './strangers.ts';

const TIMEOUT_MS = 2_000;

/** How the peers of a cluster are called by TLS, with what this member shows to them. */
export interface PeerCaller {
  /**
   * Why a member is not to be reached at an address as a peer, each side with the certificate that the other wants; null
   * when it is.
   */
  whyNotReached: (url: string) => Promise<string | null>;
  /** The addresses of members for their peers, as the member at that address knows them; null when it does not answer. */
  knownAt: (url: string) => Promise<readonly (readonly string[])[] | null>;
}

export function peerCaller({ place, userAgent }: Access, files: Stage): PeerCaller {
  const material = peerMaterial(files, place);
  return {
    whyNotReached: (url) => whyNotReached(url, material, userAgent),
    knownAt: async (url) => {
      const answer = await members(url, material, userAgent);
      return typeof answer === 'string' ? null : answer;
    },
  };
}

/** By its name and authority, and by `GET /members`, which only a peer may ask where certificates are demanded. */
async function whyNotReached(url: string, material: PeerMaterial, userAgent: string): Promise<string | null> {
  const leaf = await leafOf(new URL(url), material.pair);
  if (typeof leaf === 'string') return `does not serve peers at ${url}: ${leaf}`;
  const strange = whyNoPeer(leaf, material.authorities);
  if (strange !== null) return `(${url}) ${strange}`;
  const answer = await members(url, material, userAgent);
  return typeof answer === 'string' ? `does not take this member at ${url}: ${answer}` : null;
}

/** https://github.com/etcd-io/etcd/blob/v3.6.5/server/etcdserver/api/etcdhttp/peer.go peerMembersHandler */
async function members(
  url: string,
  { pair, authorities }: PeerMaterial,
  userAgent: string,
): Promise<readonly (readonly string[])[] | string> {
  const answer = await ask({
    url: new URL('/members', url),
    authority: pemOf(authorities),
    serverName: null,
    partialChain: true,
    credentials: pair,
    userAgent,
  });
  if (typeof answer === 'string') return answer;
  if (answer.status !== 200) return `it answers ${answer.status}`;
  return listed(answer.body) ?? 'it answers with something else than its members';
}

function listed(body: string): readonly (readonly string[])[] | null {
  try {
    const value: unknown = JSON.parse(body);
    if (!Array.isArray(value)) return null;
    return value.map((one: unknown) => {
      const urls = fieldsOf(one)?.peerURLs;
      return Array.isArray(urls) ? urls.filter((url) => typeof url === 'string') : [];
    });
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Whether one of the members is listed with exactly these addresses. */
export function isListed(known: readonly (readonly string[])[], urls: readonly string[]): boolean {
  return known.some((one) => sameUrls(one, urls));
}

/** Whether anybody takes connections there. */
export function isListening(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) });
    const end = (found: boolean) => {
      socket.destroy();
      resolve(found);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.setTimeout(TIMEOUT_MS, () => end(false));
  });
}
