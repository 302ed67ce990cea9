import type { Listing } from '../../model/cluster.ts';
import type { AccessOptions } from './access/access.ts';
import { findAccess } from './access/find.ts';
import type { Answer } from './api/answer.ts';
import { ApiClient } from './api/client.ts';
import { LIMITS } from './api/limits.ts';
import { ACCEPT, list } from './api/list.ts';
import { askOnce } from './api/patience.ts';
import { Kept } from './kept.ts';
import { isRaw, type Raw } from './raw.ts';

export type Read = { state: 'read'; object: Raw } | { state: 'absent' } | { state: 'failed'; reason: string };
export type Listed = { state: 'listed'; objects: readonly Raw[] } | { state: 'failed'; reason: string };
export type Written = { state: 'done' } | { state: 'changed' } | { state: 'failed'; reason: string };

/** Single objects of a cluster, for repairs. Nothing here throws; why something could not be done stands in words. */
export interface ObjectClient {
  /** Address of the API server. */
  server: string;
  read(path: string): Promise<Read>;
  list(path: string, what: keyof typeof ACCEPT): Promise<Listed>;
  /** `changed`: the resource version in the patch is not that of the object any more. */
  patch(path: string, body: object): Promise<Written>;
  /** `changed`: the object is not the one that the options name any more, or it is gone. */
  remove(path: string, options: object): Promise<Written>;
  close(): void;
}

/**
 * The cluster that a scan would ask; a text says why there is none.
 * @throws KubetrueError KT_KUBECONFIG the file or context that the command line names
 */
export async function openObjects(
  options: AccessOptions,
  toolVersion: string,
): Promise<ObjectClient | string> {
  const found = await findAccess(options);
  if (found.state !== 'usable') return found.reason;
  const client = await ApiClient.open(found.access, toolVersion, LIMITS);
  return {
    server: found.access.server.href.replace(/\/$/, ''),
    read: (path) => read(client, path),
    list: (path, what) => listed(client, path, what),
    patch: async (path, body) => written(await client.patch(path, body)),
    remove: async (path, options) => removed(await client.delete(path, options)),
    close: () => client.close(),
  };
}

async function read(client: ApiClient, path: string): Promise<Read> {
  const asked = await askOnce(client, path, ACCEPT.objects);
  if (asked.state === 'failed')
    return asked.listing.state === 'absent' ? { state: 'absent' } : failed(asked.listing);
  if (asked.state === 'ok' && isRaw(asked.value)) return { state: 'read', object: asked.value };
  return { state: 'failed', reason: 'the answer is no object' };
}

async function listed(client: ApiClient, path: string, what: keyof typeof ACCEPT): Promise<Listed> {
  const kept = new Kept<Raw>((object) => object);
  const { listing } = await list(client, { path, what }, kept, () => {});
  return listing.state === 'listed' ? { state: 'listed', objects: kept.list } : failed(listing);
}

function failed(listing: Listing): { state: 'failed'; reason: string } {
  return { state: 'failed', reason: 'reason' in listing ? listing.reason : listing.state };
}

/** Of what is gone there is nothing left to delete. */
function removed(answer: Answer<unknown>): Written {
  return answer.kind === 'status' && answer.status === 404 ? { state: 'changed' } : written(answer);
}

function written(answer: Answer<unknown>): Written {
  if (answer.kind === 'ok') return { state: 'done' };
  if (answer.kind !== 'status') return { state: 'failed', reason: answer.reason };
  if (answer.status === 202) return { state: 'done' };
  if (answer.status === 409) return { state: 'changed' };
  const said = answer.message === '' ? '' : `: ${answer.message}`;
  const words = answer.status === 403 ? 'not allowed (403)' : `the server answered ${answer.status}`;
  return { state: 'failed', reason: `${words}${said}` };
}
