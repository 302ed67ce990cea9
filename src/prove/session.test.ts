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
  encoding = 'gzip',
) {
  const seen = { authorization: [] as (string | undefined)[], connections: 0, left: 0 };
  const server = createServer({ cert: SERVED.certificate, key: SERVED.key }, (request, response) => {
    seen.authorization.push(request.headers.authorization);
    const compressed = request.headers['accept-encoding'] === 'gzip' ? compress : null;
    if (request.url === '/switch')
      return void response.socket?.end(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
      );
    if (compressed !== null) response.setHeader('Content-Encoding', encoding);
    response.once('close', () => {
      if (!response.writableFinished) seen.left += 1;
    });
    const text = lines.join('\n');
    response.end(compressed?.(text) ?? text);
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
    ['compressed', gzipSync, 200_000],
    ['compressed and few', gzipSync, 8],
    ['as they are', null, 200_000],
    ['as they are and few', null, 8],
  ])(
    'lets a server tell all of its counters, %s, when it has what is wanted',
    async (_name, compress, length) => {
      const later = Array.from({ length }, (_, index) => `zone_${index} ${index}`);
      const lines = ['# TYPE wanted counter', 'wanted{a="b"} 2', '# TYPE zone counter', ...later];
      const { port, seen } = await serve(lines, compress);
      const session = sessionTo(port, SERVED.certificate);

      const replies = [
        await session.ask({ verb: 'GET', path: '/metrics', lines: ['wanted{'] }),
        await session.ask({ verb: 'GET', path: '/metrics', lines: ['zone_7 '] }),
      ];
      session.close();

      expect(replies.map(({ body }) => body)).toEqual(['wanted{a="b"} 2\n', 'zone_7 7\n']);
      expect(seen).toMatchObject({ left: 0, connections: 1 });
    },
  );

  it.each<[string, (text: string) => Buffer]>([
    ['cut off', (text) => gzipSync(text).subarray(0, -20)],
    ['broken', (text) => Buffer.from(text)],
    ['nothing', () => Buffer.alloc(0)],
  ])('has nothing of counters whose compressed form is %s', async (_name, compress) => {
    const { port } = await serve(['wanted{a="b"} 2'], compress);
    const session = sessionTo(port, SERVED.certificate);

    const { body } = await session.ask({ verb: 'GET', path: '/metrics', lines: ['wanted{'] });
    session.close();

    expect(body || null).toBeNull();
  });

  it('takes no more of compressed counters than of others', async () => {
    const { port } = await serve(['wanted 1'], () => gzipSync(Buffer.alloc(64 * 1024 * 1024, 'a')));
    const session = sessionTo(port, SERVED.certificate);

    const { body } = await session.ask({ verb: 'GET', path: '/metrics', lines: ['wanted{'] });
    session.close();

    expect(body).toBeNull();
  });

  it('has nothing of counters in a form that it does not know', async () => {
    const { port } = await serve(['wanted 1'], gzipSync, 'br');
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
