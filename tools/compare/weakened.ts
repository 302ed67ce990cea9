import type { Report } from '../../src/model/finding.ts';
import type { Node } from '../../test/nodes/node.ts';
import { scan } from '../../test/nodes/scan.ts';
import { CLUSTER_TRIALS } from '../../test/nodes/trials/node-cluster.ts';
import { FILE_TRIALS } from '../../test/nodes/trials/node-files.ts';
import { KUBELET_TRIALS } from '../../test/nodes/trials/node-kubelet.ts';
import { PROXY_TRIALS } from '../../test/nodes/trials/node-proxy.ts';
import type { NodeTrial } from '../../test/nodes/trials/node-trial.ts';
import { type KubeBench, type KubeBenchStatus, runKubeBench, targetOf } from './kube-bench.ts';

/** What both say of a control while a node has one weakness, and what kube-bench said before. */
export interface Weakened {
  control: string;
  what: string;
  before: KubeBenchStatus;
  kubeBench: KubeBenchStatus;
  kubetrue: string;
}

/** Weaknesses about controls of 1.12, one after the other on a hardened node, each gone before the next. */
export async function weaken(node: Node, kubeBench: KubeBench, sound: Report): Promise<Weakened[]> {
  const all: Weakened[] = [];
  for (const trial of [...FILE_TRIALS, ...KUBELET_TRIALS, ...PROXY_TRIALS, ...CLUSTER_TRIALS]) {
    const control = controlOf(trial, sound);
    if (control !== null) all.push(await tried(node, kubeBench, trial, control));
  }
  return all;
}

/** Trials make Deployments without a Pod; of these controls kube-bench looks at Pods and so could see nothing. */
const OF_PODS = ['5.1.6', '5.2.2', '5.2.3', '5.2.4', '5.2.5', '5.2.6'];

/** None for trials that mend what a fresh node lacks, and for rules of other benchmarks. */
function controlOf({ rule, benchmark, becomes }: NodeTrial, { findings }: Report): string | null {
  if (benchmark !== undefined || becomes !== undefined) return null;
  const control = findings.find((finding) => finding.rule === rule)?.controls[0]?.control ?? null;
  return control === null || OF_PODS.includes(control) ? null : control;
}

async function tried(node: Node, kubeBench: KubeBench, trial: NodeTrial, control: string): Promise<Weakened> {
  const ask = async () => {
    const results = await runKubeBench(node, kubeBench, targetOf(control), control);
    const status = results.get(control);
    if (status === undefined) throw new Error(`kube-bench says nothing of ${control}`);
    return status;
  };
  const before = await ask();
  const mend = await trial.break(node);
  try {
    const { findings } = await scan(node, ['--control', control, '--prove', 'off']);
    const [finding] = findings;
    return { control, what: trial.what, before, kubeBench: await ask(), kubetrue: finding?.status ?? '' };
  } finally {
    await mend();
  }
}
