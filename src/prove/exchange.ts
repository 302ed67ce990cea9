import type { X509Certificate } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import type { ProbeAnswer } from '../model/observation.ts';
import { socketName } from '../util/socket-name.ts';
import { type Handshake, refusalOf } from './alert.ts';
import { getRequest, type Response, readResponse } from './http.ts';
import { LIMITS } from './limits.ts';

/** One connection: connect, shake hands, send one GET, read one answer. */
export interface Ask {
  host: string;
  port: number;
  path: string;
  userAgent: string;
  /** Offers exactly one TLS version and perhaps a certificate; null for plain HTTP. */
  context: SecureContext | null;
}

export interface Exchange {
  answer: ProbeAnswer;
  /** The server's certificate, as soon as a handshake showed it, even a failed one. */
  leaf: X509Certificate | null;
  /** The cipher suite agreed on, by its IANA name; null without a finished handshake. */
  suite: string | null;
  /** Null unless the answer arrived whole and within the limit. */
  body: string | null;
}

type Phase = 'connecting' | 'handshaking' | 'waiting';

const PHASE_MS: Readonly<Record<Phase, number>> = {
  connecting: LIMITS.connectMs,
  handshaking: LIMITS.handshakeMs,
  waiting: LIMITS.handshakeMs,
};

/** Never rejects: whatever happens to the connection is the answer. The socket is gone when it resolves. */
export function exchange(ask: Ask): Promise<Exchange> {
  const { promise, resolve } = Promise.withResolvers<Exchange>();
  const conversation = new Conversation(ask, resolve);
  conversation.start();
  return promise;
}

class Conversation {
  readonly #ask: Ask;
  readonly #resolve: (exchange: Exchange) => void;
  readonly #socket: Socket;
  readonly #handshake: Handshake = { keysDerived: false };
  #phase: Phase = 'connecting';
  #phaseTimer: NodeJS.Timeout | undefined;
  #wholeTimer: NodeJS.Timeout | undefined;
  #leaf: X509Certificate | null = null;
  #suite: string | null = null;
  #received: Buffer = Buffer.alloc(0);
  #done = false;

  constructor(ask: Ask, resolve: (exchange: Exchange) => void) {
    this.#ask = ask;
    this.#resolve = resolve;
    this.#socket = open(ask);
  }

  start(): void {
    const socket = this.#socket;
    this.#enter('connecting');
    this.#wholeTimer = setTimeout(() => this.#timeOut(LIMITS.wholeMs), LIMITS.wholeMs);
    socket.once('connect', () => (this.#ask.context === null ? this.#send() : this.#enter('handshaking')));
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.once('end', () => this.#end());
    socket.once('close', () => this.#end());
    if (this.#ask.context !== null) this.#followHandshake(socket as TLSSocket);
  }

  #followHandshake(socket: TLSSocket): void {
    // The line itself, a secret of this connection, is not looked at.
    socket.once('keylog', () => {
      this.#handshake.keysDerived = true;
      this.#leaf ??= socket.getPeerX509Certificate() ?? null;
    });
    socket.once('secureConnect', () => {
      this.#leaf = socket.getPeerX509Certificate() ?? null;
      this.#suite = socket.getCipher()?.standardName ?? null;
      this.#send();
    });
  }

  #enter(phase: Phase): void {
    clearTimeout(this.#phaseTimer);
    this.#phase = phase;
    this.#phaseTimer = setTimeout(() => this.#timeOut(PHASE_MS[phase]), PHASE_MS[phase]);
  }

  #send(): void {
    const { path, host, port, userAgent } = this.#ask;
    this.#enter('waiting');
    this.#socket.write(getRequest(path, socketName(host, port), userAgent));
  }

  #receive(chunk: Buffer): void {
    // The first bytes came in time; from here on the limit of the whole probe holds.
    clearTimeout(this.#phaseTimer);
    this.#received = Buffer.concat([this.#received, chunk]);
    const response = readResponse(this.#received, false);
    if (response.state === 'partial' && this.#received.length <= LIMITS.bodyBytes) return;
    this.#finish(answerOf(response), bodyOf(response));
  }

  #end(): void {
    const response = readResponse(this.#received, true);
    const silent = this.#received.length === 0;
    this.#finish(silent ? closed(`closed while ${this.#phase}`) : answerOf(response), bodyOf(response));
  }

  #fail(error: Error): void {
    const refusal = refusalOf(error, this.#handshake);
    this.#finish(
      this.#phase === 'connecting'
        ? unreachable(shortReason(error))
        : (refusal ?? closed(shortReason(error))),
    );
  }

  #timeOut(limitMs: number): void {
    const response = readResponse(this.#received, false);
    if (response.state === 'partial' && response.status !== null) this.#finish(answerOf(response));
    else if (this.#phase === 'connecting') this.#finish(unreachable(`no connection within ${limitMs} ms`));
    else this.#finish({ kind: 'timed-out', detail: `no answer within ${limitMs} ms while ${this.#phase}` });
  }

  #finish(answer: ProbeAnswer, body: string | null = null): void {
    if (this.#done) return;
    this.#done = true;
    clearTimeout(this.#phaseTimer);
    clearTimeout(this.#wholeTimer);
    this.#socket.destroy();
    this.#resolve({ answer, leaf: this.#leaf, suite: this.#suite, body });
  }
}

function open({ host, port, context }: Ask): Socket {
  if (context === null) return connect({ host, port });
  // etcd's peer port answers nothing over HTTP/2. Who the server is gets recorded, and judged elsewhere.
  return connectTls({
    host,
    port,
    secureContext: context,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
  });
}

function answerOf(response: Response): ProbeAnswer {
  switch (response.state) {
    case 'not-http':
      return closed('the answer is not HTTP');
    case 'complete':
      return refusesPlaintext(response) ?? { kind: 'answered', status: response.status };
    case 'partial':
      return response.status === null
        ? closed('closed within the status line')
        : { kind: 'answered', status: response.status };
  }
}

/** net/http's TLS servers say so in plain HTTP. https://github.com/golang/go/blob/go1.24.0/src/net/http/server.go */
function refusesPlaintext({ status, body }: { status: number; body: string }): ProbeAnswer | null {
  if (status !== 400 || !body.includes('HTTP request to an HTTPS server')) return null;
  return closed('the server says that it speaks TLS only');
}

function bodyOf(response: Response): string | null {
  return response.state === 'complete' ? response.body : null;
}

function closed(detail: string): ProbeAnswer {
  return { kind: 'closed', detail };
}

function unreachable(detail: string): ProbeAnswer {
  return { kind: 'unreachable', detail };
}

/** OpenSSL's own reason where there is one: its messages hold addresses of memory. */
function shortReason(error: Error): string {
  const { code, reason } = error as Error & { code?: string; reason?: string };
  return reason === undefined ? (code ?? error.message) : `no TLS: ${reason}`;
}
