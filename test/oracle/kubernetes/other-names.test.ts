import { type ChildProcess, spawn } from 'node:child_process';
import { constants, copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePorts } from '../../../src/cli/demo/cluster-ports.ts';
import { collect } from '../../../src/collect/index.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import { findKubernetes } from '../../nodes/programs/kubernetes.ts';

/** Names under which the scheduler is installed beside what it is called by; it looks for an API server all the while. */
const SCHEDULERS = [
  ['kube-scheduler.real', 'kube-scheduler.real'],
  ['kube-scheduler-v1.34.1', '/usr/bin/kube-scheduler-v1.34.1'],
  ['kube-scheduler_1.34.1+k3s1', 'anything'],
  ['node-agent', 'kube-scheduler'],
] as const;
/** What only has to do with its name. */
const OTHERS = [
  ['tail', '-f', 'kube-scheduler.yaml'],
  ['kube-scheduler-exporter', '60'],
] as const;

const directory = mkdtempSync(join(tmpdir(), 'names-'));
const started: ChildProcess[] = [];
let snapshot: Snapshot;

beforeAll(async () => {
  const { 'kube-scheduler': program } = await findKubernetes('1.34.1', () => {});
  writeFileSync(join(directory, 'kube-scheduler.yaml'), 'x: y');
  symlinkSync('/usr/bin/sleep', join(directory, 'kube-scheduler-exporter'));
  symlinkSync('/usr/bin/tail', join(directory, 'tail'));
  const ports = await freePorts(SCHEDULERS.length);
  for (const [index, [file, argv0]] of SCHEDULERS.entries()) {
    copyFileSync(program, join(directory, file), constants.COPYFILE_FICLONE);
    const words = [
      `--secure-port=${ports[index]}`,
      '--bind-address=127.0.0.1',
      '--master=http://127.0.0.1:1',
    ];
    started.push(spawn(join(directory, file), words, { argv0, cwd: directory, stdio: 'ignore' }));
  }
  for (const [file, ...words] of OTHERS)
    started.push(spawn(join(directory, file), words, { argv0: file, cwd: directory, stdio: 'ignore' }));
  snapshot = await collect({ root: null, now: () => new Date(), toolVersion: '0.0.0', progress: () => {} });
}, 300_000);

afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

it('are schedulers under each name, and nothing else is one', () => {
  expect(started.every(({ exitCode }) => exitCode === null)).toBe(true);
  const ours = snapshot.processes.filter(({ pid }) => started.some((child) => child.pid === pid));

  expect(ours.map(({ component, pid }) => [component, pid])).toEqual(
    started.slice(0, SCHEDULERS.length).map(({ pid }) => ['kube-scheduler', pid]),
  );
});
