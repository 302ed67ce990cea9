import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectWith } from '../../../src/collect/collect-with.ts';
import { readKubelet } from '../../../src/components/kubelet/in-force.ts';
import { kubelet } from '../../../src/components/kubelet/index.ts';
import type { InForce } from '../../../src/components/kubelet/reading.ts';
import { minorsOf } from '../../../src/components/kubernetes/minors.ts';
import type { Refusal, Undetermined } from '../../../src/components/kubernetes/reading.ts';
import type { Launch } from './launch.ts';

/** What the product says, or that it would not take the process for a kubelet. */
export type Prediction = InForce | Refusal | Undetermined | { outcome: 'no-kubelet' };

const PID = 7;

/** What the product says about a launch whose directory lies in the captured host `root`, before it is made. */
export async function predict(root: string, launch: Launch, version: string): Promise<Prediction> {
  capture(root, launch, version);
  const snapshot = await collectWith([kubelet], {
    root,
    now: () => new Date(),
    toolVersion: '0.0.0',
    progress: () => {},
  });
  const process = snapshot.processes.find((one) => one.pid === PID);
  const [minor] = minorsOf(version);
  if (minor === undefined) throw new Error(`no kubelet ${version} is described`);
  return process === undefined ? { outcome: 'no-kubelet' } : readKubelet(process, minor);
}

function capture(root: string, { directory, argv, env }: Launch, version: string): void {
  const process = join(root, 'proc', String(PID));
  rmSync(process, { recursive: true, force: true });
  mkdirSync(process);
  const strings = (words: readonly string[]) => words.map((word) => `${word}\0`).join('');
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  writeFileSync(join(process, 'cmdline'), strings(['kubelet', ...argv]));
  writeFileSync(join(process, 'environ'), strings(variables));
  writeFileSync(join(process, 'stat'), `${PID} (kubelet) S ${'1 '.repeat(18)}100 0 0\n`);
  writeFileSync(join(process, 'status'), 'Name:\tkubelet\nUid:\t0\t0\t0\t0\n');
  symlinkSync(`/opt/kubelet-v${version}/kubelet`, join(process, 'exe'));
  symlinkSync(directory, join(process, 'cwd'));
  symlinkSync('/', join(process, 'root'));
}
