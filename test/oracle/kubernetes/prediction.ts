import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectWith } from '../../../src/collect/collect-with.ts';
import type { Component } from '../../../src/components/component.ts';
import type { JudgedComponent } from '../../../src/components/judged.ts';
import type { Candidate } from '../../../src/components/subject.ts';
import type { Launch } from './launch.ts';

/** What the product says, or that it would not take the process for a server. */
export type Prediction = Candidate | { outcome: 'no-server' };

const PID = 7;

/** What the product says about a launch whose directory lies in the captured host `root`, before it is made. */
export async function predict(
  { component, judged }: { component: Component; judged: JudgedComponent },
  root: string,
  launch: Launch,
  version: string,
): Promise<Prediction> {
  capture(component.name, root, launch, version);
  const snapshot = await collectWith([component], {
    root,
    now: () => new Date(),
    toolVersion: '0.0.0',
    progress: () => {},
  });
  const process = snapshot.processes.find((one) => one.pid === PID);
  if (process === undefined) return { outcome: 'no-server' };
  const [candidate] = judged.judge(process, version).candidates;
  if (candidate === undefined) throw new Error(`no ${component.name} ${version} is described`);
  return candidate;
}

function capture(name: string, root: string, { directory, argv }: Launch, version: string): void {
  const process = join(root, 'proc', String(PID));
  rmSync(process, { recursive: true, force: true });
  mkdirSync(process);
  const words = [name, ...argv].map((word) => `${word}\0`).join('');
  writeFileSync(join(process, 'cmdline'), words);
  writeFileSync(join(process, 'environ'), '');
  writeFileSync(join(process, 'stat'), `${PID} (${name.slice(0, 15)}) S ${'1 '.repeat(18)}100 0 0\n`);
  writeFileSync(join(process, 'status'), `Name:\t${name.slice(0, 15)}\nUid:\t0\t0\t0\t0\n`);
  symlinkSync(`/opt/${name}-v${version}/${name}`, join(process, 'exe'));
  symlinkSync(directory, join(process, 'cwd'));
  symlinkSync('/', join(process, 'root'));
}
