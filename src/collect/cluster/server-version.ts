import type { Listing } from '../../model/cluster.ts';
import type { Fact } from '../../model/fact.ts';
import { notReadable, present } from '../facts.ts';
import type { ApiClient } from './api/client.ts';
import { ACCEPT } from './api/list.ts';
import { askOnce } from './api/patience.ts';
import { rawOf, textOf } from './raw.ts';

const ORIGIN = { kind: 'api', resource: '/version' } as const;

export interface ServerVersion {
  fact: Fact<string>;
  minor: number | null;
  /** Why nothing else need be asked of the server. */
  end: Listing | null;
}

/** The first request: whether there is an API server, and of which version. */
export async function serverVersion(client: ApiClient): Promise<ServerVersion> {
  const answer = await askOnce(client, '/version', ACCEPT.objects);
  if (answer.state === 'ok') return understood(textOf(rawOf(answer.value).gitVersion));
  if (answer.state !== 'failed') return noKubernetes('the answer cannot be used');
  const { listing } = answer;
  const reason = 'reason' in listing ? listing.reason : listing.state;
  // Whoever is not let in to /version may still list; whoever does not answer will not either.
  const end = listing.state === 'refused' && listing.status === 403 ? null : listing;
  return { fact: notReadable(ORIGIN, reason), minor: null, end: end?.state === 'absent' ? notTheApi() : end };
}

function understood(version: string): ServerVersion {
  const minor = /^v?1\.(\d+)/.exec(version)?.[1];
  if (minor === undefined) return noKubernetes('it does not answer as the Kubernetes API does');
  return { fact: present(version, ORIGIN), minor: Number(minor), end: null };
}

function noKubernetes(reason: string): ServerVersion {
  return { fact: notReadable(ORIGIN, reason), minor: null, end: { state: 'failed', reason } };
}

function notTheApi(): Listing {
  return { state: 'failed', status: 404, reason: 'the server has no /version, so it is no Kubernetes API' };
}
