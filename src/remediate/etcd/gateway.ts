import { ask, type Question } from '../ask.ts';

const MOST_BYTES = 4 * 1024 * 1024;

/** A decoded answer; etcd leaves out whatever has the value that its type has anyway. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Calls a method of etcd by its JSON gateway, which serves `/v3/...` from 3.4 on.
 * https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/
 *
 * @returns a text: why there is no answer
 */
export async function call(question: Question, body: object = {}): Promise<Fields | string> {
  const answer = await ask(question, body, MOST_BYTES);
  if (typeof answer === 'string') return answer;
  const { href } = question.url;
  const fields = decoded(answer.body);
  if (answer.status === 404)
    return `${href} answers 404: the JSON gateway of etcd is off, or it is older than 3.4`;
  if (answer.status !== 200)
    return `${href} answers ${answer.status}: ${text(fields, 'message') || 'no reason given'}`;
  return fields ?? `${href} answers with something else than JSON`;
}

/** `/readyz`, or `/health` where it is older than 3.4.29 and 3.5.11; null when the answer is yes. */
export async function whyNotReady(question: (path: string) => Question): Promise<string | null> {
  for (const path of ['/readyz', '/health']) {
    const asked = question(path);
    const answer = await ask(asked);
    if (typeof answer === 'string') return answer;
    if (answer.status === 404 && path === '/readyz') continue;
    return answer.status === 200 ? null : `${asked.url.href} answers ${answer.status}`;
  }
  return null;
}

/** The text of an answer to a GET; null where there is none. */
export async function page(question: Question): Promise<string | null> {
  const answer = await ask(question, null, MOST_BYTES);
  return typeof answer === 'string' || answer.status !== 200 ? null : answer.body;
}

function decoded(body: string): Fields | null {
  try {
    return fieldsOf(JSON.parse(body));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** A text, empty where it is left out. */
export function text(fields: Fields | null, name: string): string {
  const value = fields?.[name];
  return typeof value === 'string' ? value : '';
}

export function list(fields: Fields | null, name: string): readonly unknown[] {
  const value = fields?.[name];
  return Array.isArray(value) ? value : [];
}

/** An id or index: a text of digits. */
export function digits(fields: Fields | null, name: string): string {
  const value = text(fields, name);
  return /^\d+$/.test(value) ? value : '0';
}
