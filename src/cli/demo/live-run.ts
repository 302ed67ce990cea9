import { KubetrueError } from '../../model/errors.ts';
import { type EtcdVersion, findEtcd } from './binary.ts';
import { type Cluster, type LaunchInput, startCluster } from './cluster.ts';
import { type Launch, toArgv } from './cluster-member.ts';
import { freePorts } from './cluster-ports.ts';

export interface LiveDemo {
  /** Default: whatever etcd can be had. */
  version?: EtcdVersion;
  /** Hears what happens, a sentence or two at a time. */
  say: (text: string) => void | Promise<void>;
  /** Scans this machine for these processes and shows the result. */
  scan: (pids: readonly number[]) => Promise<void>;
}

/**
 * Starts three real members with TLS on loopback, one with a hole for strangers, and has them scanned. They and
 * their files are gone afterwards, also when the scan throws. Throws KT_LIVE where no etcd can be had or started.
 */
export async function runLiveDemo({ version, say, scan }: LiveDemo): Promise<void> {
  const binary = await findEtcd(version, say);
  await say(
    `Starting three members of etcd ${binary.version} (${binary.path}) with certificates of their own on loopback.`,
  );
  const [hole = 0] = await freePorts(1);
  const cluster = await start(binary.path, hole);
  try {
    await say(theHole(hole));
    await scan(cluster.members.map(({ process }) => process.pid));
  } finally {
    await cluster.stop();
    await say('The three members have been ended and their files removed.');
  }
}

const WEAKENED = 'm2';

function theHole(port: number): string {
  return (
    'All three demand certificates on both ports; every flag that the benchmark names is set. ' +
    `But ${WEAKENED} also listens for its peers on http://127.0.0.1:${port}, where nobody is asked for one.`
  );
}

async function start(binary: string, hole: number): Promise<Cluster> {
  try {
    return await startCluster({ binary, size: 3, launch: (input) => weakened(input, hole) });
  } catch (error) {
    const message = `The members of the demonstration did not start: ${(error as Error).message}`;
    throw new KubetrueError('KT_LIVE', message, { cause: error });
  }
}

function weakened({ plan, secure }: LaunchInput, hole: number): Launch {
  if (plan.name !== WEAKENED) return { argv: toArgv(secure), env: {} };
  const urls = `${secure['listen-peer-urls']},http://127.0.0.1:${hole}`;
  return { argv: toArgv({ ...secure, 'listen-peer-urls': urls }), env: {} };
}
