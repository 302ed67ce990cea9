import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { collect } from '../../src/collect/index.ts';
import { readEtcd } from '../../src/components/etcd/in-force.ts';
import type { Reading } from '../../src/components/etcd/reading.ts';
import type { Moment } from '../../src/components/etcd/start-up.ts';
import type { Launch } from './launch.ts';

/** Reading, or that the product would not take the process for a member of a cluster. */
export type Prediction = Reading | { outcome: 'no-member' };

const PID = 7;

/**
 * A captured host in `root`, so that the real collector finds a draw's files before any process has run. Links
 * inside a capture never leave it; a link back to its top makes the absolute paths of this machine valid in it.
 */
export function prepareRoot(root: string): void {
  mkdirSync(join(root, dirname(root)), { recursive: true });
  symlinkSync('/', join(root, root));
  mkdirSync(join(root, 'proc'));
  writeFileSync(join(root, 'proc/stat'), `btime ${Math.floor(Date.now() / 1000)}\n`);
}

/** What the product says about that launch, with `cwd` inside `root`, before it is made. */
export async function predict(
  root: string,
  cwd: string,
  launch: Launch,
  version: string,
): Promise<Prediction> {
  capture(root, cwd, launch, version);
  return await readIn(root, PID, version, 'first-start');
}

/** What the product says about a running process. */
export function readLive(pid: number, version: string): Promise<Prediction> {
  return readIn(null, pid, version, 'running');
}

async function readIn(
  root: string | null,
  pid: number,
  version: string,
  moment: Moment,
): Promise<Prediction> {
  const snapshot = await collect({ root, now: () => new Date(), toolVersion: '0.0.0', progress: () => {} });
  const process = snapshot.processes.find((one) => one.pid === pid);
  return process === undefined ? { outcome: 'no-member' } : readEtcd(process, version, moment);
}

function capture(root: string, cwd: string, launch: Launch, version: string): void {
  const directory = join(root, 'proc', String(PID));
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  const strings = (words: readonly string[]) => words.map((word) => `${word}\0`).join('');
  const environment = Object.entries(launch.env).map(([name, value]) => `${name}=${value}`);
  writeFileSync(join(directory, 'cmdline'), strings(['etcd', ...launch.argv]));
  writeFileSync(join(directory, 'environ'), strings(environment));
  writeFileSync(join(directory, 'stat'), `${PID} (etcd) S ${'1 '.repeat(18)}100 0 0\n`);
  writeFileSync(join(directory, 'status'), 'Name:\tetcd\nUid:\t0\t0\t0\t0\n');
  symlinkSync(`/opt/etcd-v${version}-linux-amd64/etcd`, join(directory, 'exe'));
  symlinkSync(cwd.slice(root.length), join(directory, 'cwd'));
  symlinkSync('/', join(directory, 'root'));
}
