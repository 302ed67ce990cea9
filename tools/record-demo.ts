import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { findEtcd } from '../src/cli/demo/binary.ts';
import { type LaunchInput, startCluster } from '../src/cli/demo/cluster.ts';
import { type Launch, toArgv, toConfigFile, toEnvironment } from '../src/cli/demo/cluster-member.ts';
import { freePorts } from '../src/cli/demo/cluster-ports.ts';
import { collectFacts } from '../src/cli/facts.ts';
import { snapshotText } from '../src/collect/snapshot-file.ts';
import type { Snapshot } from '../src/model/snapshot.ts';

const TARGET = fileURLToPath(new URL('../content/demo/three-members.json', import.meta.url));

/** Each member is configured by another source, and two of them have a hole that flags alone do not show. */
async function launch({ plan, secure }: LaunchInput): Promise<Launch> {
  if (plan.name === 'm1') return { argv: toArgv(secure), env: {} };
  if (plan.name === 'm2') {
    const [port] = await freePorts(1);
    const peers = `${secure['listen-peer-urls']},http://127.0.0.1:${port}`;
    return { argv: [], env: toEnvironment({ ...secure, 'listen-peer-urls': peers }) };
  }
  const file = `${plan.directory}/etcd.yaml`;
  const { 'client-cert-auth': _, 'trusted-ca-file': __, ...open } = secure;
  await writeFile(file, toConfigFile(open));
  return { argv: [`--config-file=${file}`, '--client-cert-auth=true'], env: {} };
}

/** Records the capture that `kubetrue demo` judges: three real members, their facts and what the probes saw. */
async function record(): Promise<void> {
  const { path } = await findEtcd('3.6.5');
  const cluster = await startCluster({ binary: path, size: 3, launch });
  try {
    const pids = cluster.members.map(({ process }) => process.pid);
    const snapshot = await collectFacts(null, true, { tell: () => {}, stop: () => {} });
    await mkdir(new URL('.', `file://${TARGET}`), { recursive: true });
    await writeFile(TARGET, snapshotText(onlyThese(snapshot, pids)));
  } finally {
    await cluster.stop();
  }
}

/** Without whatever else ran on the machine that recorded. */
function onlyThese(snapshot: Snapshot, pids: readonly number[]): Snapshot {
  const ours = ({ pid }: { pid: number }) => pids.includes(pid);
  return {
    ...snapshot,
    node: { ...snapshot.node, name: 'demo' },
    programs: snapshot.programs.filter(ours),
    processes: snapshot.processes.filter(ours),
    observations: snapshot.observations.filter(ours),
  };
}

await record();
