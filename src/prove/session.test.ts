import { X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
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
async function serve(
  lines: readonly string[] = ['{}'],
  compress: ((text: string) => Buffer) | null = null,
  rest: Promise<string> | null = null,
) {
  const seen = { authorization: [] as (string | undefined)[], connections: 0, left: 0, told: 0 };
  const server = createServer({ cert: SERVED.certificate, key: SERVED.key }, (request, response) => {
    seen.authorization.push(request.headers.authorization);
    if (request.url === '/switch')
      return void response.socket?.end(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
      );
    if (compress !== null) response.setHeader('Content-Encoding', 'gzip');
    response.once('close', () => {
      if (response.writableFinished) seen.told += 1;
      else seen.left += 1;
    });
    const text = lines.join('\n');
    if (rest === null) response.end(compress?.(text) ?? text);
    else response.write(text, () => rest.then((more) => response.end(more)));
  });
  server.on('secureConnection', () => {
    seen.connections += 1;
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, seen };
}

function sessionTo(port: number, certificate: string, connections = 1): Session {
  const publicKeySha256 = keyOf(new X509Certificate(certificate));
  const tls = { context: makeOffer('TLSv1.3', null).context, publicKeySha256 };
  return new Session({
    host: '127.0.0.1',
    port,
    userAgent: 'test',
    tls,
    authorization: 'Bearer secret',
    connections,
  });
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

  it.each([
    ['many', 200_000],
    ['few', 8],
  ])('lets a server tell all of its counters, %s, when it has what is wanted', async (_name, length) => {
    const later = Array.from({ length }, (_, index) => `zone_${index} ${index}`);
    const lines = ['# TYPE wanted counter', 'wanted{a="b"} 2', '# TYPE zone counter', ...later];
    const { port, seen } = await serve(lines);
    const session = sessionTo(port, SERVED.certificate);

    const replies = [
      await session.ask({ verb: 'GET', path: '/metrics', lines: ['wanted{'] }),
      await session.ask({ verb: 'GET', path: '/metrics', lines: ['zone_7 '] }),
    ];
    session.close();

    expect(replies.map(({ body }) => body)).toEqual(['wanted{a="b"} 2\n', 'zone_7 7\n']);
    await expect.poll(() => seen).toMatchObject({ left: 0, told: 2, connections: 1 });
  });

  it('answers as soon as it has what is wanted, and does not leave before the end', async () => {
    const rest = Promise.withResolvers<string>();
    const lines = ['# TYPE wanted counter', 'wanted{a="b"} 2', '# TYPE zone counter', ''];
    const { port, seen } = await serve(lines, null, rest.promise);
    const session = sessionTo(port, SERVED.certificate);

    const { body } = await session.ask({ verb: 'GET', path: '/metrics', lines: ['wanted{'] });
    session.close();
    const before = { ...seen };
    rest.resolve('zone 1\n');

    expect(body).toBe('wanted{a="b"} 2\n');
    expect(before).toMatchObject({ left: 0, told: 0 });
    await expect.poll(() => seen).toMatchObject({ left: 0, told: 1 });
  });

  it('has nothing of an answer in a form that it did not ask for', async () => {
    const { port } = await serve(['wanted 1'], gzipSync);
    const session = sessionTo(port, SERVED.certificate);

    const { body } = await session.ask({ verb: 'GET', path: '/metrics', lines: ['wanted'] });
    session.close();

    expect(body).toBeNull();
  });

  it('has an answer where the server switches to another protocol', async () => {
    const { port } = await serve(['101']);
    const session = sessionTo(port, SERVED.certificate);

    const { answer, body } = await session.ask({ verb: 'GET', path: '/switch' });
    session.close();

    expect(answer).toMatchObject({ kind: 'closed' });
    expect(body).toBeNull();
  });

  it('opens no more connections than it may, whatever is asked at once', async () => {
    const { port, seen } = await serve();
    const session = sessionTo(port, SERVED.certificate, 3);

    await Promise.all(
      Array.from({ length: 20 }, (_, index) => session.ask({ verb: 'GET', path: `/${index}` })),
    );
    session.close();

    expect(seen).toMatchObject({ connections: 3 });
    expect(seen.authorization).toHaveLength(20);
  });

  it('takes no answer that is longer than its limit', async () => {
    const { port } = await serve(['x'.repeat(200_000)]);
    const session = sessionTo(port, SERVED.certificate);

    const { body } = await session.ask({ verb: 'GET', path: '/' });
    session.close();

    expect(body).toBeNull();
  });
});
