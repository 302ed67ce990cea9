import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Versions of etcd that tests run for real. */
export const ETCD_VERSIONS = ['3.5.21', '3.6.5', '3.7.1'] as const;

export function etcdBinary(version: string): string {
  const path = join(homedir(), '.cache', 'kubetrue', 'etcd', version, 'etcd');
  if (!existsSync(path)) throw new Error(`etcd ${version} is not at ${path}: run npm test, which fetches it`);
  return path;
}

export interface RunningMember {
  pid: number;
  directory: string;
  clientPort: number;
  peerPort: number;
}

/** Starts one cluster on loopback and waits until every client port accepts. Ends with the test. */
export async function startCluster(version: string, size: number): Promise<RunningMember[]> {
  const ports = await freePorts(size * 2);
  const members = Array.from({ length: size }, (_, index) => ({
    name: `m${index + 1}`,
    clientPort: ports[index * 2] ?? 0,
    peerPort: ports[index * 2 + 1] ?? 0,
  }));
  const cluster = members.map(({ name, peerPort }) => `${name}=http://127.0.0.1:${peerPort}`).join(',');
  const running = members.map((member) => startMember(version, member, cluster));
  await Promise.all(running.map(({ clientPort }) => accepts(clientPort)));
  return running;
}

function startMember(
  version: string,
  { name, clientPort, peerPort }: { name: string; clientPort: number; peerPort: number },
  cluster: string,
): RunningMember {
  const directory = mkdtempSync(join(tmpdir(), 'kubetrue-etcd-'));
  const client = `http://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  const words = [
    `--name=${name}`,
    '--data-dir=data',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=${cluster}`,
    '--log-level=error',
  ];
  const child = spawn(etcdBinary(version), words, {
    cwd: directory,
    stdio: 'ignore',
    env: { ETCD_TOKEN: 'hush', OTHER: 'x' },
  });
  onTestFinished(() => end(child, directory));
  return { pid: child.pid ?? 0, directory, clientPort, peerPort };
}

async function end(child: ChildProcess, directory: string): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await exited;
  rmSync(directory, { recursive: true, force: true });
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function accepts(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await connects(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing listens on 127.0.0.1:${port} after 10 seconds`);
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
