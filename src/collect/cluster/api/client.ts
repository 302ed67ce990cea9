import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { refuseUpgrade } from '../../../machine/refuse-upgrade.ts';
import type { Access } from '../access/access.ts';
import { rawOf, textOf } from '../raw.ts';
import type { Answer } from './answer.ts';
import { type Body, JsonBody } from './body.ts';
import { LIMITS, type Limits } from './limits.ts';
import { reasonOf } from './reason.ts';
import { openTransport, type Transport } from './transport.ts';

const LONGEST_MESSAGE = 300;

const MERGE_PATCH = 'application/merge-patch+json';
const JSON_TYPE = 'application/json';

/**
 * Sends requests to one API server, and to nobody else: redirects are answers like any other. All are GET, but for what
 * repairs send: the patch of a ConfigMap, and the deletion of a Pod that its DaemonSet makes anew.
 */
export class ApiClient {
  readonly #access: Access;
  readonly #transport: Transport;
  readonly #userAgent: string;
  readonly #deadline: AbortSignal;
  readonly limits: Limits;

  private constructor(access: Access, transport: Transport, userAgent: string, limits: Limits) {
    this.#access = access;
    this.#transport = transport;
    this.#userAgent = userAgent;
    this.limits = limits;
    this.#deadline = AbortSignal.timeout(limits.wholeMs);
  }

  static async open(access: Access, toolVersion: string, limits: Limits = LIMITS): Promise<ApiClient> {
    const transport = await openTransport(access, limits.parallel);
    return new ApiClient(access, transport, `kubetrue/${toolVersion}`, limits);
  }

  /** True once the time for everything is over. */
  get late(): boolean {
    return this.#deadline.aborted;
  }

  close(): void {
    this.#transport.agent.destroy();
  }

  /**
   * One request; never rejects.
   * @param path below the server's own path, with a query
   * @param accept media types
   * @param body takes the answer if it is 200
   */
  get<T>(path: string, accept: string, body: Body<T>): Promise<Answer<T>> {
    return this.#ask({ method: 'GET', path, accept, sent: null }, body);
  }

  /**
   * One JSON merge patch; never rejects, and is never sent twice.
   * @param patch with the resource version of the object that it is for, as docs/fixes.md says
   */
  patch(path: string, patch: object): Promise<Answer<unknown>> {
    const sent = { type: MERGE_PATCH, text: JSON.stringify(patch) };
    return this.#ask({ method: 'PATCH', path, accept: JSON_TYPE, sent }, new JsonBody());
  }

  /**
   * Deletes one object; never rejects, and is never sent twice.
   * @param options DeleteOptions, with the uid of the object that is meant
   */
  delete(path: string, options: object): Promise<Answer<unknown>> {
    const sent = { type: JSON_TYPE, text: JSON.stringify(options) };
    return this.#ask({ method: 'DELETE', path, accept: JSON_TYPE, sent }, new JsonBody());
  }

  #ask<T>(message: Message, body: Body<T>): Promise<Answer<T>> {
    const { promise, resolve } = Promise.withResolvers<Answer<T>>();
    try {
      this.#send(message, body, resolve);
    } catch (error) {
      resolve({ kind: 'unreachable', reason: reasonOf(error) });
    }
    return promise;
  }

  #send<T>(
    { method, path, accept, sent }: Message,
    body: Body<T>,
    resolve: (answer: Answer<T>) => void,
  ): void {
    const url = new URL(`${this.#access.server.pathname.replace(/\/$/, '')}${path}`, this.#access.server);
    const options: RequestOptions = {
      ...this.#access.options,
      method,
      timeout: this.limits.silenceMs,
      signal: this.#deadline,
      headers: {
        ...this.#access.options.headers,
        Accept: accept,
        'User-Agent': this.#userAgent,
        // Node.js gives the length by itself for some methods only: of a DELETE without it no server sees the body.
        ...(sent === null
          ? {}
          : { 'Content-Type': sent.type, 'Content-Length': Buffer.byteLength(sent.text) }),
      },
    };
    const request = this.#transport.request(url, options, (response) =>
      this.#receive(response, body, resolve),
    );
    refuseUpgrade(request);
    const connected = watchConnection(request, this.#access.server.protocol);
    const giveUp = (ms: number) => {
      const reason = `no answer within ${ms / 1000} s`;
      resolve(connected() ? { kind: 'silent', reason } : { kind: 'unreachable', reason });
      request.destroy();
    };
    const timer = setTimeout(giveUp, this.limits.answerMs, this.limits.answerMs);
    request.once('close', () => clearTimeout(timer));
    request.once('timeout', () => giveUp(this.limits.silenceMs));
    request.once('error', (error) => resolve(this.#failure(connected(), error)));
    request.end(sent?.text);
  }

  #receive<T>(response: IncomingMessage, body: Body<T>, resolve: (answer: Answer<T>) => void): void {
    const status = response.statusCode ?? 0;
    const explanation = new JsonBody();
    const into = status === 200 ? body : explanation;
    response.on('data', (chunk: Buffer) => into.write(chunk));
    response.once('error', (error) => resolve(this.#failure(true, error)));
    response.once('end', () => {
      if (status === 200) return resolve({ kind: 'ok', body: body.end() });
      const message = this.#withoutCredentials(messageIn(explanation)).slice(0, LONGEST_MESSAGE);
      resolve({ kind: 'status', status, message, retryAfterS: secondsOf(response.headers['retry-after']) });
    });
  }

  /** A server may repeat what it was sent. */
  #withoutCredentials(text: string): string {
    const credentials = String(this.#access.options.headers.Authorization ?? '').replace(/^\w+ /, '');
    return credentials === '' ? text : text.replaceAll(credentials, '(credentials)');
  }

  #failure(connected: boolean, error: Error): Answer<never> {
    if (this.late)
      return {
        kind: 'unreachable',
        reason: `the time of ${this.limits.wholeMs / 1000} s for all is used up`,
      };
    return { kind: connected ? 'broken' : 'unreachable', reason: reasonOf(error) };
  }
}

interface Message {
  method: 'GET' | 'PATCH' | 'DELETE';
  path: string;
  accept: string;
  sent: { type: string; text: string } | null;
}

/** Tells whether a request has got as far as a connection that is open, and trusted. */
function watchConnection(request: ClientRequest, protocol: string): () => boolean {
  let connected = false;
  request.once('socket', (socket) => {
    connected = request.reusedSocket || (protocol === 'http:' && !socket.connecting);
    if (connected) return;
    socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      connected = true;
    });
  });
  return () => connected;
}

/** What the API's Status object says. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
function messageIn(body: JsonBody): string {
  const end = body.end();
  const { kind, message } = rawOf('value' in end ? end.value : null);
  return kind === 'Status' ? textOf(message) : '';
}

function secondsOf(header: string | undefined): number | null {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : null;
}
