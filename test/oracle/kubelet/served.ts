import { rmSync } from 'node:fs';
import { request } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ConnectionOptions, connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { freePorts } from '../../../src/cli/demo/cluster-ports.ts';
import { type Program, start } from '../program.ts';
import type { Binary, Place } from './campaign.ts';
import { type Draw, type Launch, prepare } from './launch.ts';
import { startRuntime } from './runtime.ts';

/** A kubelet that serves on loopback, or has ended. */
export interface Served {
  launch: Launch;
  program: Program;
  port: number;
  readOnlyPort: number;
}

const PATIENCE_MS = 20_000;

/**
 * Starts the real kubelet over a container runtime without containers, so that it serves, and kills it afterwards. It
 * never gets so far as to touch cgroups: for that the runtime would have to be ready.
 */
export async function withServed<T>(
  draw: Draw,
  { root, materials }: Place,
  { path }: Binary,
  use: (served: Served) => Promise<T>,
): Promise<T> {
  const directory = join(root, 'w');
  const [port = 0, readOnlyPort = 0] = await freePorts(2);
  const fixed = [['--address=127.0.0.1'], [`--port=${port}`], ['--healthz-port=0']];
  const files = { ...materials.files, ...draw.files };
  const fill = (words: readonly string[]) =>
    words.map((word) => word.replaceAll('{readonly}', String(readOnlyPort)));
  const launch = prepare({ ...draw, args: [...fixed, ...draw.args.map(fill)], files }, directory);
  const runtime = await startRuntime(join(directory, 'none.sock'));
  const program = start(UNSHARE, directory, inOwnMounts(path, launch));
  try {
    await settled(program, port);
    return await use({ launch, program, port, readOnlyPort });
  } finally {
    await program.kill();
    await runtime.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

const UNSHARE = '/usr/bin/unshare';

/** The kubelet makes its root directory a mount, which would outlive it. */
function inOwnMounts(binary: string, { argv, env }: Launch): Parameters<typeof start>[2] {
  const PATH = '/usr/sbin:/usr/bin:/sbin:/bin';
  return { argv: ['--mount', '--', binary, ...argv], env: { PATH, ...env }, files: {} };
}

/** Waits until it listens or has ended. */
async function settled(program: Program, port: number): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (program.exit() === null && Date.now() < deadline) {
    if (await listens(port)) return;
    await Promise.race([program.exited, sleep(20)]);
  }
}

/** Whether somebody takes a connection on loopback. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectPlain(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** The status of a request for the Pods, without or with a client certificate. */
export function statusOf(port: number, client: { cert: string; key: string } | null): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      path: '/pods',
      rejectUnauthorized: false,
      agent: false,
      ...client,
    };
    const asked = request(options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** The certificate shown to a client that names a host, or none; null when there is no handshake. */
export function certificateFor(port: number, servername: string | null): Promise<PeerCertificate | null> {
  const name = servername === null ? {} : { servername };
  return handshake(port, name, (socket) => socket.getPeerCertificate());
}

/** Whether a handshake of TLS 1.2 with one cipher suite, by OpenSSL's name, succeeds. */
export async function takesSuite(port: number, ciphers: string): Promise<boolean> {
  const options = {
    maxVersion: 'TLSv1.2',
    minVersion: 'TLSv1.2',
    ciphers: `${ciphers}:@SECLEVEL=0`,
  } as const;
  return (await handshake(port, options, () => true)) ?? false;
}

function handshake<T>(
  port: number,
  options: ConnectionOptions,
  use: (socket: TLSSocket) => T,
): Promise<T | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options }, () => {
      const result = use(socket);
      socket.destroy();
      resolve(result);
    });
    socket.on('error', () => resolve(null));
  });
}
