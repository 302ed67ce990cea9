import type { Cluster, ClusterFacts, Listing, Rights } from '../../model/cluster.ts';
import type { Access, AccessOptions } from './access/access.ts';
import { findAccess } from './access/find.ts';
import { ApiClient } from './api/client.ts';
import { LIMITS, type Limits } from './api/limits.ts';
import { customResourcesOf } from './custom-resources.ts';
import { factsFrom, rightsFrom } from './facts.ts';
import { KINDS } from './kinds.ts';
import { listKinds } from './list-kinds.ts';
import { serverVersion } from './server-version.ts';
import { newStore } from './store.ts';

export interface ClusterOptions extends AccessOptions {
  now: () => Date;
  toolVersion: string;
  progress: (message: string) => void;
  /** Whether a container of that id runs on this machine: its Pod is kept, for proofs. Not given: none is. */
  isHere?: (id: string) => boolean;
  /** Is told who may do what as soon as that is known, which is long before everything is; not where nothing is asked. */
  onRights?: (rights: Rights) => void;
}

/**
 * Facts about the cluster that a kubeconfig or a service account leads to: GET requests to that one server, each
 * kind once. Trouble with the server is in the facts; nothing of it is a pass.
 * @throws KubetrueError KT_KUBECONFIG the file or context that the command line names
 */
export async function collectCluster(options: ClusterOptions, limits: Limits = LIMITS): Promise<Cluster> {
  options.progress('looking for the cluster');
  const found = await findAccess(options);
  if (found.state !== 'usable') return found;
  const client = await ApiClient.open(found.access, options.toolVersion, limits);
  try {
    return await ask(client, found.access, options);
  } finally {
    client.close();
  }
}

async function ask(
  client: ApiClient,
  access: Access,
  { now, progress, onRights: tellRights, isHere }: ClusterOptions,
): Promise<ClusterFacts> {
  const store = newStore(isHere);
  let rights: Rights | undefined;
  const onRights = () => {
    rights = rightsFrom(store);
    tellRights?.(rights);
  };
  progress(`asking ${access.server.host}`);
  const { fact, minor, end } = await serverVersion(client);
  const kinds = end === null ? await listKinds({ client, store, minor, progress, onRights }) : allLike(end);
  const definitions = store.customResourceDefinitions.list;
  const asked = { definitions, namespaces: store.namespaces.list };
  const counted = end === null ? await customResourcesOf(client, asked, progress) : [];
  const heading = {
    server: access.server.href.replace(/\/$/, ''),
    access: access.facts,
    version: fact,
    kinds: explained(kinds, access, now()),
  };
  return factsFrom(heading, store, counted, [], rights);
}

function allLike(end: Listing): ClusterFacts['kinds'] {
  return Object.fromEntries(KINDS.map(({ kind }) => [kind, end]));
}

/** A server that refuses does not say why; what the certificate says may be the answer. */
function explained(kinds: ClusterFacts['kinds'], { facts }: Access, now: Date): ClusterFacts['kinds'] {
  const { notAfter } = facts;
  if (notAfter === undefined || Date.parse(notAfter) >= now.getTime()) return kinds;
  const why = `the client certificate expired on ${notAfter}`;
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, listing]) => [
      kind,
      listing.state === 'refused' && listing.status === 401
        ? { ...listing, reason: `${listing.reason}; ${why}` }
        : listing,
    ]),
  );
}
