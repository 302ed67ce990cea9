import { setTimeout as sleep } from 'node:timers/promises';
import { untilServing } from '../../src/cli/demo/cluster.ts';
import { type EtcdProcess, startEtcd } from '../../src/cli/demo/cluster-process.ts';
import { collectFacts, HERE } from '../../src/cli/facts.ts';
import { snapshotText } from '../../src/collect/snapshot-file.ts';
import { launches, mendThird } from './members.ts';
import { API_SERVER, furnishNode } from './node.ts';

/** More than the two seconds to which a process's start is known. */
const AFTER_START_MS = 3_000;

/** Runs in namespaces of its own, which end with it and take every process along. Writes the snapshot to stdout. */
async function record(parcel: string): Promise<void> {
  await furnishNode(parcel);
  const started: EtcdProcess[] = [];
  for (const { argv, env } of launches())
    started.push(await startEtcd({ binary: '/usr/local/bin/etcd', argv, env, cwd: '/' }));
  await startEtcd({ binary: '/usr/local/bin/kube-apiserver', argv: API_SERVER, cwd: '/' });
  await Promise.all(started.map(untilServing));
  await sleep(AFTER_START_MS);
  mendThird();
  const snapshot = await collectFacts(HERE, 'local', { tell: () => {}, stop: () => {} });
  await new Promise((resolve) => process.stdout.write(snapshotText(snapshot), resolve));
  process.exit(0);
}

await record(process.argv[2] ?? '');
