import { onTestFinished } from 'vitest';
import { type EtcdVersion, findEtcd, type Member, memberFlags, startCluster, toArgv } from '../etcd.ts';

/** Versions of etcd that collecting is tried on. */
export const ETCD_VERSIONS = ['3.4.13', '3.5.21', '3.6.5', '3.7.1'] as const satisfies readonly EtcdVersion[];

/** A cluster without TLS whose data directories are `data` below each member's working directory. Ends with the test. */
export async function plainCluster(version: EtcdVersion, size: 1 | 3): Promise<readonly Member[]> {
  const { path } = await findEtcd(version);
  const cluster = await startCluster({
    binary: path,
    size,
    launch: ({ plan, all }) => ({
      argv: toArgv({ ...memberFlags(plan, all, 'http'), 'data-dir': 'data' }),
      env: { ETCD_TOKEN: 'hush', OTHER: 'x' },
    }),
  });
  onTestFinished(() => cluster.stop());
  return cluster.members;
}
