import { valueIfPresent } from '../../model/fact.ts';
import type { Proof } from '../../model/finding.ts';
import type { Observation } from '../../model/observation.ts';
import type { ListeningSocket, ProcessFacts } from '../../model/snapshot.ts';
import { socketName } from '../../util/socket-name.ts';
import { onlyNotAttempted } from '../proving/context.ts';
import { conclude, notAttempted, type Witness } from '../proving/witness.ts';
import type { EffectiveListener } from './listener.ts';
import type { Configuration } from './reading.ts';
import { opens } from './socket-match.ts';
import { listenersOf } from './subject.ts';
import { type Aspect, clusterCertificates, servedCertificate, strangers } from './witness.ts';

interface EtcdProof {
  property: string;
  aspect: Aspect;
  method: string;
  /** The question without which there is nothing to compare, and the sentence for that. */
  needs?: { probe: string; otherwise: string };
}

/** The proofs that rules name: which listeners, which aspect, sent by which methods of docs/proofs.md. */
export const ETCD_PROOFS: Record<string, EtcdProof> = {
  'etcd-client-port-refuses-strangers': {
    property: 'client-listeners',
    aspect: strangers,
    method: 'PLAIN, NOCERT, WRONGCA',
  },
  'etcd-peer-port-refuses-strangers': {
    property: 'peer-listeners',
    aspect: strangers,
    method: 'PLAIN, NOCERT, WRONGCA',
  },
  'etcd-client-port-refuses-cluster-certificates': {
    property: 'client-listeners',
    aspect: clusterCertificates,
    method: 'WRONGCA',
    needs: { probe: 'kubelet', otherwise: 'It was not asked with the certificate of a kubelet.' },
  },
  'etcd-client-port-serves-configured-certificate': {
    property: 'client-listeners',
    aspect: servedCertificate,
    method: 'PLAIN, LEAF',
  },
  'etcd-peer-port-serves-configured-certificate': {
    property: 'peer-listeners',
    aspect: servedCertificate,
    method: 'PLAIN, LEAF',
  },
};

/**
 * Compares what the probes saw with what the configuration predicts, for the sockets that a proof is about.
 *
 * @param unasked the sentence for a process that nothing was sent to
 */
export function compareWithProbes(
  proof: string | undefined,
  process: ProcessFacts,
  configuration: Configuration | null,
  observations: readonly Observation[],
  unasked: string,
): Proof {
  const spec = proof === undefined ? undefined : ETCD_PROOFS[proof];
  if (spec === undefined) return notAttempted('This rule has no probe: what decides is read from files.');
  if (configuration === null) return notAttempted('There is no configuration to compare answers with.');
  if (observations.length === 0) return notAttempted(unasked);
  const only = onlyNotAttempted(observations);
  if (only !== null) return notAttempted(only);
  if (spec.needs !== undefined && !isAsked(spec.needs.probe, observations))
    return notAttempted(spec.needs.otherwise);
  const witnesses = witnessesOf(spec, process, configuration, observations);
  const at = observations.at(-1)?.at ?? null;
  return conclude(witnesses, { method: spec.method, at, needs: 'every', harmless: HARMLESS });
}

function isAsked(wanted: string, observations: readonly Observation[]): boolean {
  return observations.some(({ probe, answer }) => probe === wanted && answer.kind !== 'not-attempted');
}

function witnessesOf(
  spec: EtcdProof,
  process: ProcessFacts,
  configuration: Configuration,
  observations: readonly Observation[],
): Witness[] {
  const sockets = valueIfPresent(process.listeners) ?? [];
  const judged = listenersOf(configuration.listeners, spec.property);
  const claimed = sockets
    .map((socket) => ({ socket, listeners: judged.filter((one) => opens(one, socket.address, socket.port)) }))
    .filter(({ listeners }) => listeners.length > 0)
    .map(({ socket, listeners }) =>
      spec.aspect(listeners, observationsOn(socket, observations), { process, configuration }),
    );
  return [...claimed, ...unheld(judged, sockets), ...unnamed(sockets, configuration.listeners, observations)];
}

function observationsOn(socket: ListeningSocket, observations: readonly Observation[]): Observation[] {
  const name = socket.port === null ? socket.address : socketName(socket.address, socket.port);
  return observations.filter((one) => one.address === name);
}

/** Listeners that the configuration names and no probe can witness: unix sockets, and what the process does not hold. */
function unheld(judged: readonly EffectiveListener[], sockets: readonly ListeningSocket[]): Witness[] {
  const unasked = judged
    .filter((one) => one.port === null)
    .map((one) => ({
      predicted: 'asked',
      observed: null,
      sentence: `${one.url} is a unix socket, and those are not asked.`,
    }));
  const missing = judged
    .filter((one) => one.port !== null && one.port !== 0)
    .filter((one) => !sockets.some((socket) => opens(one, socket.address, socket.port)))
    .map((one) => ({
      predicted: 'held',
      observed: 'not held',
      sentence: `The process does not listen on ${one.url}, which its configuration names.`,
    }));
  return [...unasked, ...missing];
}

/** Sockets that no URL of the configuration explains: with a stranger let in there, the configuration is not what runs. */
function unnamed(
  sockets: readonly ListeningSocket[],
  listeners: readonly EffectiveListener[],
  observations: readonly Observation[],
): Witness[] {
  if (listeners.some((one) => one.port === 0)) return [];
  return sockets
    .filter(
      (socket) => socket.port !== null && !listeners.some((one) => opens(one, socket.address, socket.port)),
    )
    .map((socket) => strangers([], observationsOn(socket, observations)))
    .map(({ observed, sentence }) => ({
      predicted: 'no such listener',
      observed: observed === null ? null : `${observed} on a listener that is not configured`,
      sentence: `It listens where no URL of its configuration is. ${sentence}`,
    }));
}

/** Where something is wrong, only that is told. */
const HARMLESS = new Set(['refused', 'configured', 'kept out']);
