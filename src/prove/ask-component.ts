import type { X509Certificate } from 'node:crypto';
import { needsMethod, type WantedProofs } from '../components/proof-methods.ts';
import type { Credential, Observation } from '../model/observation.ts';
import type { ProcessFacts } from '../model/snapshot.ts';
import type { Equipment } from './ask-socket.ts';
import type { Credentials } from './credentials.ts';
import { type Exchange, exchange } from './exchange.ts';
import { notAttempted, observe, type Question } from './observe.ts';
import { makeOffer, type Offer } from './offer.ts';
import { refusedUser } from './probes/keep.ts';
import type { ComponentProbes, Probe, ProbeContext } from './probes/probe.ts';
import { keyOf } from './public-key.ts';
import type { SeenServer } from './reviews.ts';
import { Session } from './session.ts';
import type { SocketTarget } from './socket-target.ts';
import { WEAK_SUITES, weakOffer } from './weak-suites.ts';

/** How one process is asked, and with what. */
export interface Asking {
  process: ProcessFacts;
  table: ComponentProbes;
  equipment: Equipment;
  credentials: Credentials;
  context: ProbeContext;
  deep: boolean;
  wanted: WantedProofs;
  /** Is told of the server as soon as its handshake has shown it. */
  onServer: (server: SeenServer) => void;
}

/** A socket, as its first questions have shown it. */
interface Known {
  target: SocketTarget;
  host: string;
  leaf: X509Certificate | null;
  plain: boolean;
}

/** Connections that asking one socket may take, and those for the credentials of a process with one for counters. */
export const CONNECTIONS = { socket: 3, credentials: 4 } as const;

/**
 * Asks every socket of a process in plain text, as nobody, and with weak suites only; then, over one connection for
 * each credential, what its table of probes lists. Sockets are asked at the same time, each by one connection at a
 * time. Never rejects.
 */
export async function askComponent(asking: Asking, targets: readonly SocketTarget[]): Promise<Observation[]> {
  const observations: Observation[] = [listening(asking, targets)];
  const known = await Promise.all(targets.map((target) => firstQuestions(asking, target, observations)));
  const server = known.find((one) => (asking.table.over === 'tls' ? one.leaf !== null : one.plain));
  if (server === undefined) return observations;
  const { leaf, target } = server;
  if (leaf !== null)
    asking.onServer({ pid: asking.process.pid, address: target.name, publicKeySha256: keyOf(leaf) });
  await introspect(asking, server, observations);
  return observations;
}

/** Nothing is sent for this one: which sockets the process holds is read, and recorded beside the answers. */
function listening({ process, equipment, table }: Asking, targets: readonly SocketTarget[]): Observation {
  const question = questionOf(process, 'LISTEN', '', null, table.path);
  const seen = { sockets: targets.map(({ name }) => name) };
  const answer = { kind: 'read' } as const;
  return { ...observe(question, { answer, seen }, equipment.now()), request: 'none' };
}

function questionOf(
  { pid, component }: ProcessFacts,
  method: Question['method'],
  address: string,
  tls: Question['tls'],
  path: string,
): Question {
  return { pid, component, method, address, tls, path, as: 'nobody' };
}

async function firstQuestions(
  { process, table, equipment, wanted }: Asking,
  target: SocketTarget,
  observations: Observation[],
): Promise<Known> {
  const known: Known = { target, host: target.hosts[0] ?? '', leaf: null, plain: false };
  const ask = async (method: Question['method'], offer: Offer | null, keep: (got: Exchange) => object) => {
    const question = questionOf(process, method, target.name, offer?.version ?? null, table.path);
    const send = (host: string) => {
      const { userAgent } = equipment;
      return exchange({
        host,
        port: target.port,
        path: table.path,
        userAgent,
        context: offer?.context ?? null,
      });
    };
    let result = await send(known.host);
    // A wildcard socket of IPv6 alone is not reached through 127.0.0.1.
    for (const host of method === 'PLAIN' ? target.hosts.slice(1) : []) {
      if (result.answer.kind !== 'unreachable') break;
      known.host = host;
      result = await send(host);
    }
    const seen = keep(result) as NonNullable<Observation['seen']>;
    observations.push(observe(question, { ...result, seen }, equipment.now()));
    return result;
  };
  const plain = await ask('PLAIN', null, () => ({}));
  known.plain = plain.answer.kind === 'answered';
  if (plain.answer.kind !== 'closed' && plain.answer.kind !== 'refused') return known;
  const anonymous = await ask('ANON', equipment.bare['TLSv1.3'], seenByNobody);
  known.leaf = anonymous.leaf;
  if (known.leaf === null) {
    const older = await ask('ANON', equipment.bare['TLSv1.2'], seenByNobody);
    known.leaf = older.leaf;
  }
  const keyType = known.leaf?.publicKey.asymmetricKeyType;
  if (known.leaf !== null && table.weakSuites && needsMethod(wanted, process.component, 'WEAK'))
    await ask('WEAK', weakOffer(), ({ suite }) => ({
      offered: WEAK_SUITES,
      chosen: suite,
      keyType: keyType ?? null,
    }));
  return known;
}

function seenByNobody({ answer, body }: Exchange): object {
  return answer.kind === 'answered' ? refusedUser({ status: answer.status, body }) : {};
}

type Sessions = Map<Credential, Promise<Session | string>>;

/**
 * Probes in the order of the table, one connection for each credential, those of different credentials beside each
 * other; then, perhaps while others are still asked, those that show what some have left behind.
 */
async function introspect(asking: Asking, server: Known, observations: Observation[]): Promise<void> {
  const [sessions, ofTheirOwn]: [Sessions, Sessions] = [new Map(), new Map()];
  const probes = asking.table.probes.filter(
    ({ method, level }) =>
      needsMethod(asking.wanted, asking.process.component, method) && (level === 'local' || asking.deep),
  );
  const answers = new Map<Probe, Observation>();
  const ask = async (group: readonly Probe[], over = sessions) => {
    for (const probe of group) answers.set(probe, await askProbe(asking, server, probe, over));
  };
  const beside = (list: readonly Probe[]) =>
    Promise.all([...Map.groupBy(list, ({ as }) => as[0]).values()].map((group) => ask(group)));
  const last = probes.filter(({ after }) => after !== undefined);
  const isFirst = ({ method }: Probe) => last.some(({ after }) => after?.has(method));
  const others = probes.filter((probe) => !last.includes(probe) && !isFirst(probe));
  try {
    await Promise.all([beside(probes.filter(isFirst)).then(() => ask(last, ofTheirOwn)), beside(others)]);
    observations.push(...probes.flatMap((probe) => answers.get(probe) ?? []));
  } finally {
    for (const opening of [...sessions.values(), ...ofTheirOwn.values()]) {
      const session = await opening;
      if (typeof session !== 'string') session.close();
    }
  }
}

async function askProbe(
  asking: Asking,
  server: Known,
  probe: Probe,
  sessions: Sessions,
): Promise<Observation> {
  const { process, equipment, context } = asking;
  const ask = probe.ask(context);
  const { session, as } = await sessionFor(asking, server, probe.as, sessions);
  const question: Question = {
    ...questionOf(process, probe.method, server.target.name, null, ''),
    probe: probe.id,
    as,
    ...(typeof ask === 'string' ? {} : { path: ask.path, verb: ask.verb }),
  };
  const now = () => equipment.now();
  if (typeof ask === 'string') return notAttempted(question, ask, now());
  if (typeof session === 'string') return notAttempted(question, session, now());
  const { answer, body } = await session.ask(ask);
  const seen = answer.kind === 'answered' ? probe.keep({ status: answer.status, body }) : {};
  return observe(question, { answer, seen: { ...seen } }, now());
}

/** The first credential that can be used there; the reason of the last one when none can. */
async function sessionFor(
  asking: Asking,
  server: Known,
  wanted: Probe['as'],
  sessions: Sessions,
): Promise<{ session: Session | string; as: Credential }> {
  let last: { session: Session | string; as: Credential } = { session: 'no credential fits', as: 'nobody' };
  for (const as of wanted) {
    const opening = sessions.get(as) ?? openSession(asking, server, as);
    sessions.set(as, opening);
    const session = await opening;
    last = { session, as };
    if (typeof session !== 'string') return last;
  }
  return last;
}

async function openSession(
  { equipment, credentials }: Asking,
  { target, host, leaf }: Known,
  credential: Credential,
): Promise<Session | string> {
  const { userAgent } = equipment;
  const common = { host, port: target.port, userAgent };
  if (leaf === null) return new Session({ ...common, tls: null, authorization: null });
  const shown = await credentials.get(credential, leaf);
  if (typeof shown === 'string') return shown;
  try {
    const { context } = makeOffer('TLSv1.3', shown.pair);
    const tls = { context, publicKeySha256: keyOf(leaf) };
    return new Session({ ...common, tls, authorization: shown.authorization });
  } catch (error) {
    return `the certificate and key could not be used: ${(error as NodeJS.ErrnoException).code ?? 'refused by OpenSSL'}`;
  }
}
