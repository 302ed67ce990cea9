import type { Listing } from '../../../model/cluster.ts';
import { type Raw, rawOf, textOf } from '../raw.ts';
import type { Body } from './body.ts';
import type { ApiClient } from './client.ts';
import { ListBody } from './list-body.ts';
import { askPatiently, type Failed } from './patience.ts';

/** Objects whole, or only their metadata. */
export const ACCEPT = {
  objects: 'application/json',
  metadata: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
} as const;

export interface ListRequest {
  /** `/apis/apps/v1/deployments`, perhaps with a query. */
  path: string;
  what: keyof typeof ACCEPT;
}

/** Reduces the objects of a list to what is kept, a page at a time. */
export interface Reducer {
  take(object: Raw): void;
  /** The page is whole: what was taken counts. */
  commit(): void;
  /** The page was not: forget what was taken since the last commit. */
  drop(): void;
  /** The list begins anew: forget all of it. */
  reset(): void;
}

export interface ListOutcome {
  listing: Listing;
  trouble: Failed['trouble'] | 'none';
}

/**
 * Lists one kind page by page, each reduced before the next is asked for. No resource version is given: with
 * `resourceVersion=0` the API server would answer from its cache and ignore the limit.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/storage/cacher/cacher.go GetList
 */
export async function list(
  client: ApiClient,
  request: ListRequest,
  reducer: Reducer,
  progress: (count: number) => void,
): Promise<ListOutcome> {
  const first = await pages(client, request, reducer, progress);
  if (first.state !== 'expired') return outcome(first);
  reducer.reset();
  const second = await pages(client, request, reducer, progress);
  return second.state === 'expired' ? outcome(EXPIRED_TWICE) : outcome(second);
}

const EXPIRED_TWICE: Failed = {
  state: 'failed',
  listing: {
    state: 'failed',
    status: 410,
    reason: 'the list changed twice while it was read: the server answered 410 Gone',
  },
  trouble: 'this',
};

type Ended = { state: 'end'; count: number } | Failed;
/** The place in the list is no longer known to the server (410). */
type Expired = { state: 'expired' };

function outcome(end: Ended): ListOutcome {
  return end.state === 'failed' ? end : { listing: { state: 'listed', count: end.count }, trouble: 'none' };
}

async function pages(
  client: ApiClient,
  { path, what }: ListRequest,
  reducer: Reducer,
  progress: (count: number) => void,
): Promise<Ended | Expired> {
  let [count, next] = [0, ''];
  for (;;) {
    const page = await askPatiently(
      client,
      pagePath(path, client.limits.pageSize, next),
      ACCEPT[what],
      () => new PageBody(reducer),
    );
    if (page.state !== 'ok') return page;
    const { frame, length } = page.value;
    if (!isList(frame)) return failed('the answer is not a list');
    reducer.commit();
    count += length;
    progress(count);
    next = textOf(rawOf(frame.metadata).continue);
    if (next === '') return { state: 'end', count };
  }
}

interface Page {
  frame: Raw;
  length: number;
}

class PageBody implements Body<Page> {
  readonly #list: ListBody;
  #length = 0;

  constructor(reducer: Reducer) {
    reducer.drop();
    this.#list = new ListBody((object) => {
      this.#length += 1;
      reducer.take(object);
    });
  }

  write(chunk: Buffer): void {
    this.#list.write(chunk);
  }

  end(): { value: Page } | { problem: string } {
    const end = this.#list.end();
    return 'problem' in end ? end : { value: { frame: end.value, length: this.#length } };
  }
}

function failed(reason: string): Failed {
  return { state: 'failed', listing: { state: 'failed', reason }, trouble: 'this' };
}

function pagePath(path: string, limit: number, next: string): string {
  const query = `limit=${limit}${next === '' ? '' : `&continue=${encodeURIComponent(next)}`}`;
  return `${path}${path.includes('?') ? '&' : '?'}${query}`;
}

/** What is left of `items` must be empty; Go writes an empty list of some kinds as null. */
function isList({ kind, items }: Raw): boolean {
  return textOf(kind).endsWith('List') && (items === null || (Array.isArray(items) && items.length === 0));
}
