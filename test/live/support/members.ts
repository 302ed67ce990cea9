import { writeFile } from 'node:fs/promises';
import {
  type Cluster,
  type EtcdProcess,
  type EtcdVersion,
  type Flags,
  findEtcd,
  type Launch,
  type Member,
  memberFlags,
  mutualTlsFlags,
  startCluster,
  startEtcd,
  toArgv,
  toConfigFile,
  toEnvironment,
  untilServing,
} from '../../support/etcd.ts';

/** Where a member's settings come from. */
export type Source = 'flags' | 'environment' | 'config file';

/** A cluster whose members can be started anew, each with other settings. */
export interface Members {
  cluster: Cluster;
  /** The flags of a member with client certificates demanded on both ports. */
  secure(index: number): Flags;
  /** Ends a member and starts it with these; its data stay. Returns at once, serving or not. */
  restart(index: number, launch: Launch): Promise<EtcdProcess>;
  stop(): Promise<void>;
}

export async function startMembers(version: EtcdVersion): Promise<Members> {
  const { path: binary } = await findEtcd(version);
  const cluster = await startCluster({ binary, size: 3 });
  const started: EtcdProcess[] = [];
  return {
    cluster,
    secure: (index) => ({
      ...memberFlags(member(cluster, index), cluster.members, 'https'),
      ...mutualTlsFlags(cluster.pki),
    }),
    restart: async (index, { argv, env }) => {
      const one = member(cluster, index);
      await one.process.stop();
      one.process = await startEtcd({ binary, argv, env, cwd: one.directory });
      started.push(one.process);
      return one.process;
    },
    stop: async () => {
      await Promise.all(started.map((process) => process.stop(0)));
      await cluster.stop();
    },
  };
}

export function member({ members }: Cluster, index: number): Member {
  const found = members[index];
  if (found === undefined) throw new Error(`no member ${index}`);
  return found;
}

/** How to start a member whose settings all come from one source. A file is written into its directory. */
export async function launchFrom(source: Source, flags: Flags, directory: string): Promise<Launch> {
  switch (source) {
    case 'flags':
      return { argv: toArgv(flags), env: {} };
    case 'environment':
      return { argv: [], env: toEnvironment(flags) };
    case 'config file': {
      const file = `${directory}/etcd.conf.yaml`;
      await writeFile(file, toConfigFile(flags));
      return { argv: [`--config-file=${file}`], env: {} };
    }
  }
}

/** Restarts a member from a source and waits until it serves. */
export async function restarted(
  members: Members,
  index: number,
  source: Source,
  flags: Flags,
  env: Launch['env'] = {},
): Promise<EtcdProcess> {
  const launch = await launchFrom(source, flags, member(members.cluster, index).directory);
  const process = await members.restart(index, { ...launch, env: { ...launch.env, ...env } });
  await untilServing(process);
  return process;
}
