import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findEtcd } from '../../src/cli/demo/binary.ts';
import { startCluster } from '../../src/cli/demo/cluster.ts';
import type { Report } from '../../src/model/finding.ts';
import type { Run } from './measure.ts';
import { type Commands, measure, table } from './rounds.ts';
import { measuredOn, type Section } from './section.ts';

const ROUNDS = 25;
/** What a cold scan of a node with one etcd may take. */
const LIMIT = { ratio: 5, peakMiB: 90, children: 0 };

type Runs = Readonly<Record<string, Run>>;

const FLOOR = 'node -e 0';
const SCAN = 'kubetrue scan';

/** Cold scans of one etcd and of three, against the floor that an empty Node.js sets. */
export async function nodeSection(program: string): Promise<Section> {
  const on = measuredOn();
  const { path } = await findEtcd('3.6.5', (message) => console.error(message));
  const one = await scansOf(1, path, program);
  const three = await scansOf(3, path, program);
  const text = `## A node with one etcd 3.6.5, TLS on both ports

Medians of ${ROUNDS} interleaved cold runs. A scan of a node with one etcd may take ${LIMIT.ratio} times the floor, ${LIMIT.peakMiB} MiB and no
child process.

${table(one, FLOOR)}

## Three members on one machine

${table(three, FLOOR)}
${kubeBench() === undefined ? '\nkube-bench was not on `PATH` and so was not measured.\n' : ''}
${on}
`;
  return { text, problems: problemsOf(one) };
}

async function scansOf(size: 1 | 3, binary: string, program: string): Promise<Runs> {
  const cluster = await startCluster({ binary, size });
  try {
    requireAlone(size, program);
    return await measure(commands(program), ROUNDS);
  } finally {
    await cluster.stop();
  }
}

function commands(program: string): Commands {
  const other = kubeBench();
  return {
    [FLOOR]: [process.execPath, '-e', '0'],
    [SCAN]: [process.execPath, program, 'scan'],
    'kubetrue scan --prove off': [process.execPath, program, 'scan', '--prove', 'off'],
    ...(other === undefined ? {} : { 'kube-bench run --targets etcd': [other, 'run', '--targets', 'etcd'] }),
  };
}

function kubeBench(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'kube-bench'))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function problemsOf(runs: Runs): string[] {
  const scan = runs[SCAN];
  const floor = runs[FLOOR];
  if (scan === undefined || floor === undefined) throw new Error('a command was not measured');
  const ratio = scan.wallMs / floor.wallMs;
  return [
    ...(ratio > LIMIT.ratio
      ? [`a scan takes ${ratio.toFixed(1)} times the floor, more than ${LIMIT.ratio}`]
      : []),
    ...(scan.peakMiB > LIMIT.peakMiB
      ? [`a scan takes ${scan.peakMiB.toFixed(0)} MiB, more than ${LIMIT.peakMiB}`]
      : []),
    ...(scan.children > LIMIT.children ? [`a scan starts ${scan.children} processes`] : []),
  ];
}

/** A scan judges every etcd of the machine: more of them would be measured too. Nor is a scan that fails a fast one. */
function requireAlone(size: number, program: string): void {
  const { stdout, stderr } = spawnSync(process.execPath, [program, 'scan', '--format', 'json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (stderr !== '') throw new Error(stderr);
  const { findings }: Report = JSON.parse(stdout);
  const found = new Set(findings.map(({ target }) => (target.kind === 'process' ? target.pid : 0))).size;
  if (found !== size)
    throw new Error(
      `${found} etcd processes run on this machine instead of the benchmark's ${size}: end the others first`,
    );
}
