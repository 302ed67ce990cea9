import { rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { askProcesses, onPort } from '../../test/support/ask.ts';
import { temporaryDirectory } from '../cli/demo/cluster-directory.ts';
import { createAuthority, issue, type KeyedCertificate, save } from '../cli/demo/pki.ts';
import type { ListeningSocket, ProcessFacts } from '../model/snapshot.ts';

const open: Server[] = [];
const connections = new Set<Socket>();
const removals: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const socket of connections) socket.destroy();
  await Promise.all(removals.splice(0).map((remove) => remove()));
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

describe('a port that is no proper etcd', () => {
  it('and never answers costs seconds, not minutes', async () => {
    const port = await listen(createServer(() => {}));
    const start = performance.now();

    const observations = await askProcesses(etcdAt([port]));

    expect(onPort(observations, port)).toEqual([
      'PLAIN: timed-out',
      'NOCERT TLSv1.3: timed-out',
      'NOCERT TLSv1.2: not attempted: the port answers neither plain HTTP nor TLS',
    ]);
    expect(performance.now() - start).toBeLessThan(5_500);
  });

  it('and closes at once', async () => {
    const port = await listen(createServer((socket) => socket.destroy()));

    const observations = await askProcesses(etcdAt([port]));

    expect(onPort(observations, port)).toEqual(['PLAIN: closed', 'NOCERT TLSv1.3: closed']);
  });

  it('and answers garbage', async () => {
    const port = await listen(createServer((socket) => socket.end('\u0000\u0001 not HTTP at all')));

    const observations = await askProcesses(etcdAt([port]));

    expect(onPort(observations, port)).toEqual(['PLAIN: closed', 'NOCERT TLSv1.3: closed']);
  });

  it('and sends without end', async () => {
    const port = await listen(
      createServer((socket) => {
        socket.on('error', () => {});
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n');
        const flood = () => socket.writable && socket.write(Buffer.alloc(65_536), flood);
        flood();
      }),
    );

    const observations = await askProcesses(etcdAt([port]));

    expect(onPort(observations, port)[0]).toBe('PLAIN: answered 200');
    expect(observations[0]).toMatchObject({ version: null });
  });

  it('and drips one byte a second is left after five', async () => {
    const port = await listen(
      createServer((socket) => {
        socket.on('error', () => {});
        const text = 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n';
        [...text].forEach((letter, index) => {
          setTimeout(() => socket.write(letter), index * 500).unref();
        });
      }),
    );
    const start = performance.now();

    const observations = await askProcesses(etcdAt([port]));

    expect(onPort(observations, port)[0]).toBe('PLAIN: timed-out');
    expect(performance.now() - start).toBeLessThan(8_000);
  });

  it('and where nobody listens any more', async () => {
    const port = await listen(createServer());
    await new Promise((resolve) => open.pop()?.close(resolve));

    const observations = await askProcesses(etcdAt([port]));

    expect(onPort(observations, port)).toEqual(['PLAIN: unreachable']);
  });

  it('and is another server never sees the certificate of etcd', async () => {
    const { paths, ...own } = await certificateOnDisk();
    const theirs = await issue(await createAuthority('others'), { commonName: 'etcd' });
    const port = await listen(demandingTls(theirs));

    const observations = await askProcesses(etcdAt([port], { scheme: 'https', ...own }));

    const last = onPort(observations, port).at(-1);
    expect(last).toBe(
      `POSITIVE TLSv1.3: not attempted: the server's certificate is neither ${paths.certificate} nor from its CA, so the key is not used there`,
    );
  });

  it('and whose key cannot be read', async () => {
    const { paths, pair, ...own } = await certificateOnDisk();
    const port = await listen(demandingTls(pair));
    await rm(paths.key);

    const observations = await askProcesses(etcdAt([port], { scheme: 'https', ...own }));

    const last = onPort(observations, port).at(-1);
    expect(last).toBe(
      `POSITIVE TLSv1.3: not attempted: its own certificate and key could not be used: ${paths.key}: not there`,
    );
  });

  it('and whose key belongs to another certificate', async () => {
    const { paths, pair, ...own } = await certificateOnDisk();
    const port = await listen(demandingTls(pair));
    await writeFile(paths.key, (await issue(await createAuthority('others'), { commonName: 'etcd' })).key);

    const observations = await askProcesses(etcdAt([port], { scheme: 'https', ...own }));

    const last = onPort(observations, port).at(-1);
    expect(last).toMatch(
      /^POSITIVE TLSv1.3: not attempted: its own certificate and key could not be used: ERR_/,
    );
  });
});

describe('what is not asked', () => {
  it.each([
    [
      'a process of another network namespace',
      { sameNetworkNamespace: false },
      'it listens in another network namespace',
    ],
    [
      'a process whose sockets are hidden',
      {
        listeners: {
          state: 'unreadable',
          at: { kind: 'process', path: '/proc/1/fd' },
          reason: 'needs CAP_SYS_PTRACE',
        },
      },
      'its listening sockets are not known: needs CAP_SYS_PTRACE',
    ],
    [
      'a unix socket',
      { listeners: listening([{ family: 'unix', address: '/run/etcd.sock', port: null }]) },
      'unix sockets are not asked',
    ],
  ] satisfies [string, Partial<ProcessFacts>, string][])('%s', async (_name, facts, reason) => {
    const observations = await askProcesses({ ...etcdAt([1]), ...facts });

    expect(observations.map(({ answer }) => answer)).toEqual([{ kind: 'not-attempted', reason }]);
  });

  it('what a file names but the process does not hold', async () => {
    let asked = 0;
    const port = await listen(createServer(() => (asked += 1)));
    const process = { ...etcdAt([port]), listeners: listening([]) };

    const observations = await askProcesses(process);

    expect(observations).toEqual([]);
    expect(asked).toBe(0);
  });

  it('more than the connections that a scan may make', async () => {
    let asked = 0;
    const ports: number[] = [];
    for (let index = 0; index < 28; index += 1) {
      ports.push(
        await listen(
          createServer((socket) => {
            asked += 1;
            socket.destroy();
          }),
        ),
      );
    }

    const observations = await askProcesses(etcdAt(ports));

    const left = observations.filter(({ answer }) => answer.kind === 'not-attempted');
    expect(left).toHaveLength(8);
    expect(left[0]?.answer).toEqual({
      kind: 'not-attempted',
      reason: 'the limit of 120 connections per scan is reached',
    });
    expect(asked).toBeLessThanOrEqual(120);
  });
});

describe('a question', () => {
  it('is one GET that says who asks', async () => {
    const requests: string[] = [];
    const port = await listen(
      createServer((socket) => {
        socket.once('data', (data) => {
          requests.push(data.toString('latin1'));
          socket.end('HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n');
        });
      }),
    );

    const observations = await askProcesses(etcdAt([port]));

    expect(requests[0]?.split('\r\n').slice(0, 3)).toEqual([
      'GET /version HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'User-Agent: kubetrue/0.0.0-test',
    ]);
    expect(onPort(observations, port)[0]).toBe('PLAIN: answered 302');
  });
});

async function certificateOnDisk() {
  const directory = temporaryDirectory('kubetrue-test-');
  removals.push(directory.remove);
  const pair = await issue(await createAuthority('own'), { commonName: 'etcd', names: ['127.0.0.1'] });
  const paths = await save(directory.path, 'server', pair);
  return { pair, paths, argv: [`--cert-file=${paths.certificate}`, `--key-file=${paths.key}`] };
}

function demandingTls({ certificate, key }: KeyedCertificate): Server {
  return createTlsServer({
    cert: certificate,
    key,
    ca: certificate,
    requestCert: true,
    rejectUnauthorized: true,
  });
}

async function listen(server: Server): Promise<number> {
  open.push(server);
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function listening(sockets: ListeningSocket[]): ProcessFacts['listeners'] {
  return { state: 'present', value: sockets, origin: { kind: 'process', path: '/proc/self/net' } };
}

/** This very process, told as an etcd that listens on these client ports. */
function etcdAt(ports: number[], { scheme = 'http', argv = [] as string[] } = {}): ProcessFacts {
  const origin = { kind: 'process', path: '/proc/self' } as const;
  const urls = ports.map((port) => `${scheme}://127.0.0.1:${port}`).join(',');
  const words = ['etcd', `--listen-client-urls=${urls}`, `--advertise-client-urls=${urls}`, ...argv];
  return {
    pid: process.pid,
    component: 'etcd',
    executable: { state: 'present', value: '/usr/bin/etcd', origin },
    argv: { state: 'present', value: words, origin },
    environment: { state: 'present', value: {}, origin },
    workingDirectory: { state: 'present', value: '/', origin },
    startedAt: { state: 'unreadable', at: origin, reason: 'not of interest here' },
    uid: 0,
    container: null,
    sameNetworkNamespace: true,
    version: { state: 'present', value: '3.6.5', origin },
    listeners: listening(ports.map((port) => ({ family: 'ipv4', address: '127.0.0.1', port }))),
    files: {},
  };
}
