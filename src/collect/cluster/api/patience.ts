import { setTimeout as sleep } from 'node:timers/promises';
import type { Listing } from '../../../model/cluster.ts';
import type { Answer } from './answer.ts';
import { type Body, JsonBody } from './body.ts';
import type { ApiClient } from './client.ts';
import type { Limits } from './limits.ts';

export type Result<T> = { state: 'ok'; value: T } | { state: 'expired' } | Failed;

export interface Failed {
  state: 'failed';
  listing: Listing;
  /** `final`: no other request can do better. `silent`: it took its time to say nothing. */
  trouble: 'this' | 'silent' | 'final';
}

/** Asks for one JSON value. */
export function askOnce(client: ApiClient, path: string, accept: string): Promise<Result<unknown>> {
  return askPatiently(client, path, accept, () => new JsonBody());
}

/** Asks, and asks again as far as that is polite: when the server is busy, and once after what may be an accident. */
export async function askPatiently<T>(
  client: ApiClient,
  path: string,
  accept: string,
  newBody: () => Body<T>,
): Promise<Result<T>> {
  const left: Record<Again['because'], number> = {
    busy: client.limits.retriesBusy,
    accident: client.limits.retriesAccident,
  };
  for (;;) {
    const next = judge(await client.get(path, accept, newBody()), client.limits);
    if (next.state !== 'again') return next;
    if (left[next.because] === 0 || client.late) return next.otherwise;
    left[next.because] -= 1;
    await sleep(next.afterMs);
  }
}

interface Again {
  state: 'again';
  because: 'busy' | 'accident';
  afterMs: number;
  otherwise: Failed;
}

function judge<T>(answer: Answer<T>, limits: Limits): Result<T> | Again {
  switch (answer.kind) {
    case 'ok':
      return 'value' in answer.body
        ? { state: 'ok', value: answer.body.value }
        : accident({ state: 'failed', status: 200, reason: answer.body.problem }, limits);
    case 'status':
      return judgeStatus(answer, limits);
    case 'broken':
      return accident({ state: 'failed', reason: answer.reason }, limits);
    case 'silent':
      return failed({ state: 'failed', reason: answer.reason }, 'silent');
    case 'unreachable':
      return failed({ state: 'failed', reason: answer.reason }, 'final');
  }
}

type StatusAnswer = Extract<Answer<never>, { kind: 'status' }>;

function judgeStatus(answer: StatusAnswer, limits: Limits): { state: 'expired' } | Failed | Again {
  const { status } = answer;
  switch (status) {
    case 401:
      return failed(
        {
          state: 'refused',
          status,
          reason: said('the server does not accept the credentials (401)', answer),
        },
        'final',
      );
    case 403:
      return failed({ state: 'refused', status, reason: said('not allowed (403)', answer) });
    case 404:
      return failed({ state: 'absent', reason: 'the server has no such kind' });
    case 410:
      return { state: 'expired' };
    case 429:
      return busy(answer, limits);
    default:
      return status >= 500 ? accident(unexpected(answer), limits) : failed(unexpected(answer));
  }
}

function failed(listing: Listing, trouble: Failed['trouble'] = 'this'): Failed {
  return { state: 'failed', listing, trouble };
}

function accident(listing: Listing, { accidentMs }: Limits): Again {
  return { state: 'again', because: 'accident', afterMs: accidentMs, otherwise: failed(listing) };
}

/** API Priority and Fairness: the server says for how long it wants to be left alone. */
function busy(answer: StatusAnswer, { retryAfterS }: Limits): Failed | Again {
  const otherwise = failed({
    state: 'failed',
    status: 429,
    reason: said('the server is too busy (429)', answer),
  });
  const seconds = answer.retryAfterS ?? 1;
  if (seconds > retryAfterS) return otherwise;
  return { state: 'again', because: 'busy', afterMs: seconds * 1000, otherwise };
}

function unexpected(answer: StatusAnswer): Listing {
  const { status } = answer;
  const redirect = status >= 300 && status < 400 ? ', a redirect, which is not followed' : '';
  return { state: 'failed', status, reason: said(`the server answered ${status}${redirect}`, answer) };
}

function said(what: string, { message }: StatusAnswer): string {
  return message === '' ? what : `${what}: ${message}`;
}
