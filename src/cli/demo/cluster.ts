import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryDirectory } from './cluster-directory.ts';
import {
  type Flags,
  type Launch,
  type MemberPlan,
  memberFlags,
  mutualTlsFlags,
  toArgv,
} from './cluster-member.ts';
import { type ClusterPki, createClusterPki } from './cluster-pki.ts';
import { freePorts } from './cluster-ports.ts';
import { type EtcdProcess, startEtcd } from './cluster-process.ts';

export interface Member extends MemberPlan {
  process: EtcdProcess;
}

export interface Cluster {
  members: readonly Member[];
  pki: ClusterPki;
  /** Holds everything the cluster wrote; gone after `stop`. */
  directory: string;
  /** Ends all members and removes the directory. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  binary: string;
  size: 1 | 3;
  /**
   * How to start a member; gets the flags of a member with mutual TLS on both ports (`secure`). Default: these on
   * the command line.
   */
  launch?: (member: LaunchInput) => Launch | Promise<Launch>;
}

export interface LaunchInput {
  plan: MemberPlan;
  all: readonly MemberPlan[];
  pki: ClusterPki;
  secure: Flags;
}

/** A real etcd cluster on loopback, with a PKI of its own; returns when every member serves. */
export async function startCluster({
  binary,
  size,
  launch = onCommandLine,
}: ClusterOptions): Promise<Cluster> {
  const { path: directory, remove } = temporaryDirectory('kubetrue-etcd-');
  const processes: EtcdProcess[] = [];
  const stop = async () => {
    // Members that end together wait in vain for each other's votes, and nothing of theirs is kept.
    await Promise.all(processes.map((process) => process.stop(GRACE_MS)));
    await remove();
  };
  try {
    const pki = await createClusterPki(join(directory, 'pki'));
    const plans = await planMembers(directory, size);
    const members: Member[] = [];
    for (const plan of plans) {
      await mkdir(plan.directory, { mode: 0o700 });
      const secure = { ...memberFlags(plan, plans, 'https'), ...mutualTlsFlags(pki) };
      const { argv, env } = await launch({ plan, all: plans, pki, secure });
      const process = await startEtcd({ binary, argv, env, cwd: plan.directory });
      processes.push(process);
      members.push({ ...plan, process });
    }
    await Promise.all(processes.map((process) => untilServing(process)));
    return { members, pki, directory, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function onCommandLine({ secure }: LaunchInput): Launch {
  return { argv: toArgv(secure), env: {} };
}

async function planMembers(directory: string, size: number): Promise<MemberPlan[]> {
  const ports = await freePorts(size * 2);
  return Array.from({ length: size }, (_, index) => ({
    name: `m${index + 1}`,
    directory: join(directory, `m${index + 1}`),
    clientPort: ports[index * 2] ?? 0,
    peerPort: ports[index * 2 + 1] ?? 0,
  }));
}

const GRACE_MS = 200;
const START_MS = 30_000;
const POLL_MS = 20;
/** serveCtx.serve in etcd's embed package, all versions: the cluster has a leader and the client ports answer. */
const SERVING = 'ready to serve client requests';

/** Waits until etcd says that it serves clients; throws with the end of its log when it ends first or takes too long. */
export async function untilServing(process: EtcdProcess): Promise<void> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  process.exited.then(end, end);
  const deadline = Date.now() + START_MS;
  while (!process.log().includes(SERVING)) {
    if (ended) throw new Error(`etcd ended instead of serving:\n${tail(process.log())}`);
    if (Date.now() > deadline)
      throw new Error(`etcd does not serve after ${START_MS} ms:\n${tail(process.log())}`);
    await sleep(POLL_MS);
  }
}

function tail(log: string): string {
  return log.trimEnd().split('\n').slice(-5).join('\n');
}
