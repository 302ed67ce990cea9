import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { refuseUpgrade } from '../machine/refuse-upgrade.ts';

const TIMEOUT_MS = 5_000;
const MOST_BYTES = 64 * 1024;

/** Who is asked, and as whom. */
export interface Question {
  url: URL;
  /** PEM; null: any certificate will do, because nothing is sent that could be stolen. */
  authority: string | null;
  /**
   * The name that the certificate must have; null: that of the URL; `any`: whoever the authority vouches for, where the
   * address is that of a process of this node.
   */
  serverName: string | 'any' | null;
  /** Trust the listed certificates themselves too, not only chains up to a root (X509_V_FLAG_PARTIAL_CHAIN). */
  partialChain?: boolean;
  credentials: { certificate: string; key: string } | { token: string } | null;
  userAgent: string;
}

export interface Answer {
  status: number;
  body: string;
}

/**
 * Sends a GET, or a POST with `body` as JSON, and gives the answer as soon as its head is there.
 * @param idleMs how long nothing may arrive before it is given up
 * @throws Error when there is no connection, no trust or no answer
 */
export function send(question: Question, body: object | null, idleMs = TIMEOUT_MS): Promise<IncomingMessage> {
  const { url } = question;
  return new Promise((resolve, reject) => {
    const begin = url.protocol === 'https:' ? tlsRequest : plainRequest;
    const request = begin(url, optionsOf(question, body), resolve);
    refuseUpgrade(request);
    request.on('error', reject);
    request.setTimeout(idleMs, () => request.destroy(new Error(`no answer within ${idleMs / 1000} s`)));
    request.end(body === null ? undefined : JSON.stringify(body));
  });
}

/** The whole answer, of which no more than `mostBytes` are kept; a text says why there is none. */
export async function ask(
  question: Question,
  body: object | null = null,
  mostBytes = MOST_BYTES,
): Promise<Answer | string> {
  try {
    const answer = await send(question, body);
    let text = '';
    answer.setEncoding('utf8');
    for await (const part of answer) if (text.length < mostBytes) text += String(part);
    return { status: answer.statusCode ?? 0, body: text };
  } catch (error) {
    return `${question.url.href}: ${(error as Error).message || 'no connection'}`;
  }
}

function optionsOf(
  { authority, serverName, partialChain = false, credentials, userAgent }: Question,
  body: object | null,
) {
  return {
    agent: false as const,
    method: body === null ? 'GET' : 'POST',
    headers: {
      'user-agent': userAgent,
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...authorization(credentials),
    },
    rejectUnauthorized: authority !== null,
    allowPartialTrustChain: partialChain,
    ...(authority === null ? {} : { ca: authority }),
    ...(serverName === 'any' ? { checkServerIdentity: () => undefined } : {}),
    ...(serverName === 'any' || serverName === null ? {} : { servername: serverName }),
    ...(credentials === null || 'token' in credentials
      ? {}
      : { cert: credentials.certificate, key: credentials.key }),
  };
}

function authorization(credentials: Question['credentials']): Record<string, string> {
  return credentials !== null && 'token' in credentials
    ? { authorization: `Bearer ${credentials.token}` }
    : {};
}
