import { rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { temporaryDirectory } from '../src/cli/demo/cluster-directory.ts';
import { openApi } from '../test/cluster/support/api.ts';
import { fillCluster } from '../test/cluster/support/bulk.ts';
import { startControlPlane } from '../test/nodes/control-plane.ts';
import { upNode } from '../test/nodes/node.ts';
import { machine } from './bench/machine.ts';
import { type Run, watched } from './bench/measure.ts';
import { type Commands, table } from './bench/rounds.ts';
import { build } from './build.ts';
import { giveShell, type KubeBench, kubeBenchArgv, TARGETS } from './compare/kube-bench.ts';

const ROUNDS = 9;
const PROGRAM = fileURLToPath(new URL('../bin/kubetrue.js', import.meta.url));
const INSIDE = fileURLToPath(new URL('bench/inside-node.ts', import.meta.url));
const RESULT = fileURLToPath(new URL('../docs/benchmarks-node.md', import.meta.url));
const USAGE = `npm run bench:node -- --kube-bench PROGRAM --config DIR --named TEXT
    measures scans of a real kubeadm node beside kube-bench, and writes docs/benchmarks-node.md;
    DIR is the cfg folder of kube-bench, TEXT says which version it is. Neither may lie below /usr, /etc, /var or /run.`;

const FLOOR = 'node -e 0';
const WHOLE = 'kubetrue scan';
const FILES = 'kubetrue scan --no-cluster';
/** What kube-bench does: nothing is proved. */
const WHOLE_READ = 'kubetrue scan --prove off';
const FILES_READ = 'kubetrue scan --no-cluster --prove off';
const BENCH_WHOLE = `kube-bench run --targets ${TARGETS}`;
const BENCH_FILES = 'kube-bench run --targets master,node,etcd';
const MANY = { namespaces: 50, deploymentsPerNamespace: 20, podsPerDeployment: 10 };

interface Limit {
  what: string;
  is: number;
  most: number;
}

function commands(kubeBench: KubeBench): Commands {
  const scan = [process.execPath, PROGRAM, 'scan', '--fail-on', 'never'];
  return {
    [FLOOR]: [process.execPath, '-e', '0'],
    [WHOLE]: scan,
    [WHOLE_READ]: [...scan, '--prove', 'off'],
    [FILES]: [...scan, '--no-cluster'],
    [FILES_READ]: [...scan, '--no-cluster', '--prove', 'off'],
    [BENCH_WHOLE]: kubeBenchArgv(kubeBench, TARGETS),
    [BENCH_FILES]: kubeBenchArgv(kubeBench, 'master,node,etcd'),
  };
}

async function onNode(kubeBench: KubeBench): Promise<Record<string, Run>> {
  const node = await upNode();
  try {
    await giveShell(node);
    const words = [INSIDE, JSON.stringify(commands(kubeBench)), String(ROUNDS)];
    return JSON.parse(await node.must([process.execPath, ...words]));
  } finally {
    await node.down();
  }
}

/** Peak of a scan of this many Pods, in MiB. They are objects only: nothing here runs them. */
async function withManyPods(): Promise<number> {
  const controlPlane = await startControlPlane();
  const { path, remove } = temporaryDirectory('kubetrue-bench-');
  try {
    await controlPlane.component('kube-controller-manager').process.stop(100);
    await controlPlane.component('kube-scheduler').process.stop(100);
    const api = await openApi(controlPlane.kubeconfig);
    await fillCluster(api, MANY);
    api.close();
    const words = ['scan', '--kubeconfig', controlPlane.kubeconfig, '--output', `${path}/report.txt`];
    return (await watched([process.execPath, PROGRAM, ...words])).peakMiB;
  } finally {
    remove();
    rmSync(path, { recursive: true, force: true });
    await controlPlane.stop();
  }
}

function limits(runs: Readonly<Record<string, Run>>, manyMiB: number): Limit[] {
  const wall = (name: string) => runs[name]?.wallMs ?? Number.NaN;
  const share = (ours: string, theirs: string) => wall(ours) / wall(theirs);
  const whole = runs[WHOLE];
  return [
    {
      what: 'a full scan with its proofs, of the time of kube-bench',
      is: share(WHOLE, BENCH_WHOLE),
      most: 1 / 20,
    },
    { what: 'a full scan, of the time of kube-bench', is: share(WHOLE_READ, BENCH_WHOLE), most: 1 / 20 },
    {
      what: 'a scan without the API, of the time of kube-bench',
      is: share(FILES_READ, BENCH_FILES),
      most: 1 / 5,
    },
    { what: 'child processes of a full scan', is: whole?.children ?? Number.NaN, most: 0 },
    { what: 'MiB of a full scan', is: whole?.peakMiB ?? Number.NaN, most: 120 },
    { what: 'MiB of a scan with 10,000 Pods', is: manyMiB, most: 150 },
  ];
}

function figure(value: number): string {
  return value > 0 && value < 1 ? `1/${(1 / value).toFixed(1)}` : value.toFixed(0);
}

function page(runs: Readonly<Record<string, Run>>, all: readonly Limit[], named: string): string {
  const rows = all.map(({ what, is, most }) => `| ${what} | ${figure(is)} | ${figure(most)} |`);
  return `# Benchmarks on a node

Written by \`npm run bench:node\`: scans of a control-plane node of Kubernetes 1.34.1 by kubeadm, as root with the
administrator's kubeconfig, beside kube-bench ${named} on the same node in the same run. Whole processes from
start to exit, medians of ${ROUNDS} interleaved runs. Peak memory is the kernel's VmHWM of the process itself, without
its children; memory and children come from runs of their own, which look once a millisecond and so miss the shortest.

Machine: ${machine()}.

${table(runs, FLOOR)}

| | is | at most |
| --- | --- | --- |
${rows.join('\n')}

The 10,000 Pods are of 1,000 Deployments in 50 namespaces of a real API server, without a node that runs them.
`;
}

async function main(kubeBench: KubeBench, named: string): Promise<void> {
  await build();
  const runs = await onNode(kubeBench);
  const all = limits(runs, await withManyPods());
  const text = page(runs, all, named);
  writeFileSync(RESULT, text);
  console.log(text);
  const missed = all.filter(({ is, most }) => !(is <= most));
  for (const { what, is, most } of missed) console.error(`${what}: ${figure(is)}, more than ${figure(most)}`);
  process.exitCode = missed.length > 0 ? 1 : 0;
}

const type = 'string';
const { values } = parseArgs({ options: { 'kube-bench': { type }, config: { type }, named: { type } } });
const { 'kube-bench': program, config, named } = values;
if (program === undefined || config === undefined || named === undefined) throw new Error(USAGE);
await main({ program: resolve(program), config: resolve(config) }, named);
