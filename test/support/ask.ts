import { collect } from '../../src/collect/index.ts';
import type { Observation, ProbeAnswer } from '../../src/model/observation.ts';
import type { ProcessFacts, Snapshot } from '../../src/model/snapshot.ts';
import { prove } from '../../src/prove/index.ts';
import type { Cluster } from './etcd.ts';

const OPTIONS = { now: () => new Date(), toolVersion: '0.0.0-test' };

/** A snapshot of this machine with the processes of one cluster alone; other tests run etcd at the same time. */
export async function snapshotOf(cluster: Cluster): Promise<Snapshot> {
  const snapshot = await collect({ root: null, ...OPTIONS, progress: () => {} });
  const pids = new Set(cluster.members.map(({ process }) => process.pid));
  return { ...snapshot, processes: snapshot.processes.filter(({ pid }) => pids.has(pid)) };
}

/** What the probes see of a cluster. */
export async function askCluster(cluster: Cluster): Promise<Observation[]> {
  return prove(await snapshotOf(cluster), OPTIONS);
}

/** What the probes see of processes put together by hand. */
export async function askProcesses(...processes: ProcessFacts[]): Promise<Observation[]> {
  return prove({ source: 'live', processes }, OPTIONS);
}

/** `NOCERT TLSv1.3: refused, certificate_required`, one line for each observation on a port. */
export function onPort(observations: readonly Observation[], port: number): string[] {
  return observations
    .filter(({ address }) => address.endsWith(`:${port}`))
    .map(({ method, tls, answer }) => `${method}${tls === null ? '' : ` ${tls}`}: ${inWords(answer)}`);
}

function inWords(answer: ProbeAnswer): string {
  switch (answer.kind) {
    case 'answered':
      return `answered ${answer.status}`;
    case 'refused':
      return answer.aboutCertificate ? 'refused for the certificate' : `refused: ${answer.alert}`;
    case 'not-attempted':
      return `not attempted: ${answer.reason}`;
    case 'closed':
    case 'timed-out':
    case 'read':
    case 'unreachable':
      return answer.kind;
  }
}
