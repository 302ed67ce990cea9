import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseBenchmark } from '../../catalog/select.ts';
import { evaluate } from '../../evaluate/index.ts';
import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { applyOperations } from '../../remediate/editors/index.ts';
import { type EtcdGate, etcdGate } from '../../remediate/etcd/gate.ts';
import type { Waiting } from '../../remediate/etcd/soundness.ts';
import type { Engine } from '../../remediate/transaction/engine.ts';
import { illnessOf } from '../../remediate/transaction/health/index.ts';
import { restarterOf } from '../../remediate/transaction/restart/index.ts';
import { namedPrograms } from '../../remediate/transaction/restart/named.ts';
import { openCatalog } from '../catalog.ts';
import { collectFacts, HERE } from '../facts.ts';
import { type Invocation, optionOf, usage } from '../parse.ts';
import type { Progress } from '../progress.ts';
import { VERSION } from '../version.ts';
import { withClusterOrWhy } from './cluster.ts';

const USER_AGENT = `kubetrue/${VERSION}`;
const SILENT: Progress = { tell: () => {}, stop: () => {} };

/**
 * What a repair needs of the other stages, on this machine.
 *
 * @param benchmark what is judged by; null where only the way back is gone, which no other version may obstruct
 */
export async function engineOf(
  invocation: Invocation,
  benchmark: Plan['benchmark'] | null,
  stopped: () => string | null,
): Promise<Engine> {
  const waiting: Waiting = {
    sleep: (ms) => sleep(ms),
    tell: invocation.options.has('quiet') ? () => {} : (line) => process.stderr.write(`kubetrue: ${line}\n`),
    stopped,
  };
  let made: EtcdGate | undefined;
  const gate = () => {
    made ??= etcdGate(etcdFacts, USER_AGENT, waiting);
    return made;
  };
  return {
    ...waiting,
    now: () => new Date(),
    edit: applyOperations,
    judge: benchmark === null ? nobodyJudges : await judgeBy(benchmark),
    illness: (component) => (component === 'etcd' ? gate().illness() : illnessOf(component, USER_AGENT)),
    inCluster: (work) => withClusterOrWhy(invocation, work),
    etcd: gate,
    snapshots: snapshotsOf(optionOf(invocation, 'etcd-snapshot')),
    restarter: restarterOf(
      namedPrograms(invocation.options.get('restart') ?? [], {
        kubelet: optionOf(invocation, 'restart-kubelet'),
        etcd: optionOf(invocation, 'restart-etcd'),
      }),
    ),
  };
}

/** What runs here as etcd, its sources decoded; null when there is none, or more than one. */
async function etcdFacts(): Promise<ProcessFacts | null> {
  const { processes } = await collectFacts(HERE, 'off', SILENT);
  const [only, ...others] = processes.filter(({ component, inside }) => component === 'etcd' && !inside);
  return others.length > 0 ? null : (only ?? null);
}

/** @throws KubetrueError KT_USAGE */
function snapshotsOf(directory: string | undefined): string | null {
  if (directory === undefined) return null;
  const place = directoryAt(resolve(directory));
  if (place !== null) return place;
  throw usage(`--etcd-snapshot ${directory} is no directory.`, 'make it first, for root alone');
}

/** The real place of a directory; null where none can be reached, for a link in a circle as for nothing at all. */
function directoryAt(path: string): string | null {
  try {
    return statSync(path).isDirectory() ? realpathSync(path) : null;
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return null;
    throw error;
  }
}

async function judgeBy({ name, version }: Plan['benchmark']): Promise<Engine['judge']> {
  const catalog = await openCatalog();
  const { benchmark, because } = chooseBenchmark(catalog, `${name}@${version}`);
  return async (rules): Promise<readonly Finding[]> => {
    const snapshot = await collectFacts(HERE, 'local', SILENT);
    const only = { controls: [], rules, components: [] };
    const input = { snapshot, catalog, benchmark, chosenBecause: because };
    return evaluate({ ...input, at: new Date(), judge: 'effect', only }).findings;
  };
}

function nobodyJudges(): Promise<never> {
  throw new Error('nothing is judged on the way back');
}
