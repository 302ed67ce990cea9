import { etcdInForce, likeliestConfiguration } from '../components/etcd/in-force.ts';
import type { Observation } from '../model/observation.ts';
import type { ListeningSocket, ProcessFacts, Snapshot } from '../model/snapshot.ts';
import { askSocket, type Equipment } from './ask-socket.ts';
import { LIMITS } from './limits.ts';
import { notAttempted } from './observe.ts';
import { makeOffer } from './offer.ts';
import type { Owner } from './own-pair.ts';
import type { Pair } from './pair.ts';
import { isSameProcess } from './same-process.ts';
import { type SocketTarget, socketTarget } from './socket-target.ts';

export interface ProveOptions {
  now: () => Date;
  toolVersion: string;
}

/**
 * Asks every etcd of a live snapshot, read-only, on the sockets that it holds itself, and records what came back. A
 * snapshot of a mounted or captured host gives none: its pids and addresses are not those of this machine.
 * Never throws for what a component does or lacks; where nothing could be asked, an observation says why.
 */
export async function prove(snapshot: Snapshot, { now, toolVersion }: ProveOptions): Promise<Observation[]> {
  if (snapshot.source !== 'live') return [];
  const equipment = equip(now, toolVersion);
  const budget = { left: LIMITS.connectionsPerScan };
  const plans = snapshot.processes
    .filter(({ component }) => component === 'etcd')
    .map((process) => ({ process, plan: planOf(process, budget) }));
  const observed = await Promise.all(plans.map(({ process, plan }) => follow(process, plan, equipment)));
  return observed.flat();
}

interface Plan {
  owner: Owner;
  targets: SocketTarget[];
  /** Sockets that are not asked, and why. */
  skipped: { address: string; reason: string }[];
}

function equip(now: () => Date, toolVersion: string): Equipment {
  let pair: Promise<Pair> | undefined;
  return {
    userAgent: `kubetrue/${toolVersion}`,
    now,
    bare: { 'TLSv1.3': makeOffer('TLSv1.3', null), 'TLSv1.2': makeOffer('TLSv1.2', null) },
    throwaway: () => {
      pair ??= import('./throwaway.ts').then(({ makeThrowaway }) => makeThrowaway(now()));
      return pair;
    },
  };
}

/** Which sockets to ask. Connections are reserved here, in order, so that the same node always gets the same questions. */
function planOf(process: ProcessFacts, budget: { left: number }): Plan {
  const owner: Owner = { process, configuration: likeliestConfiguration(etcdInForce(process)) };
  const plan: Plan = { owner, targets: [], skipped: [] };
  if (process.listeners.state !== 'present') {
    plan.skipped.push({
      address: '',
      reason: `its listening sockets are not known: ${whyUnknown(process.listeners)}`,
    });
    return plan;
  }
  for (const socket of process.listeners.value) addSocket(plan, socket, budget);
  return plan;
}

function whyUnknown(fact: Exclude<ProcessFacts['listeners'], { state: 'present' }>): string {
  return fact.state === 'unreadable' ? fact.reason : 'not there';
}

function addSocket(plan: Plan, socket: ListeningSocket, budget: { left: number }): void {
  const { address, port } = socket;
  if (port === null) {
    plan.skipped.push({ address, reason: 'unix sockets are not asked' });
    return;
  }
  const target = socketTarget({ ...socket, port }, plan.owner.configuration?.listeners ?? []);
  if (plan.owner.process.sameNetworkNamespace === false) {
    plan.skipped.push({ address: target.name, reason: 'it listens in another network namespace' });
  } else if (target.connections > budget.left) {
    const reason = `the limit of ${LIMITS.connectionsPerScan} connections per scan is reached`;
    plan.skipped.push({ address: target.name, reason });
  } else {
    budget.left -= target.connections;
    plan.targets.push(target);
  }
}

async function follow(process: ProcessFacts, plan: Plan, equipment: Equipment): Promise<Observation[]> {
  const skip = (address: string, reason: string) =>
    notAttempted(
      {
        pid: process.pid,
        component: process.component,
        method: 'NOCERT',
        address,
        tls: null,
        path: '/version',
      },
      reason,
      equipment.now(),
    );
  const skipped = plan.skipped.map(({ address, reason }) => skip(address, reason));
  if (plan.targets.length === 0) return skipped;
  if (!isSameProcess(process.pid, process.startedAt))
    return [skip('', 'the process ended before it was asked')];
  const observed = await Promise.all(plan.targets.map((target) => askSocket(target, plan.owner, equipment)));
  if (!isSameProcess(process.pid, process.startedAt))
    return [skip('', 'the process ended while it was asked')];
  return [...observed.flat(), ...skipped];
}
