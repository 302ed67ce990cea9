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
  /** Is told of the server, as its handshake has shown it, when the questions that others wait for are answered. */
  onServer: (server: SeenServer) => void;
}

type Seen = NonNullable<Observation['seen']>;

/** A socket, as its first questions have shown it. */
interface Known {
  target: SocketTarget;
  host: string;
  leaf: X509Certificate | null;
  plain: boolean;
  observations: Observation[];
}

/** Connections that asking one socket may take, and those for the credentials of a process with one for counters. */
export const CONNECTIONS = { socket: 3, credentials: 4 } as const;

/**
 * Asks every socket of a process in plain text and as nobody; then each with weak suites only, and meanwhile, over one
 * connection for each credential, what its table of probes lists. Never rejects.
 */
export async function askComponent(asking: Asking, targets: readonly SocketTarget[]): Promise<Observation[]> {
  const held = listening(asking, targets);
  const known = await Promise.all(targets.map((target) => firstQuestions(asking, target)));
  const server = known.find((one) => (asking.table.over === 'tls' ? one.leaf !== null : one.plain));
  const [answers] = await Promise.all([
    server === undefined ? [] : introspect(asking, server),
    ...known.map((one) => askWeak(asking, one)),
  ]);
  return [held, ...known.flatMap(({ observations }) => observations), ...answers];
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

async function firstQuestions(asking: Asking, target: SocketTarget): Promise<Known> {
  const known: Known = { target, host: target.hosts[0] ?? '', leaf: null, plain: false, observations: [] };
  const plain = await askAlone(asking, known, 'PLAIN', null);
  known.plain = plain.answer.kind === 'answered';
  if (plain.answer.kind !== 'closed' && plain.answer.kind !== 'refused') return known;
  const { bare } = asking.equipment;
  known.leaf = (await askAlone(asking, known, 'ANON', bare['TLSv1.3'], seenByNobody)).leaf;
  if (known.leaf === null)
    known.leaf = (await askAlone(asking, known, 'ANON', bare['TLSv1.2'], seenByNobody)).leaf;
  return known;
}

async function askWeak(asking: Asking, known: Known): Promise<void> {
  const { process, table, wanted } = asking;
  if (known.leaf === null || !table.weakSuites || !needsMethod(wanted, process.component, 'WEAK')) return;
  const keyType = known.leaf.publicKey.asymmetricKeyType ?? null;
  const seen = ({ suite }: Exchange) => ({ offered: WEAK_SUITES, chosen: suite, keyType });
  await askAlone(asking, known, 'WEAK', weakOffer(), seen);
}

/** One question over a connection of its own. */
async function askAlone(
  { process, table, equipment }: Asking,
  known: Known,
  method: Question['method'],
  offer: Offer | null,
  keep: (got: Exchange) => Seen = () => ({}),
): Promise<Exchange> {
  const { port, name, hosts } = known.target;
  const { path } = table;
  const { userAgent } = equipment;
  const send = (host: string) => exchange({ host, port, path, userAgent, context: offer?.context ?? null });
  let result = await send(known.host);
  // A wildcard socket of IPv6 alone is not reached through 127.0.0.1.
  for (const host of method === 'PLAIN' ? hosts.slice(1) : []) {
    if (result.answer.kind !== 'unreachable') break;
    known.host = host;
    result = await send(host);
  }
  const question = questionOf(process, method, name, offer?.version ?? null, path);
  known.observations.push(observe(question, { ...result, seen: keep(result) }, equipment.now()));
  return result;
}

function seenByNobody({ answer, body }: Exchange): Seen {
  return answer.kind === 'answered' ? { ...refusedUser({ status: answer.status, body }) } : {};
}

type Sessions = Map<Credential, Promise<Session | string>>;

/**
 * Probes in the order of the table, one connection for each credential, those of different credentials beside each
 * other. Ahead of the others are those that leave something behind; what shows it is asked while the others still are.
 */
async function introspect(asking: Asking, server: Known): Promise<Observation[]> {
  const [sessions, ofTheirOwn]: [Sessions, Sessions] = [new Map(), new Map()];
  const probes = asking.table.probes.filter(
    ({ method, level }) =>
      needsMethod(asking.wanted, asking.process.component, method) && (level === 'local' || asking.deep),
  );
  const answers = new Map<Probe, Observation>();
  const ask = async (group: readonly Probe[], over = sessions) => {
    for (const probe of group) answers.set(probe, await askProbe(asking, server, probe, over));
  };
  const last = probes.filter(({ after }) => after !== undefined);
  const isFirst = ({ method }: Probe) => last.some(({ after }) => after?.has(method));
  const groups = [
    ...Map.groupBy(
      probes.filter((probe) => !last.includes(probe)),
      ({ as }) => as[0],
    ).values(),
  ];
  const first = groups.map((group) => ask(group.filter(isFirst)));
  const others = groups.map(async (group, index) => {
    await first[index];
    await ask(group.filter((probe) => !isFirst(probe)));
  });
  try {
    const left = Promise.all(first).then(() => {
      tell(asking, server);
      return ask(last, ofTheirOwn);
    });
    await Promise.all([left, ...others]);
    return probes.flatMap((probe) => answers.get(probe) ?? []);
  } finally {
    for (const opening of [...sessions.values(), ...ofTheirOwn.values()]) {
      const session = await opening;
      if (typeof session !== 'string') session.close();
    }
  }
}

function tell({ process, onServer }: Asking, { leaf, target }: Known): void {
  if (leaf !== null) onServer({ pid: process.pid, address: target.name, publicKeySha256: keyOf(leaf) });
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
