import type { Member } from '../model/observation.ts';

/**
 * Members in the answer to `GET /members` on a peer port, null when it is something else.
 * https://github.com/etcd-io/etcd/blob/v3.5.21/server/etcdserver/api/etcdhttp/peer.go peerMembersHandler
 */
export function parseMembers(body: string | null): Member[] | null {
  const value = parseJson(body);
  if (!Array.isArray(value)) return null;
  const members = value.map(parseMember);
  return members.every((member) => member !== null) ? members : null;
}

function parseMember(value: unknown): Member | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, name, peerURLs, isLearner } = value as Record<string, unknown>;
  if (typeof id !== 'string' || !Array.isArray(peerURLs)) return null;
  if (!peerURLs.every((url) => typeof url === 'string')) return null;
  return { id, name: typeof name === 'string' ? name : '', peerURLs, learner: isLearner === true };
}

/** The server's version in the answer to `GET /version`, null when it is something else. */
export function parseVersion(body: string | null): string | null {
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null) return null;
  const { etcdserver } = value as Record<string, unknown>;
  return typeof etcdserver === 'string' && /^\d+\.\d+\.\d+/.test(etcdserver) ? etcdserver : null;
}

function parseJson(body: string | null): unknown {
  if (body === null) return null;
  try {
    return JSON.parse(body, exactId);
  } catch {
    return null;
  }
}

/** Member ids have 64 bits, more than a double holds; etcd shows them in hexadecimal everywhere else. */
function exactId(key: string, value: unknown, context?: { source?: string }): unknown {
  const digits = context?.source;
  if (key !== 'id' || digits === undefined || !/^\d+$/.test(digits)) return value;
  return BigInt(digits).toString(16);
}
