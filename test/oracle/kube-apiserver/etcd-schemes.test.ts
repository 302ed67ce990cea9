import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../../src/cli/demo/cluster-ports.ts';
import { runningApiServer } from '../../support/api-server.ts';
import { start } from '../program.ts';
import { type Binary, findApiServers, openPlace } from './campaign.ts';
import { prepare } from './launch.ts';

const PATIENCE_MS = 60_000;
/** First byte of a TLS handshake; without TLS it is the `P` of the preface of HTTP/2. */
const HANDSHAKE = 0x16;

/** Something in the place of an etcd: it takes connections and notes how they begin. */
interface Listener {
  port: number;
  heard: Set<'tls' | 'plaintext'>;
  server: Server;
}

let binaries: readonly Binary[] = [];
let opened: Awaited<ReturnType<typeof openPlace>>;

beforeAll(async () => {
  binaries = await findApiServers(['1.31.0', '1.34.1'], () => {});
  opened = await openPlace();
});

afterAll(() => opened?.close());

async function listener(): Promise<Listener> {
  const heard: Listener['heard'] = new Set();
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (bytes) => {
      heard.add(bytes[0] === HANDSHAKE ? 'tls' : 'plaintext');
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, heard, server };
}

/** How each of two servers is spoken to, in a list of URLs with these schemes. */
async function seen(version: string, first: string, second: string, tls: boolean): Promise<string[]> {
  const binary = binaries.find((one) => one.version === version)?.path ?? '';
  const listeners = [await listener(), await listener()];
  const [port = 0] = await freePorts(1);
  const launch = prepare(
    { args: [argsOf(listeners, first, second, tls)], files: opened.place.materials },
    join(opened.place.root, 'schemes'),
    port,
  );
  const program = start(binary, launch.directory, { argv: [...launch.argv], env: {}, files: {} });
  const patience = Date.now() + PATIENCE_MS;
  while (listeners.some(({ heard }) => heard.size === 0) && Date.now() < patience) await sleep(50);
  await program.kill();
  for (const { server } of listeners) server.close();
  return listeners.map(({ heard }) => [...heard].join(' and '));
}

function argsOf([one, two]: readonly Listener[], first: string, second: string, tls: boolean): string[] {
  return [
    `--etcd-servers=${first}127.0.0.1:${one?.port},${second}127.0.0.1:${two?.port}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    '--service-account-key-file={dir}/sa.pub',
    '--service-account-signing-key-file={dir}/sa.key',
    ...(tls
      ? ['--etcd-cafile={dir}/ca.crt', '--etcd-certfile={dir}/tls.crt', '--etcd-keyfile={dir}/tls.key']
      : []),
  ];
}

/** What the product says of the same list. */
function told(version: string, first: string, second: string, tls: boolean): string[] {
  const listeners = [1, 2].map((port) => ({ port }) as Listener);
  const argv = ['kube-apiserver', ...argsOf(listeners, first, second, tls)];
  const candidate = runningApiServer({ argv, version });
  const property = candidate.property('etcd-servers', {});
  if (property.state !== 'items') throw new Error('no items');
  return property.items.map(({ attributes }) => String(attributes.transport));
}

describe.each(['1.31.0', '1.34.1'])('a list of several etcd servers in %s', (version) => {
  it.each([
    ['of https', 'https://', 'https://', true],
    ['with http behind https', 'https://', 'http://', true],
    ['with https behind http', 'http://', 'https://', true],
    ['with https behind http, without files', 'http://', 'https://', false],
    ['with http behind https, without files', 'https://', 'http://', false],
    ['without a scheme, with files', '', 'http://', true],
    ['without a scheme, without files', '', 'https://', false],
  ])('%s is spoken to as its first URL says', async (_name, first, second, tls) => {
    const actual = await seen(version, first, second, tls);

    expect(actual).toEqual(told(version, first, second, tls));
  });
});
