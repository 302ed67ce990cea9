import { spawnSync } from 'node:child_process';
import { accessSync, constants, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findEtcd } from '../src/cli/demo/binary.ts';
import { startCluster } from '../src/cli/demo/cluster.ts';
import type { Report } from '../src/model/finding.ts';
import { machine } from './bench/machine.ts';
import type { Run } from './bench/measure.ts';
import { mergeSection, type Section } from './bench/merge.ts';
import { type Commands, measure, table } from './bench/rounds.ts';
import { build } from './build.ts';

const ROUNDS = 25;
const PROGRAM = fileURLToPath(new URL('../bin/kubetrue.js', import.meta.url));
const CAPTURE = fileURLToPath(new URL('../content/demo/control-plane.json', import.meta.url));
const RESULT = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));
/** What a cold scan of a node with one etcd may take. */
const LIMIT = { ratio: 5, peakMiB: 90, children: 0 };

type Runs = Readonly<Record<string, Run>>;

const FLOOR = 'node -e 0';
const SCAN = 'kubetrue scan';
const COMMANDS: Commands = {
  [FLOOR]: [process.execPath, '-e', '0'],
  [SCAN]: [process.execPath, PROGRAM, 'scan'],
  'kubetrue scan --prove off': [process.execPath, PROGRAM, 'scan', '--prove', 'off'],
};

function withKubeBench(): Commands {
  const program = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'kube-bench'))
    .find(isExecutable);
  return program === undefined
    ? COMMANDS
    : { ...COMMANDS, 'kube-bench run --targets etcd': [program, 'run', '--targets', 'etcd'] };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function verdict(runs: Runs): string[] {
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

function page(one: Runs, three: Runs, merged: Section): string {
  const kubeBench =
    Object.keys(one).length > Object.keys(COMMANDS).length
      ? ''
      : '\nkube-bench was not on `PATH` and so was not measured.\n';
  return `# Benchmarks

Written by \`npm run bench\`: whole processes from start to exit, medians of ${ROUNDS} interleaved cold runs, against the
floor that an empty Node.js sets. Peak memory is the kernel's VmHWM; memory and children come from runs of their own.

Machine: ${machine()}.

Scans of a whole control-plane node, beside kube-bench: [benchmarks-node.md](benchmarks-node.md).

A scan of a node with one etcd may take ${LIMIT.ratio} times the floor, ${LIMIT.peakMiB} MiB and no child process.

## A node with one etcd 3.6.5, TLS on both ports

${table(one, FLOOR)}

## Three members on one machine

${table(three, FLOOR)}
${kubeBench}
${merged.text}`;
}

/** A scan judges every etcd of the machine: more of them would be measured too. Nor is a scan that fails a fast one. */
function requireAlone(size: number): void {
  const { stdout, stderr } = spawnSync(process.execPath, [PROGRAM, 'scan', '--format', 'json'], {
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

/** The report on the recorded control plane that `kubetrue demo` judges. */
function recordedReport(): Report {
  const words = ['scan', '--snapshot', CAPTURE, '--format', 'json', '--fail-on', 'never'];
  const { stdout } = spawnSync(process.execPath, [PROGRAM, ...words], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(stdout);
}

async function main(): Promise<void> {
  await build();
  const { path } = await findEtcd('3.6.5', (message) => console.error(message));
  const results: Runs[] = [];
  for (const size of [1, 3] as const) {
    const cluster = await startCluster({ binary: path, size });
    try {
      requireAlone(size);
      results.push(await measure(withKubeBench(), ROUNDS));
    } finally {
      await cluster.stop();
    }
  }
  const [one = {}, three = {}] = results;
  const merged = await mergeSection(PROGRAM, recordedReport());
  const text = page(one, three, merged);
  writeFileSync(RESULT, text);
  console.log(text);
  const problems = [...verdict(one), ...merged.problems];
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

await main();
