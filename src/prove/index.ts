import { randomBytes } from 'node:crypto';
import { ADMISSION_PROOF } from '../components/cluster/admission/proof.ts';
import { etcdInForce, likeliestConfiguration } from '../components/etcd/in-force.ts';
import { needsComponent, needsMethod, needsProof, type WantedProofs } from '../components/proof-methods.ts';
import type { Cluster, Rights } from '../model/cluster.ts';
import type { Observation } from '../model/observation.ts';
import type { ListeningSocket, ProcessFacts, Snapshot } from '../model/snapshot.ts';
import { askComponent, CONNECTIONS } from './ask-component.ts';
import { askKernel, type Containers } from './ask-kernel.ts';
import { askSocket, type Equipment } from './ask-socket.ts';
import { withAuditTrail } from './audit-trail.ts';
import { type Credentials, credentialsOf, type UserCredential } from './credentials.ts';
import { LIMITS } from './limits.ts';
import { notAttempted } from './observe.ts';
import { makeOffer } from './offer.ts';
import { networkGap, OWN_PROC } from './own-network.ts';
import type { Owner } from './own-pair.ts';
import type { Pair } from './pair.ts';
import { COMPONENT_PROBES } from './probes/index.ts';
import { type ReviewOptions, reviewRights, type SeenServer } from './reviews.ts';
import { isSameProcess } from './same-process.ts';
import { type SocketTarget, socketTarget } from './socket-target.ts';
import type { Surroundings } from './stored-secret.ts';

export { openAsOthers } from './open-as.ts';
export type { Containers, UserCredential };

/** What is known of a machine before its files have been looked at. */
export type Seen = Pick<Snapshot, 'source' | 'processes'>;

export interface ProveOptions {
  now: () => Date;
  toolVersion: string;
  /** Also dry-run writes and reads of sensitive bytes. */
  deep?: boolean;
  /** Who the cluster is asked as; a text says why there is nobody. */
  user?: UserCredential | string;
  /** Names of the proofs that rules need; null: of all. */
  wanted?: WantedProofs;
  /** Facts of the cluster that the API server of this node serves, once they are there; null: it is not asked. */
  cluster?: Promise<Cluster> | null;
  /** Who may do what in it, which is known before all else is; null: nobody reads it, or it could not be read. */
  rights?: Promise<Rights | null> | null;
  /** Where the procfs of this machine is, if it is seen through a mount. */
  proc?: string | null;
  /** Pids by the id of their container; not given: what the kernel shows of containers is not looked at. */
  containers?: Containers;
}

/**
 * Asks every component of a live snapshot on the sockets that it holds itself, and records what came back. A
 * snapshot of a mounted or captured host gives none: its pids and addresses are not those of this machine.
 * Never throws for what a component does or lacks; where nothing could be asked, an observation says why.
 * @throws what `cluster` rejects with
 */
export async function prove(snapshot: Seen, options: ProveOptions): Promise<Observation[]> {
  if (snapshot.source !== 'live') return [];
  const { now, toolVersion, deep = false, user = 'no kubeconfig was found', wanted = null } = options;
  const { cluster = null, rights = null } = options;
  const proc = options.proc ?? OWN_PROC;
  const gap = networkGap(proc);
  const budget = { left: LIMITS.connectionsPerScan };
  const plans = snapshot.processes
    .filter(({ component }) => needsComponent(wanted, component))
    .map((process) => ({ process, plan: planOf({ process, proc, gap }, budget) }));
  const credentials = credentialsOf(snapshot, user, proc);
  const equipment = equip(now, toolVersion, credentials);
  const context = { node: await credentials.node(), token: newToken() };
  const apiServer = Promise.withResolvers<SeenServer | null>();
  const { userAgent } = equipment;
  const asking = { now, userAgent, credentials, wanted };
  const answered = apiServer.promise.then((server) =>
    Promise.all([askRights(server, rights, asking), deep ? askAdmission(server, cluster, asking) : []]),
  );
  const onServer = (process: ProcessFacts) => (server: SeenServer) => {
    if (process.component === 'kube-apiserver') apiServer.resolve(server);
  };
  const asked = Promise.all(
    plans.map(({ process, plan }) => {
      const table = COMPONENT_PROBES.find(({ component }) => component === process.component);
      const ask =
        table === undefined
          ? () => askEtcd(plan, equipment)
          : () =>
              withAuditTrail(
                process,
                context.token,
                (audited) => {
                  const own = { ...context, audited };
                  const how = { process, table, equipment, credentials, context: own, deep, wanted };
                  return askComponent({ ...how, onServer: onServer(process) }, plan.targets);
                },
                proc,
              );
      return follow(process, plan, equipment, ask);
    }),
  ).finally(() => apiServer.resolve(null));
  const { containers } = options;
  const kernel = containers === undefined ? [] : askKernel(cluster, containers, { now, proc, wanted });
  const observations = (await Promise.all([asked, answered, kernel])).flat(2);
  if (!deep) return observations;
  const sensitive = await lookDeep({ snapshot, observations, credentials, userAgent, now, proc }, wanted);
  return [...observations, ...sensitive];
}

/** What is secret itself: looked at only when asked for, and code of its own. */
async function lookDeep(all: Surroundings, wanted: WantedProofs): Promise<Observation[]> {
  const needs = (method: 'ETCDVAL' | 'TOKEN') => needsMethod(wanted, 'kube-apiserver', method);
  const stored = needs('ETCDVAL') ? await (await import('./stored-secret.ts')).storedSecret(all) : [];
  const tokens = needs('TOKEN') ? await (await import('./token-claims.ts')).newestToken(all) : [];
  return [...stored, ...tokens];
}

/** Asks the API server of this node who may do what, as soon as the bindings of its cluster are there. */
async function askRights(
  server: SeenServer | null,
  rights: Promise<Rights | null> | null,
  options: ReviewOptions,
): Promise<Observation[]> {
  const known = server === null ? null : await rights;
  return server === null || known === null ? [] : reviewRights(server, known, options);
}

/** Asks the API server of this node whether it refuses Pods that ask for too much. */
async function askAdmission(
  server: SeenServer | null,
  cluster: Promise<Cluster> | null,
  options: ReviewOptions,
): Promise<Observation[]> {
  const facts = server === null || !needsProof(options.wanted, ADMISSION_PROOF) ? null : await cluster;
  if (server === null || facts?.state !== 'asked') return [];
  const { podAdmission } = await import('./pod-admission.ts');
  return [await podAdmission(server, facts, newToken(), options)];
}

/** For names of things that must not exist. */
function newToken(): string {
  return randomBytes(6).toString('hex');
}

async function askEtcd(plan: Plan, equipment: Equipment): Promise<Observation[]> {
  const { owner } = plan;
  return (await Promise.all(plan.targets.map((target) => askSocket(target, owner, equipment)))).flat();
}

/** A process, where it is seen, and what keeps us from the network of its machine. */
interface Asked {
  process: ProcessFacts;
  proc: string;
  gap: string | null;
}

interface Plan {
  owner: Owner;
  targets: SocketTarget[];
  /** Sockets that are not asked, and why. */
  skipped: { address: string; reason: string }[];
}

function equip(now: () => Date, toolVersion: string, credentials: Credentials): Equipment {
  let pair: Promise<Pair> | undefined;
  return {
    userAgent: `kubetrue/${toolVersion}`,
    now,
    bare: { 'TLSv1.3': makeOffer('TLSv1.3', null), 'TLSv1.2': makeOffer('TLSv1.2', null) },
    kubelet: () => credentials.kubelet(),
    throwaway: () => {
      pair ??= import('./throwaway.ts').then(({ makeThrowaway }) => makeThrowaway(now()));
      return pair;
    },
  };
}

/** Which sockets to ask. Connections are reserved here, in order, so that the same node always gets the same questions. */
function planOf({ process, proc, gap }: Asked, budget: { left: number }): Plan {
  const configuration = process.component === 'etcd' ? likeliestConfiguration(etcdInForce(process)) : null;
  const owner: Owner = { process, configuration, proc };
  const plan: Plan = { owner, targets: [], skipped: [] };
  if (process.listeners.state !== 'present') {
    plan.skipped.push({
      address: '',
      reason: `its listening sockets are not known: ${whyUnknown(process.listeners)}`,
    });
    return plan;
  }
  const isEtcd = process.component === 'etcd';
  if (!isEtcd) budget.left -= CONNECTIONS.credentials;
  for (const socket of process.listeners.value)
    addSocket(plan, socket, budget, { connections: isEtcd ? null : CONNECTIONS.socket, gap });
  return plan;
}

function whyUnknown(fact: Exclude<ProcessFacts['listeners'], { state: 'present' }>): string {
  return fact.state === 'unreadable' ? fact.reason : 'not there';
}

function addSocket(
  plan: Plan,
  socket: ListeningSocket,
  budget: { left: number },
  { connections, gap }: { connections: number | null; gap: string | null },
): void {
  const { address, port } = socket;
  if (port === null) {
    plan.skipped.push({ address, reason: 'unix sockets are not asked' });
    return;
  }
  const target = socketTarget({ ...socket, port }, plan.owner.configuration?.listeners ?? []);
  const elsewhere = otherNetwork(plan.owner, gap);
  if (elsewhere !== null) {
    plan.skipped.push({ address: target.name, reason: elsewhere });
  } else if ((connections ?? target.connections) > budget.left) {
    const reason = `the limit of ${LIMITS.connectionsPerScan} connections per scan is reached`;
    plan.skipped.push({ address: target.name, reason });
  } else {
    budget.left -= connections ?? target.connections;
    plan.targets.push(target);
  }
}

/** Why the sockets of a process cannot be reached from here; null when they can. */
function otherNetwork({ process, proc }: Owner, gap: string | null): string | null {
  // What is seen through a mount may be anywhere; without one nothing else than our own is likely.
  const reached = proc === OWN_PROC ? process.sameNetworkNamespace !== false : process.sameNetworkNamespace;
  if (reached === true) return null;
  return gap ?? 'it listens in another network namespace';
}

async function follow(
  process: ProcessFacts,
  plan: Plan,
  equipment: Equipment,
  ask: () => Promise<Observation[]>,
): Promise<Observation[]> {
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
  if (plan.targets.length === 0 && (process.component === 'etcd' || skipped.length > 0)) return skipped;
  const { proc } = plan.owner;
  if (!isSameProcess(process.pid, process.startedAt, proc))
    return [skip('', 'the process ended before it was asked')];
  const observed = await ask();
  if (!isSameProcess(process.pid, process.startedAt, proc))
    return [skip('', 'the process ended while it was asked')];
  return [...observed, ...skipped];
}
