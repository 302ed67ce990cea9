import type { Trial } from './campaign.ts';

/** Counts of draws, or of listeners that were asked. */
export interface Tally {
  started: number;
  refused: number;
  /** Somebody else kept taking its ports. */
  busy: number;
  /** Draws about which nothing was claimed. */
  unclaimed: number;
  /** Questions asked of sockets. */
  answers: number;
  plaintext: number;
  tlsOpen: number;
  tlsGuarded: number;
  generated: number;
  clients: number;
  peers: number;
  metrics: number;
  unixSockets: number;
  /** Draws that set something by each source; a file makes the others void. */
  byFlag: number;
  byVariable: number;
  byFile: number;
}

/** What a campaign looked at. */
export function tally(trials: readonly Trial[]): Tally {
  const outcomes = trials.map(({ outcome }) => outcome);
  const served = outcomes.filter(({ real }) => real === 'started');
  const listeners = served.flatMap(({ prediction }) =>
    prediction.outcome === 'starts' ? prediction.listeners : [],
  );
  const secure = listeners.filter(({ transport }) => transport === 'tls');
  return {
    started: served.length,
    refused: outcomes.filter(({ real }) => real === 'refused').length,
    busy: outcomes.filter(({ real }) => real === 'busy').length,
    unclaimed: outcomes.filter(({ unclaimed }) => unclaimed !== null).length,
    answers: served.reduce((sum, { answers }) => sum + answers, 0),
    plaintext: listeners.length - secure.length,
    tlsOpen: secure.filter(({ clientCertificates }) => clientCertificates === 'not-required').length,
    tlsGuarded: secure.filter(({ clientCertificates }) => clientCertificates !== 'not-required').length,
    generated: secure.filter(({ certificate }) => certificate === 'generated').length,
    clients: listeners.filter(({ role }) => role.startsWith('client')).length,
    peers: listeners.filter(({ role }) => role === 'peer').length,
    metrics: listeners.filter(({ role }) => role === 'metrics').length,
    unixSockets: listeners.filter(({ port }) => port === null).length,
    ...sources(trials),
  };
}

function sources(trials: readonly Trial[]): Pick<Tally, 'byFlag' | 'byVariable' | 'byFile'> {
  const count = (has: (draw: Trial['draw']) => boolean) => trials.filter(({ draw }) => has(draw)).length;
  return {
    byFlag: count(({ args }) => args.length > 0),
    byVariable: count(({ env }) => Object.keys(env).some((name) => name.startsWith('ETCD_'))),
    byFile: count(({ files }) => Object.keys(files).length > 0),
  };
}

/** Least counts for each hundred draws; below them an agreement says too little. */
const LEAST: Readonly<Partial<Record<keyof Tally, number>>> = {
  started: 15,
  refused: 20,
  answers: 100,
  plaintext: 10,
  tlsOpen: 2,
  tlsGuarded: 5,
  generated: 1,
  clients: 20,
  peers: 20,
  metrics: 3,
  unixSockets: 3,
  byFlag: 40,
  byVariable: 20,
  byFile: 20,
};
/** Most counts for each hundred draws. */
const MOST: Readonly<Partial<Record<keyof Tally, number>>> = { busy: 10, unclaimed: 6 };

/** What a campaign saw too little of, or left out too often, in words; empty when it saw enough. */
export function blindSpots(trials: readonly Trial[]): string[] {
  const counts = tally(trials);
  const share = trials.length / 100;
  const entries = Object.entries(counts) as [keyof Tally, number][];
  return entries.flatMap(([name, count]) => {
    const [least, most] = [
      Math.floor((LEAST[name] ?? 0) * share),
      Math.ceil((MOST[name] ?? 100_000) * share),
    ];
    if (count < least) return [`${name} is ${count}, less than ${least} of ${trials.length} draws`];
    return count > most ? [`${name} is ${count}, more than ${most} of ${trials.length} draws`] : [];
  });
}
