import { X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { makeOffer } from './offer.ts';
import { keyOf } from './public-key.ts';
import { Session } from './session.ts';
import { makeThrowaway } from './throwaway.ts';

const servers: Server[] = [];
const SERVED = makeThrowaway(new Date());
const OTHER = makeThrowaway(new Date());

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A TLS server that notes what it is shown, and answers with `lines`. */
async function serve(lines: readonly string[] = ['{}']) {
  const seen = { authorization: [] as (string | undefined)[], connections: 0 };
  const server = createServer({ cert: SERVED.certificate, key: SERVED.key }, (request, response) => {
    seen.authorization.push(request.headers.authorization);
    response.end(lines.join('\n'));
  });
  server.on('secureConnection', () => {
    seen.connections += 1;
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, seen };
}

function sessionTo(port: number, certificate: string): Session {
  const publicKeySha256 = keyOf(new X509Certificate(certificate));
  const tls = { context: makeOffer('TLSv1.3', null).context, publicKeySha256 };
  return new Session({ host: '127.0.0.1', port, userAgent: 'test', tls, authorization: 'Bearer secret' });
}

describe('a session', () => {
  it('asks several questions over one connection', async () => {
    const { port, seen } = await serve();
    const session = sessionTo(port, SERVED.certificate);

    const replies = [
      await session.ask({ verb: 'GET', path: '/a' }),
      await session.ask({ verb: 'POST', path: '/b', body: '{}' }),
    ];
    session.close();

    expect(replies.map(({ answer }) => answer)).toEqual([
      { kind: 'answered', status: 200 },
      { kind: 'answered', status: 200 },
    ]);
    expect(seen.connections).toBe(1);
  });

  it('shows its credential to no server of another key', async () => {
    const { port, seen } = await serve();
    const session = sessionTo(port, OTHER.certificate);

    const { answer, body } = await session.ask({ verb: 'GET', path: '/' });
    session.close();

    expect(answer).toEqual({ kind: 'unreachable', detail: 'another server than before answered' });
    expect(body).toBeNull();
    expect(seen.authorization).toEqual([]);
  });

  it('keeps of a long answer only the lines that are wanted', async () => {
    const noise = Array.from({ length: 100_000 }, (_, index) => `noise_${index} 1`);
    const { port } = await serve([...noise, 'wanted{a="b"} 2', ...noise]);
    const session = sessionTo(port, SERVED.certificate);

    const { body } = await session.ask({ verb: 'GET', path: '/metrics', lines: ['wanted{'] });
    session.close();

    expect(body).toBe('wanted{a="b"} 2\n');
  });

  it('takes no answer that is longer than its limit', async () => {
    const { port } = await serve(['x'.repeat(200_000)]);
    const session = sessionTo(port, SERVED.certificate);

    const { body } = await session.ask({ verb: 'GET', path: '/' });
    session.close();

    expect(body).toBeNull();
  });
});
