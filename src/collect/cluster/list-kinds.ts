import type { ClusterFacts, Listing } from '../../model/cluster.ts';
import type { ApiClient } from './api/client.ts';
import { type ListOutcome, list } from './api/list.ts';
import { KINDS, type KindToList, RIGHTS } from './kinds.ts';
import type { Store } from './store.ts';

export interface ListingContext {
  client: ApiClient;
  store: Store;
  /** Minor version of the server, null if it did not say. */
  minor: number | null;
  progress: (message: string) => void;
  /** Is told when rights are all there, or never will be. */
  onRights: () => void;
}

/** Lists all kinds into the store, a few at a time. After trouble that is not one kind's own, the rest is not asked for. */
export async function listKinds(context: ListingContext): Promise<ClusterFacts['kinds']> {
  const { limits } = context.client;
  const queue = [...KINDS];
  const found = new Map<string, Listing>();
  const lacking = new Set(RIGHTS.map(({ kind }) => kind));
  const keep = ({ kind }: KindToList, listing: Listing) => {
    found.set(kind, listing);
    if (lacking.delete(kind) && lacking.size === 0) context.onRights();
  };
  let silent = 0;
  let end: Listing | null = null;
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (end !== null) {
        keep(next, end);
        continue;
      }
      const { listing, trouble } = await listOne(next, context);
      keep(next, listing);
      if (trouble === 'silent') silent += 1;
      if (trouble === 'final' || silent >= limits.silences) end ??= listing;
    }
  };
  await Promise.all(Array.from({ length: limits.parallel }, work));
  return Object.fromEntries([...found].sort(([left], [right]) => (left < right ? -1 : 1)));
}

async function listOne(kind: KindToList, context: ListingContext): Promise<ListOutcome> {
  if (isOutside(kind, context.minor))
    return {
      listing: { state: 'absent', reason: 'this version of Kubernetes has no such kind' },
      trouble: 'none',
    };
  const outcome = await listNewest(kind, context);
  if (outcome.listing.state !== 'absent' || kind.minors !== undefined) return outcome;
  const reason = 'the server does not know this kind (404), which every Kubernetes has';
  return { listing: { state: 'failed', status: 404, reason }, trouble: 'this' };
}

function isOutside({ minors }: KindToList, minor: number | null): boolean {
  return minors !== undefined && minor !== null && (minor < minors.from || minor > minors.to);
}

/** Under the newest version that the server has. */
async function listNewest(
  { kind, paths, what, into }: KindToList,
  { client, store, progress }: ListingContext,
): Promise<ListOutcome> {
  const reducer = store[into];
  progress(`listing ${kind}`);
  const tell = (count: number) => progress(`listing ${kind}: ${count}`);
  let outcome: ListOutcome | null = null;
  for (const path of paths) {
    outcome = await list(client, { path, what }, reducer, tell);
    if (outcome.listing.state !== 'absent') break;
  }
  if (outcome === null) throw new Error(`${kind} has no path`);
  return outcome;
}
