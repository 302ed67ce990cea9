import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../../src/cli/demo/cluster-ports.ts';
import type { Configuration } from '../../src/components/etcd/reading.ts';
import { type Answer, askPlain, askTls } from './asking.ts';
import { inTurn } from './default-ports.ts';
import { dependsOnKey, dependsOnMachine, expectations, type SocketExpectation } from './expectation.ts';
import { type Draw, PORTS_PER_DRAW, realise } from './launch.ts';
import { type Materials, SIGNERS } from './materials.ts';
import { type Prediction, predict, readLive } from './prediction.ts';
import { listening, type Program, start } from './program.ts';

/** Where draws are made: one at a time in each. */
export interface Bench {
  /** Captured host; see predict.ts. */
  root: string;
  materials: Materials;
  binary: string;
  version: string;
  /** Also reads the running process, as a scan does, and compares. */
  live: boolean;
  /** Changes the prediction: for tests that a wrong one is noticed. */
  distort?: (prediction: Prediction) => Prediction;
}

export interface Outcome {
  prediction: Prediction;
  /** Empty: they agree. */
  disagreements: readonly string[];
  /** Why nothing was claimed about this draw, null where something was. */
  unclaimed: string | null;
  real: 'started' | 'refused' | 'busy';
  sockets: readonly SocketExpectation[];
  answers: number;
  log: string;
}

const SETTLE_MS = 8_000;
const STEADY_MS = 300;
const READY = 'ready to serve client requests';
/** An address of both http and https whose TLS half fails may hang while it stops: serve.go Stop before Serve. */
const GIVEN_UP = /stopping (?:in)?secure grpc server due to error/;
const BUSY = 'address already in use';

/** Predicts a draw, makes it, asks, compares. */
export async function judge(draw: Draw, bench: Bench): Promise<Outcome> {
  const cwd = join(bench.root, 'w');
  rmSync(cwd, { recursive: true, force: true });
  mkdirSync(cwd, { mode: 0o700 });
  const ports = await freePorts(PORTS_PER_DRAW);
  const launch = realise(draw, { dir: cwd, pki: bench.materials.directory, ports });
  for (const [name, content] of Object.entries(launch.files)) writeFileSync(join(cwd, name), content);
  const plain = await predict(bench.root, cwd, launch, bench.version);
  const prediction = bench.distort?.(plain) ?? plain;
  return await inTurn(plain, async () => {
    const program = start(bench.binary, cwd, launch);
    try {
      return await compare(prediction, program, bench, cwd);
    } finally {
      await program.kill();
      rmSync(cwd, { recursive: true, force: true });
    }
  });
}

async function compare(
  prediction: Prediction,
  program: Program,
  bench: Bench,
  cwd: string,
): Promise<Outcome> {
  const outcome = { prediction, unclaimed: null, sockets: [], answers: 0 };
  switch (prediction.outcome) {
    case 'starts':
      return await compareStarted(prediction, program, bench, cwd);
    case 'refuses': {
      const real = await settle(program);
      const wrong = real === 'refused' ? [] : [`predicted to refuse (${prediction.because}), but it serves`];
      return { ...outcome, real, disagreements: wrong, log: program.log() };
    }
    case 'undetermined': {
      const real = await settle(program);
      return { ...outcome, real, disagreements: [`undetermined: ${prediction.because}`], log: program.log() };
    }
    case 'no-member': {
      const real = await settle(program);
      const wrong = real === 'refused' ? [] : ['predicted to be no member, but it serves'];
      return { ...outcome, real, disagreements: wrong, log: program.log() };
    }
  }
}

/**
 * Waits until it has ended, or has served for a while: certificates of client listeners are loaded only after etcd
 * has said that it is ready, and a bad one ends it then.
 */
async function settle(program: Program): Promise<'started' | 'refused'> {
  const deadline = Date.now() + SETTLE_MS;
  let readyAt: number | null = null;
  while (program.exit() === null) {
    if (readyAt === null && program.log().includes(READY)) readyAt = Date.now();
    if (GIVEN_UP.test(program.log())) return 'refused';
    if (Date.now() > (readyAt === null ? deadline : readyAt + STEADY_MS)) return 'started';
    await Promise.race([program.exited, sleep(10)]);
  }
  return 'refused';
}

async function compareStarted(
  prediction: Configuration,
  program: Program,
  bench: Bench,
  cwd: string,
): Promise<Outcome> {
  const { materials } = bench;
  const sockets = expectations(prediction, materials, cwd);
  const base = { prediction, sockets, unclaimed: null, answers: 0 };
  const results = await Promise.all(sockets.map((socket) => compareSocket(socket, program, materials)));
  const disagreements = results.flatMap(({ wrong }) => wrong);
  const answers = results.reduce((sum, one) => sum + one.answers, 0);
  const sure = disagreements.length === 0 && sockets.length > 0 && sockets.every(admitsSomebody);
  const refused = !sure && (await settle(program)) === 'refused';
  const heard = listening(program.pid);
  const ended = refused || heard === null || program.exit() !== null;
  const log = program.log();
  const unclaimed = beyondReading(prediction);
  if (unclaimed !== null && ended) return { ...base, real: 'refused', disagreements: [], unclaimed, log };
  if (ended && log.includes(BUSY)) return { ...base, real: 'busy', disagreements: [], log };
  if (ended)
    return {
      ...base,
      real: 'refused',
      disagreements: [`predicted to start, but it ended: ${lastWords(log)}`],
      log,
    };
  return {
    ...base,
    real: 'started',
    answers,
    disagreements: [
      ...disagreements,
      ...wrongSockets(sockets, heard, cwd),
      ...(bench.live ? await otherwiseLive(prediction, program, bench.version) : []),
    ],
    unclaimed: null,
    log,
  };
}

/** The running process must read as its launch did. */
async function otherwiseLive(
  prediction: Configuration,
  program: Program,
  version: string,
): Promise<string[]> {
  const live = await readLive(program.pid, version);
  const [before, now] = [inForce(prediction), inForce(live)];
  return before === now ? [] : [`running it reads ${now}, not ${before}`];
}

function inForce(reading: Prediction): string {
  if (reading.outcome !== 'starts') return reading.outcome;
  const values = [...reading.settings].map(([name, { value }]) => [name, value]);
  return JSON.stringify({ values, listeners: reading.listeners.map(({ origin, ...rest }) => rest) });
}

/** What decides whether it starts and cannot be read: the private half of a key, the machine's routes. */
function beyondReading(prediction: Configuration): string | null {
  if (dependsOnKey(prediction)) return 'private key';
  return dependsOnMachine(prediction) ? 'default route' : null;
}

/** Somebody was let in, so it serves; where all are refused, it may just be ending. */
function admitsSomebody({ plain, tls }: SocketExpectation): boolean {
  return plain || (tls !== null && (tls.stranger || Object.values(tls.client).includes(true)));
}

function wrongSockets(
  sockets: readonly SocketExpectation[],
  real: ReadonlySet<string>,
  cwd: string,
): readonly string[] {
  const relative = new Set(
    [...real].map((key) => (key.startsWith(`${cwd}/`) ? key.slice(cwd.length + 1) : key)),
  );
  const expected = new Set(
    sockets.map(({ key }) => (key.startsWith(`${cwd}/`) ? key.slice(cwd.length + 1) : key)),
  );
  const missing = [...expected].filter((key) => !relative.has(key)).map((key) => `nothing listens on ${key}`);
  const more = [...relative].filter((key) => !expected.has(key)).map((key) => `it also listens on ${key}`);
  return [...missing, ...more];
}

async function compareSocket(
  socket: SocketExpectation,
  program: Program,
  materials: Materials,
): Promise<{ wrong: string[]; answers: number }> {
  if (socket.key === '') return { wrong: [], answers: 0 };
  const plain = await untilListening(program, () => askPlain(socket.address));
  const wrong = [
    ...differs(`${socket.key}: plain HTTP`, socket.plain, plain),
    ...(await compareTls(socket, materials)),
  ];
  return { wrong, answers: socket.tls === null ? 2 : 2 + SIGNERS.length };
}

async function compareTls(
  { key, address, tls }: SocketExpectation,
  { clients }: Materials,
): Promise<string[]> {
  const at = `${key}: TLS`;
  const stranger = await askTls(address, null);
  if (tls === null) return differs(`${at} without a certificate`, false, stranger);
  const asked = await Promise.all(
    SIGNERS.map(async (signer) => ({ signer, answer: await askTls(address, clients[signer]) })),
  );
  return [
    ...differs(`${at} without a certificate`, tls.stranger, stranger),
    ...asked.flatMap(({ signer, answer }) => {
      const expected = tls.client[signer];
      return expected === null ? [] : differs(`${at} with a certificate of CA ${signer}`, expected, answer);
    }),
    ...wrongLeaf(at, tls.leaf, [stranger, ...asked.map(({ answer }) => answer)]),
  ];
}

function wrongLeaf(at: string, expected: string | null, answers: readonly Answer[]): string[] {
  const served = answers.find(({ leafKey }) => leafKey !== null);
  if (served === undefined || expected === null) return [];
  const seen = served.generated ? 'generated' : served.leafKey;
  return seen === expected ? [] : [`${at} serves the key ${seen}, not ${expected}`];
}

function differs(what: string, expected: boolean, answer: Answer): string[] {
  if (answer.outcome === (expected ? 'answered' : 'refused')) return [];
  return [
    `${what}: expected to be ${expected ? 'admitted' : 'refused'}, was ${answer.outcome} (${answer.detail})`,
  ];
}

async function untilListening(program: Program, ask: () => Promise<Answer>): Promise<Answer> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const answer = await ask();
    if (answer.outcome !== 'no-listener' || program.exit() !== null || Date.now() > deadline) return answer;
    await Promise.race([program.exited, sleep(8)]);
  }
}

/** The last line that says what went wrong. */
export function lastWords(log: string): string {
  const lines = log.trimEnd().split('\n');
  const telling = lines.findLast((line) => /"level":"(?:fatal|error)"|error|invalid|panic/i.test(line));
  return telling ?? lines.at(-1) ?? '';
}
