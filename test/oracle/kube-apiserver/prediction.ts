import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectWith } from '../../../src/collect/collect-with.ts';
import { kubeApiserver } from '../../../src/components/kube-apiserver/index.ts';
import { type Configuration, readConfiguration } from '../../../src/components/kube-apiserver/reading.ts';
import { minorsOf } from '../../../src/components/kubernetes/minors.ts';
import type { Refusal, Undetermined } from '../../../src/components/kubernetes/reading.ts';
import type { Launch } from './launch.ts';

/** What the product says, or that it would not take the process for an API server. */
export type Prediction = Configuration | Refusal | Undetermined | { outcome: 'no-server' };

const PID = 7;
/** In clock ticks since boot: later than every file. */
const STARTED = 100_000_000;

/** What the product says about a launch whose directory lies in the captured host `root`, before it is made. */
export async function predict(root: string, launch: Launch, version: string): Promise<Prediction> {
  capture(root, launch, version);
  const snapshot = await collectWith([kubeApiserver], {
    root,
    now: () => new Date(),
    toolVersion: '0.0.0',
    progress: () => {},
  });
  const process = snapshot.processes.find((one) => one.pid === PID);
  const [minor] = minorsOf(version);
  if (minor === undefined) throw new Error(`no kube-apiserver ${version} is described`);
  return process === undefined ? { outcome: 'no-server' } : readConfiguration(process, minor);
}

function capture(root: string, { directory, argv }: Launch, version: string): void {
  const process = join(root, 'proc', String(PID));
  rmSync(process, { recursive: true, force: true });
  mkdirSync(process);
  const strings = (words: readonly string[]) => words.map((word) => `${word}\0`).join('');
  writeFileSync(join(process, 'cmdline'), strings(['kube-apiserver', ...argv]));
  writeFileSync(join(process, 'environ'), '');
  writeFileSync(join(process, 'stat'), `${PID} (kube-apiserver) S ${'1 '.repeat(18)}${STARTED} 0 0\n`);
  writeFileSync(join(process, 'status'), 'Name:\tkube-apiserver\nUid:\t0\t0\t0\t0\n');
  symlinkSync(`/opt/kube-apiserver-v${version}/kube-apiserver`, join(process, 'exe'));
  symlinkSync(directory.slice(root.length), join(process, 'cwd'));
  symlinkSync('/', join(process, 'root'));
}
