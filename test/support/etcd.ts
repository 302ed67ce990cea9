import { type EtcdVersion, findEtcd } from '../../src/cli/demo/binary.ts';
import { type Cluster, type ClusterOptions, startCluster } from '../../src/cli/demo/cluster.ts';

export { type EtcdVersion, findEtcd } from '../../src/cli/demo/binary.ts';
export {
  type Cluster,
  type ClusterOptions,
  type LaunchInput,
  type Member,
  startCluster,
  untilServing,
} from '../../src/cli/demo/cluster.ts';
export {
  type Flags,
  type Launch,
  type MemberPlan,
  memberFlags,
  mutualTlsFlags,
  toArgv,
  toConfigFile,
  toEnvironment,
} from '../../src/cli/demo/cluster-member.ts';
export type { ClusterPki } from '../../src/cli/demo/cluster-pki.ts';
export { freePorts } from '../../src/cli/demo/cluster-ports.ts';
export { type EtcdProcess, startEtcd } from '../../src/cli/demo/cluster-process.ts';

/** Runs `use` with a real cluster of exactly that etcd version and ends the cluster whatever happens. */
export async function withCluster<T>(
  version: EtcdVersion,
  options: Omit<ClusterOptions, 'binary'>,
  use: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const { path } = await findEtcd(version);
  const cluster = await startCluster({ ...options, binary: path });
  try {
    return await use(cluster);
  } finally {
    await cluster.stop();
  }
}

/** Flags without some of them. */
export function without<T extends Readonly<Record<string, string>>>(flags: T, ...names: string[]) {
  return Object.fromEntries(Object.entries(flags).filter(([name]) => !names.includes(name)));
}
