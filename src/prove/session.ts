import { Agent, type IncomingMessage, request as send } from 'node:http';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { refuseUpgrade } from '../machine/refuse-upgrade.ts';
import type { ProbeAnswer } from '../model/observation.ts';
import { refusalOf } from './alert.ts';
import { AnswerBody } from './answer-body.ts';
import { LIMITS } from './limits.ts';
import { keyOf } from './public-key.ts';

/** A connection that carries several questions, one after the other, with one credential; or a few such. */
export interface SessionOptions {
  host: string;
  port: number;
  userAgent: string;
  /** Null: plain HTTP. */
  tls: { context: SecureContext; publicKeySha256: string } | null;
  /** For servers that were verified. */
  authorization: string | null;
  /** How many at most; default 1. */
  connections?: number;
}

export interface Ask {
  verb: 'GET' | 'POST' | 'PATCH';
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Of counters: only lines that begin with one of these are kept, however long the answer is. */
  lines?: readonly string[];
}

export interface Reply {
  answer: ProbeAnswer;
  /** Null unless the answer arrived whole and within the limit. */
  body: string | null;
}

/** Asks a server that an earlier handshake has shown; no other gets to see the credential. */
export class Session {
  readonly #options: SessionOptions;
  readonly #agent: Agent;
  /** Connections that may be used. Node does not count those that an agent is still opening. */
  #free: number;
  readonly #waiting: (() => void)[] = [];
  #closing = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#agent = new PinnedAgent(options);
    this.#free = options.connections ?? 1;
  }

  /** Never rejects: whatever happens is the answer. A question waits until a connection is free, and only then has its time. */
  async ask(ask: Ask): Promise<Reply> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free -= 1;
    return this.#send(ask, () => {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
      this.#closeIfDone();
    });
  }

  /** @param done is called when the connection is free again, which may be after the reply */
  #send(ask: Ask, done: () => void): Promise<Reply> {
    const { promise, resolve } = Promise.withResolvers<Reply>();
    const { host, port, userAgent, authorization } = this.#options;
    const { verb: method, path, body, headers, lines } = ask;
    const request = send({
      ...{ host, port, method, path, agent: this.#agent },
      headers: {
        'User-Agent': userAgent,
        Accept: 'application/json, */*',
        // Megabytes of counters take a server longer to compress than to send to its own machine.
        'Accept-Encoding': 'identity',
        ...(authorization === null ? {} : { Authorization: authorization }),
        ...(body === undefined
          ? {}
          : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
        ...headers,
      },
    });
    const timer = setTimeout(() => request.destroy(new TimedOut()), LIMITS.wholeMs);
    request.once('close', () => {
      clearTimeout(timer);
      done();
    });
    request.once('error', (error) => resolve({ answer: failure(error), body: null }));
    refuseUpgrade(request);
    request.once('response', (response) => receive(response, new AnswerBody(lines ?? null), resolve));
    request.end(body);
    return promise;
  }

  /** Ends the connections, each when its last answer has passed. */
  close(): void {
    this.#closing = true;
    this.#closeIfDone();
  }

  #closeIfDone(): void {
    const most = this.#options.connections ?? 1;
    if (this.#closing && this.#free === most) this.#agent.destroy();
  }
}

class TimedOut extends Error {}
class NoConnection extends Error {}

function receive(response: IncomingMessage, body: AnswerBody, resolve: (reply: Reply) => void): void {
  const answer: ProbeAnswer = { kind: 'answered', status: response.statusCode ?? 0 };
  const answered = (text: string | null) => resolve({ answer, body: text });
  const take = (chunk: Buffer) => {
    const wanted = body.write(chunk);
    if (wanted === 'more') return;
    response.off('data', take);
    answered(wanted === 'too much' ? null : body.end(true));
    // The rest is let through while others are asked: a server logs it as an error when a reader leaves.
    if (wanted === 'too much') response.destroy();
    else response.resume();
  };
  const readable = (response.headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity';
  if (readable) response.on('data', take);
  else response.resume();
  response.once('end', () => answered(readable ? body.end(true) : null));
  response.once('error', () => answered(readable ? body.end(false) : null));
}

function failure(error: Error & { code?: string }): ProbeAnswer {
  if (error instanceof TimedOut)
    return { kind: 'timed-out', detail: `no whole answer within ${LIMITS.wholeMs} ms` };
  if (error instanceof NoConnection || error.code === 'ECONNREFUSED')
    return { kind: 'unreachable', detail: error.message };
  return refusalOf(error, { keysDerived: true }) ?? { kind: 'closed', detail: error.code ?? error.message };
}

type Connected = (error: Error | null, socket: Socket) => void;

/** Keeps connections open, to the server of one public key. */
class PinnedAgent extends Agent {
  readonly #options: SessionOptions;

  constructor(options: SessionOptions) {
    super({ keepAlive: true, maxSockets: options.connections ?? 1 });
    this.#options = options;
  }

  override createConnection(_options: unknown, connected?: Connected): null {
    const { host, port, tls } = this.#options;
    const socket =
      tls === null
        ? connectPlain({ host, port })
        : connectTls({
            ...{ host, port, secureContext: tls.context },
            ALPNProtocols: ['http/1.1'],
            // Many of these certificates are self-signed; the key that was seen before is what is asked for.
            rejectUnauthorized: false,
          });
    const fail = (error: Error) => {
      clearTimeout(timer);
      socket.destroy();
      connected?.(error, socket);
    };
    const limit = LIMITS.connectMs + LIMITS.handshakeMs;
    const timer = setTimeout(() => fail(new NoConnection(`no connection within ${limit} ms`)), limit);
    socket.once('error', fail);
    socket.once(tls === null ? 'connect' : 'secureConnect', () => {
      const leaf = tls === null ? null : (socket as ReturnType<typeof connectTls>).getPeerX509Certificate();
      if (tls !== null && (leaf == null || keyOf(leaf) !== tls.publicKeySha256))
        return fail(new NoConnection('another server than before answered'));
      clearTimeout(timer);
      socket.off('error', fail);
      connected?.(null, socket);
    });
    return null;
  }
}
