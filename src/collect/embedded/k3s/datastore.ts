import { posix } from 'node:path';
import type { RootedFs } from '../../../machine/rooted/rooted-fs.ts';
import type { K3sSettings, Sourced } from './settings.ts';

/**
 * Where a server keeps the cluster's data. `etcd`: in the etcd inside it, or in that of another server through a proxy
 * on loopback; `external`: in an etcd that it is told of; `kine`: in a database, behind a socket that speaks etcd.
 */
export type Datastore =
  | { kind: 'etcd'; here: boolean }
  | { kind: 'external'; endpoint: Sourced }
  | { kind: 'kine'; tls: boolean };

/**
 * https://github.com/k3s-io/k3s/blob/release-1.34/pkg/cluster/managed.go assignManagedDriver,
 * https://github.com/k3s-io/kine/blob/v0.16.4/pkg/endpoint/endpoint.go Listen
 */
export function datastoreOf(fs: RootedFs, settings: K3sSettings, dataDirectory: string): Datastore {
  return datastoreBy(settings, () => hasOwnEtcd(fs, dataDirectory));
}

/** The same, with whether the etcd inside has been used already. */
export function datastoreBy(settings: K3sSettings, hasEtcd: () => boolean): Datastore {
  const endpoint = settings.text('datastore-endpoint');
  const joins = settings.isOn('cluster-init') || settings.text('server') !== null;
  if (hasEtcd() || (endpoint === null && joins))
    return { kind: 'etcd', here: !settings.isOn('disable-etcd') };
  if (endpoint !== null && /^https?:\/\//i.test(endpoint.value)) return { kind: 'external', endpoint };
  return { kind: 'kine', tls: settings.isOn('kine-tls') };
}

/** Once it has a write-ahead log, the etcd inside is used whatever else is set. */
export function hasOwnEtcd(fs: RootedFs, dataDirectory: string): boolean {
  return fs.stat(posix.join(dataDirectory, 'server/db/etcd/member/wal')).state === 'read';
}
